"""The list and the profile as a visitor reads them."""

import pytest

from tests.factories.prisoner_pages import PrisonerFactory, open_locales

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees():
    return open_locales("uk", "en", "crh")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_person_is_listed_and_found_at_the_flat_address(trees, client, language):
    record = PrisonerFactory(writable=True)

    listed = client.get(f"/{language}/prisoners/")
    shown = client.get(f"/{language}/prisoners/{record.slug}/")

    assert record.name_in(language) in listed.text
    assert shown.status_code == 200
    assert f"<h1>{record.name_in(language)}</h1>" in shown.text


def test_pages_of_campaigns_events_and_partners_answer(trees, client):
    PrisonerFactory(writable=True)
    for path in ("", "campaigns/", "events/", "partners/", "partners/zmina/"):
        assert client.get(f"/uk/{path}").status_code == 200, path
