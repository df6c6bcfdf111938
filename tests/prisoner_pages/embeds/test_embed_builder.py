"""Staff choose a card for their own site, see it, and copy what makes it appear there."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from prisoner_pages.choices import EmbedKind, PauseForm
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

WORDS = {"person": "Оберіть людину.", "campaign": "Оберіть кампанію.", "counter": "Оберіть кампанію."}


@standing
def own():
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def person(own):
    return PrisonerFactory(slug="one", partner=own, writable=True, name_uk="Одна Людина")


@pytest.fixture
def ask(own, client, settings):
    """Return a function that opens the page of the partner's editor with a choice: `ask(kind="people")`."""
    settings.SITE_URL = "https://letters.example"
    client.force_login(employ_editor(own))

    def get(**choice):
        chosen = {"partner": "zmina", "language": "en", **choice} if choice else {}
        response = client.get(reverse("embed_builder"), chosen)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.mark.parametrize("kind", first_of(EmbedKind.values))
def test_what_is_copied_leads_to_the_card_that_is_shown(ask, person, client, kind):
    a_campaign([person], languages=["uk", "en"])

    page = ask(kind=kind, person="one", campaign="winter")

    shown = page.select_one("iframe")["src"]
    frame, component = (page.select_one(f"#{name}-snippet").text for name in ("frame", "component"))
    copied = BeautifulSoup(frame, "html.parser").iframe
    element = BeautifulSoup(component, "html.parser").select_one("letters-card")
    parts = [element.get(name) for name in ("language", "partner", "kind", "name")]
    assert client.get(shown).status_code == 200
    assert copied["src"] == f"https://letters.example{shown}"
    assert shown.strip("/").split("/") == [parts[0], "embed", *filter(None, parts[1:])]
    assert copied["title"] == element["label"] == "Letters to Free Crimea"
    assert "style" not in copied.attrs, "a strict policy of the host would refuse it"


@pytest.mark.full(LONG)
def test_only_own_people_who_are_on_the_site_are_offered(ask, person):
    PrisonerFactory(slug="other", partner=open_partner("pen"))
    hidden = PrisonerFactory(slug="hidden", partner=person.partner)
    pause_prisoner(hidden, by=None, form=PauseForm.QUIET, reason="")

    offered = [option["value"] for option in ask().select("#id_person option")]

    assert offered == ["", "one"]
    assert ask(kind="person", person="other").select_one("iframe") is None


@pytest.mark.parametrize("kind", WORDS)
def test_what_is_missing_is_asked_for_in_words(ask, person, kind):
    page = ask(kind=kind)

    assert page.select_one("iframe") is None
    faults = [fault.text.strip() for fault in page.select(".w-field__errors")]
    assert list(filter(None, faults)) == [WORDS[kind]]


def test_those_without_records_have_no_such_page(own, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("screener", password="x" * 20))

    assert client.get(reverse("embed_builder")).status_code in (302, 403)
