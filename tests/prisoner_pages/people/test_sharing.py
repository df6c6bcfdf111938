"""What a link says of itself where somebody shares it: a title, a line, a picture that may be shown."""

import pytest
from bs4 import BeautifulSoup

from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import Scope, Status
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import Charge, EventPage, ImageSubject, PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event, picture
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("uk", "en", "crh")


@standing
def person():
    open_locales(*LANGUAGES)
    record = PrisonerFactory(
        slug="one",
        writable=True,
        name_en="Only One",
        name_crh="Tek Bir",
        stories=LANGUAGES,
        photo=picture("face"),
        bases=[Scope.NAME, Scope.LETTERS, Scope.PHOTO],
        charges=[Charge(code="205.5", part="2")],
    )
    intro = "Grows   roses & reads\npoems. " + "And so on. " * 40
    fields = {"intro": intro, "photo_alt": "A man in a garden"}
    original = record.pages.get(locale__language_code="uk")
    place_story(original, locale="en", fields=fields, by=None, live=True)
    return record


def told(response):
    """Return {property or name: content} of the page's meta elements."""
    elements = BeautifulSoup(response.content, "html.parser").find_all("meta", content=True)
    return {element.get("property") or element.get("name"): element["content"] for element in elements}


def test_a_person_is_told_by_name_and_first_words_with_the_picture_the_page_shows(person, client):
    page = client.get("/en/prisoners/one/?campaign=winter")
    shared = told(page)

    assert shared["og:title"] == "Only One"
    assert shared["og:description"] == shared["description"]
    assert shared["og:description"].startswith("Grows roses & reads poems. And so on.")
    assert len(shared["og:description"]) == 200
    assert shared["og:url"] == "http://testserver/en/prisoners/one/"
    assert (shared["og:type"], shared["og:locale"]) == ("article", "en_GB")
    assert shared["og:site_name"] == "Letters to Free Crimea"
    assert shared["og:image"].removeprefix("http://testserver") in page.text.partition("<main")[2]
    assert shared["og:image:alt"] == "A man in a garden"
    assert "205.5" not in " ".join(words for name, words in shared.items() if name != "og:image")


def test_the_picture_ends_with_its_basis(person, client):
    withdraw_consent(person.consents.get(scope=Scope.PHOTO), by=None)

    for language in LANGUAGES:
        shared = told(client.get(f"/{language}/prisoners/one/"))
        assert "og:title" in shared and "og:image" not in shared


@pytest.mark.parametrize(("language", "words"), [("uk", "надіслати їм листа"), ("en", "send them a letter")])
def test_the_list_says_what_it_is_where_nobody_has_written_first_words(person, client, language, words):
    shared = told(client.get(f"/{language}/prisoners/"))

    assert words in shared["description"] and shared["og:description"] == shared["description"]
    assert "description" not in told(client.get("/crh/prisoners/"))  # its words are there in Ukrainian alone


def test_a_person_who_is_paused_is_told_of_nowhere(person, client):
    pause_prisoner(person, by=None)

    for language in LANGUAGES:
        assert [
            name for name in told(client.get(f"/{language}/prisoners/one/")) if name.startswith("og:")
        ] == []


def test_of_whom_only_the_name_is_shown_only_the_name_is_told(person, client):
    PrisonerFactory(slug="freed", name_en="Freed One", status=Status.RELEASED_UNDER_CONTROL)
    PrisonerPage.objects.filter(slug="freed").update(intro="Words of the story.")

    shared = told(client.get("/en/prisoners/freed/"))

    assert shared["og:title"] == "Freed One"
    assert shared.keys() & {"description", "og:description", "og:image"} == set()


@pytest.mark.full(LONG)
def test_an_event_shows_its_picture_unless_it_shows_somebody_hidden(person, client):
    event = an_event(a_campaign([person], languages=LANGUAGES), languages=LANGUAGES)
    photo = picture("table", shows_nobody=True)
    EventPage.objects.filter(pk=event.pk).update(photo=photo)
    before = told(client.get("/uk/events/evening/"))

    ImageSubject.objects.create(image=photo, prisoner=PrisonerFactory(slug="two"))

    assert before["og:image"].startswith("http://testserver/media/images/")
    assert "og:image" not in told(client.get("/uk/events/evening/"))


@pytest.mark.parametrize("path", first_of(["", "prisoners/", "campaigns/winter/", "partners/zmina/"]))
def test_every_page_says_what_and_where_it_is(person, client, path):
    a_campaign([person], languages=LANGUAGES)

    for language, wanted in (("uk", "uk_UA"), ("en", "en_GB"), ("crh", "crh_UA")):
        shared = told(client.get(f"/{language}/{path}?page=1"))
        assert shared["og:url"] == f"http://testserver/{language}/{path}"
        assert shared["og:locale"] == wanted
        assert shared["og:title"]
        assert shared["og:type"] == ("article" if path else "website")


@pytest.mark.parametrize("path", ["nothing/", "letters/write/", "letters/status/", "letters/write/one/"])
def test_steps_of_a_letter_and_errors_are_not_for_sharing(person, client, path):
    assert "og:" not in client.get(f"/uk/{path}").text


def test_the_title_says_so_where_it_is_in_another_language(person, client):
    """The site's own name is left out where the language has none of its own."""
    text = client.get("/crh/prisoners/").text

    assert 'property="og:site_name"' not in text
    assert '<meta property="og:title" content="Tek Bir">' in client.get("/crh/prisoners/one/").text
