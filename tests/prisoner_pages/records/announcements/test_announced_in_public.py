"""An announcement on every surface: nothing until it is confirmed, everything on the next request."""

import re
from datetime import date

import pytest
from django.utils import translation

from prisoner_pages.can_be_written_to import CALL_FOR_STATUS
from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS
from prisoner_pages.records.actions.announcements import confirm_announcement, prepare_announcement
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LANGUAGES = ["uk", "en", "crh"]
SLUG, NAME = "open-person", "Вигадана Вільна"
SAID = {"on": date(2026, 9, 14), "source_kind": SourceKind.MEDIA, "source_url": "https://example.org/free"}


@standing
def person(db):
    open_locales(*LANGUAGES)
    partner = open_partner("zmina")
    return PrisonerFactory(
        partner=partner, writable=True, slug=SLUG, name_uk=NAME, name_en="Invented Free", stories=LANGUAGES
    )


@standing
def two(person):
    return employ_editor(person.partner), employ_moderator(person.partner)


def surfaces(language):
    """Return every public address that tells of the person, in one language."""
    api = f"locale={language}"
    return [
        f"/{language}/",
        f"/{language}/prisoners/",
        f"/{language}/prisoners/{SLUG}/",
        f"/{language}/prisoners/?q=Вигадана",
        f"/{language}/prisoners/?status=sentenced",
        f"/{language}/prisoners/?letters=open",
        f"/{language}/letters/write/",
        f"/{language}/feeds/updates.atom",
        f"/api/v1/prisoners/{SLUG}?{api}",
        f"/api/v1/prisoners?fields=*&{api}",
        f"/api/v1/prisoners?q=Vyhadana&fields=*&{api}",
        f"/api/v1/prisoners?status=sentenced&{api}",
        f"/api/v1/recipients/next?fields=*&{api}",
        f"/{language}/embed/zmina/person/{SLUG}/",
    ]


def told_on(client, language):
    """Return {address: text}, without what is new with every request."""
    found = {}
    for address in surfaces(language):
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        found[address] = (response.status_code, re.sub(rb'name="token" value="[^"]*"', b"", body).decode())
    return found


def prepare(person, two, status):
    (made,) = prepare_announcement([person], by=two[0], status=status, family_knows=True, **SAID)
    return made


@pytest.mark.full(LONG)
@pytest.mark.parametrize("language", first_of(LANGUAGES))
def test_nothing_public_tells_that_an_announcement_is_prepared(language, person, two, client):
    before = told_on(client, language)

    prepare(person, two, Status.EXCHANGED)

    assert told_on(client, language) == before


@pytest.mark.full(LONG)
@pytest.mark.parametrize("status", first_of([Status.EXCHANGED, Status.RELEASED, Status.DIED]))
@pytest.mark.parametrize("language", first_of(LANGUAGES))
def test_every_surface_tells_it_on_the_next_request(language, status, person, two, client):
    before = told_on(client, language)
    made = prepare(person, two, status)

    confirm_announcement(made, by=two[1], seen=made.seen)

    after = told_on(client, language)
    unchanged = [address for address in after if after[address] == before[address]]
    assert unchanged == []
    with translation.override(language):
        words = str(CALL_WORDS[CALL_FOR_STATUS[status].call])
        label = str(status.label)
    page = after[f"/{language}/prisoners/{SLUG}/"][1]
    assert words in page and label.lower() in page.lower()
    for sentenced in (f"/{language}/prisoners/?status=sentenced", f"/{language}/letters/write/"):
        assert NAME not in after[sentenced][1] and SLUG not in after[sentenced][1]


@pytest.mark.parametrize("language", first_of(LANGUAGES))
def test_of_somebody_under_control_nothing_but_the_name_is_left(language, person, two, client):
    made = prepare(person, two, Status.RELEASED_UNDER_CONTROL)

    confirm_announcement(made, by=two[1], seen=made.seen)

    for address, (_status, text) in told_on(client, language).items():
        assert "example.org/free" not in text, address
        with translation.override(language):
            assert str(Status.RELEASED_UNDER_CONTROL.label) not in text, address
