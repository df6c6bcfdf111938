"""Nothing private, hidden or unpublished reaches an answer of the API."""

import pytest
from django.utils import timezone

from prisoner_pages.choices import Scope
from prisoner_pages.models import Consent
from tests.factories.canaries import (
    CANARY,
    HIDDEN_BIRTHDAY,
    HIDDEN_FORM,
    LANGUAGES,
    picture_is_clean,
    plant_canaries,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db

HIDDEN_WORDS = [CANARY, HIDDEN_FORM, HIDDEN_BIRTHDAY.isoformat(), HIDDEN_BIRTHDAY.isoformat()[:7]]
PEOPLE = "/api/v1/prisoners"


@standing
def person(db):
    return plant_canaries()


def addresses(client):
    """Return every address that tells of people: lists by every filter, each person, in every language."""
    slugs = client.get(f"{PEOPLE}/ids").json()["ids"]
    for language in LANGUAGES:
        for fallback in ("", "&fallback=uk,en,crh"):
            asked = f"locale={language}{fallback}"
            yield from (f"{PEOPLE}/{slug}?{asked}" for slug in slugs)
            yield f"{PEOPLE}?fields=*&limit=100&{asked}"
        yield f"{PEOPLE}?fields=*&campaign=winter&order=shuffled&locale={language}"
        yield f"/api/v1/recipients/next?fields=*&count=12&locale={language}"
        yield f"/api/v1/statistics?locale={language}"
    yield from (f"{PEOPLE}/ids", "/api/v1/openapi.json", "/api/v1/docs")


def test_no_canary_reaches_any_answer(person, client):
    answers = {address: client.get(address) for address in addresses(client)}

    told = {
        address: word
        for address, response in answers.items()
        for word in HIDDEN_WORDS
        if word in (response.text + str(response.headers)).lower()
    }
    assert told == {}
    assert {response.status_code for response in answers.values()} == {200}
    assert any("/open-person" in address for address in answers)


def test_pictures_an_answer_names_carry_nothing_but_pixels(person, client):
    photo = client.get(f"{PEOPLE}/open-person?locale=en").json()["item"]["photo"]

    data = b"".join(client.get(photo["src"].removeprefix("http://testserver")))
    assert picture_is_clean(data)


@pytest.mark.parametrize("slug", ["without-basis", "draft", "expired", "withdrawn", "paused"])
def test_a_hidden_person_is_the_same_404_as_an_unknown_one(person, client, slug, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    unknown = client.get(f"{PEOPLE}/nobody-of-that-name?locale=en")
    hidden = client.get(f"{PEOPLE}/{CANARY}-{slug}?locale=en")

    counted = ("RateLimit-Remaining", "Retry-After")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert {k: v for k, v in hidden.headers.items() if k not in counted} == {
        k: v for k, v in unknown.headers.items() if k not in counted
    }


@pytest.mark.parametrize("query", [CANARY, f"{CANARY} Людина", "open source", "23"])
def test_a_search_for_something_private_finds_nobody(person, client, query):
    assert client.get(PEOPLE, {"q": query}).json()["items"] == []


def test_of_somebody_of_whom_only_the_name_is_shown_everything_else_is_null(person, client):
    item = client.get(f"{PEOPLE}/name-only?locale=uk").json()["item"]

    told = {field for field, value in item.items() if value is not None}
    names = {"name", "names", "told_apart"}
    assert told == {"slug", "url", "invented", "name_only", "translations", "writing"} | names
    assert item["told_apart"] == []
    assert "name-only" not in client.get(PEOPLE, {"partner": "zmina", "locale": "uk"}).text


def test_a_photo_goes_with_its_basis_from_every_answer(person, client):
    before = client.get(f"{PEOPLE}/open-person?locale=uk")
    Consent.objects.filter(prisoner=person, scope=Scope.PHOTO).delete()
    tag = {"if-none-match": before.headers["ETag"]}

    assert "/media/" in before.text
    assert "/media/" not in client.get(f"{PEOPLE}/open-person?locale=uk", headers=tag).text
    assert "/media/" not in client.get(f"{PEOPLE}?fields=*&locale=uk").text
