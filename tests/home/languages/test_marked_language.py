"""Nothing Ukrainian stands on a Crimean Tatar page without saying so: not in a title, an error or a label."""

import re

import pytest
from django.conf import settings

from home.languages.info import CYRILLIC, scripts_in
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.standing import standing

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title(?: lang=\"(\w+)\")?>(.*?)</title>", re.DOTALL)
TAG = re.compile(r"<[a-z][^>]*>")
SPOKEN = re.compile(r'\b(?:aria-label|placeholder|alt|title|content)="([^"]*)"')


@standing
def person():
    open_locales("uk", "en", "crh")
    return PrisonerFactory(slug="ayse", writable=True, name_crh="Ayşe Sarı", stories=["uk", "en", "crh"])


def title_of(response):
    language, words = TITLE.search(response.text).groups()
    return language or "", words


@pytest.mark.parametrize("path", ["letters/write/", "letters/status/", "nothing-here/"])
def test_a_title_in_ukrainian_says_so(person, client, path):
    language, words = title_of(client.get(f"/crh/{path}"))

    assert language == "uk"
    assert scripts_in(words) == {CYRILLIC}


@pytest.mark.parametrize(("language", "follows"), [("uk", True), ("en", True), ("crh", False)])
def test_a_title_that_is_a_name_is_in_the_language_of_the_page(person, client, language, follows):
    """The site's name follows it where it is in the same language."""
    marked, words = title_of(client.get(f"/{language}/prisoners/ayse/"))

    assert marked == ""
    assert (" · " in words) == follows
    assert words.startswith(person.name_in(language))


def test_ukrainian_and_english_titles_carry_no_mark(person, client):
    for path in ("/uk/", "/en/", "/uk/letters/write/", "/en/letters/write/", "/en/nothing-here/"):
        assert title_of(client.get(path))[0] == "", path


def test_errors_of_a_form_in_ukrainian_say_so(person, client):
    sent = {"body": "", "language": "klingon", "token": filled()["token"]}
    page = client.post("/crh/letters/write/ayse/about-you/", sent)

    errors = re.findall(r'(?:field__error" id="\w+"><p>|<li><a href="#\w+">)(.*?)</(?:p|a)>', page.text)

    assert page.status_code == 422
    assert len(errors) == 4  # each above the form and at its field
    assert [error for error in errors if not error.startswith('<span lang="uk">')] == []


def test_errors_of_a_form_in_ukrainian_and_english_carry_no_mark(person, client):
    for language in ("uk", "en"):
        page = client.post(f"/{language}/letters/write/ayse/about-you/", {"body": ""})
        assert f'<span lang="{language}">' not in page.text


def test_what_a_list_could_not_read_is_told_in_marked_ukrainian(person, client):
    page = client.get("/crh/prisoners/?case=nonsense&page=99").text

    assert '<p><span lang="uk">«nonsense» тут неможливо' in page
    assert '<p><span lang="uk">Сторінки «99»' in page


@pytest.mark.parametrize(
    "path", ["", "prisoners/", "prisoners/ayse/", "letters/write/", "letters/write/ayse/"]
)
def test_no_attribute_that_is_read_aloud_is_ukrainian(person, client, path):
    page = client.get(f"/crh/{path}")

    unmarked = [tag for tag in TAG.findall(page.text) if ' lang="uk"' not in tag]
    spoken = [words for words in SPOKEN.findall(" ".join(unmarked)) if CYRILLIC in scripts_in(words)]

    assert page.status_code == 200
    assert spoken == []


IN_AN_ATTRIBUTE = re.compile(r'="[^"]*\{% (?:t|tn|marked|marked_list|dated|since|period|error_words) ')


def test_no_words_that_may_be_marked_stand_in_an_attribute():
    """The mark would end the attribute: a hidden element and `aria-labelledby` serve."""
    templates = [
        path
        for app in ("home", "prisoner_pages", "letters")
        for path in (settings.BASE_DIR / app).rglob("*.html")
    ]

    assert len(templates) > 100
    assert {path: found for path in templates if (found := IN_AN_ATTRIBUTE.findall(path.read_text()))} == {}
