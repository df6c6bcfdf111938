"""Nothing private, hidden or unpublished reaches a page, header, sitemap or picture of the public site."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from home.models import SiteRendition
from prisoner_pages.choices import Scope
from prisoner_pages.models import Consent, ImageSubject, PrisonerPage
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

LINKS = re.compile(r"""(?:href|src|action)="(/[^"#]*)|<loc>([^<]*)</loc>""")
# No page of ours leads to what partners show in frames of their own.
FRAMES = ("people/", "our-people/", "person/open-person/", "person/name-only/", "person/no-photo-basis/")
FIRST = [
    *(f"/{language}/" for language in LANGUAGES),
    *(f"/{language}/embed/zmina/{frame}" for language in LANGUAGES for frame in FRAMES),
    *(f"/{language}/feeds/{name}" for language in LANGUAGES for name in ("updates.atom", "birthdays.ics")),
    "/sitemap.xml",
    "/robots.txt",
]
# Words by which the hidden birthday, home and origin would show.
HIDDEN_WORDS = [CANARY, HIDDEN_FORM, HIDDEN_BIRTHDAY.isoformat(), "23 липня", "23 july", "23 iyül"]
# The day as calendars write it, by itself: within a random token these digits may stand by chance.
HIDDEN_DAY = re.compile(r"\b(?:\d{4})?0723(?:t\d+z?)?\b")


def read(client, path):
    response = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    return response, body


def crawl(client, limit=400):
    """Yield (path, response, body) of all that a visitor can reach by links, from the first pages on."""
    waiting, seen = list(FIRST), set(FIRST)
    while waiting:
        path = waiting.pop()
        response, body = read(client, path)
        yield path, response, body
        text = body.decode(errors="ignore") if b"<" in body[:200] else ""
        for link, location in LINKS.findall(text):
            found = (link or urlsplit(location).path).replace("&amp;", "&")
            if found not in seen and not found.startswith(("/static/", "/admin/")):
                assert len(seen) < limit, "the crawl does not end"
                seen.add(found)
                waiting.append(found)


@standing
def person(db):
    return plant_canaries()


def test_no_canary_reaches_anything_a_visitor_can_read(person, client):
    pages = list(crawl(client))
    told = {
        path: word
        for path, response, body in pages
        for text in [f"{body.decode(errors='ignore')} {dict(response.headers)} {path}".lower()]
        for word in [*HIDDEN_WORDS, *HIDDEN_DAY.findall(text)]
        if word in text
    }

    paths = {path for path, _response, _body in pages}
    assert told == {}
    assert {f"/{language}/prisoners/open-person/" for language in LANGUAGES} <= paths
    assert {"/en/campaigns/winter/", "/en/events/hidden-place/", "/en/partners/zmina/"} <= paths
    assert {path for path, response, _body in pages if response.status_code >= 400} == set()


def test_pictures_a_visitor_sees_carry_nothing_but_pixels(person, client):
    pictures = [body for path, _response, body in crawl(client) if path.startswith("/media/")]

    assert pictures
    assert all(picture_is_clean(data) for data in pictures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["without-basis", "draft", "expired", "withdrawn", "paused"])
def test_a_hidden_person_is_the_same_404_as_an_unknown_one(person, client, language, slug, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a header tells the second of the answer
    unknown, unknown_body = read(client, f"/{language}/prisoners/nobody-of-that-name/")
    hidden, hidden_body = read(client, f"/{language}/prisoners/{CANARY}-{slug}/")

    assert (hidden.status_code, hidden_body) == (404, unknown_body)
    assert dict(hidden.headers) == dict(unknown.headers)


@pytest.mark.parametrize("query", [CANARY, f"{CANARY} Людина", "open source", "23"])
def test_a_search_for_something_private_finds_nobody(person, client, query):
    response = client.get("/uk/prisoners/", {"q": query})

    assert "/uk/prisoners/open-person/" not in response.text
    assert f"/{CANARY}" not in response.text


def test_a_person_of_whom_only_the_name_is_shown_answers_no_filter_about_facts(person, client):
    everybody = client.get("/uk/prisoners/").text
    by_partner = client.get("/uk/prisoners/?partner=zmina").text
    by_status = client.get("/uk/prisoners/?status=released_under_control").text

    assert "/uk/prisoners/name-only/" in everybody
    assert "/uk/prisoners/name-only/" not in by_partner
    assert "тут неможливо" in by_status


def test_a_photo_goes_with_its_basis_from_every_page(person, client):
    shown = "/media/" in client.get("/uk/prisoners/open-person/").text
    Consent.objects.filter(prisoner=person, scope=Scope.PHOTO).delete()

    assert shown
    for path in ("/uk/", "/uk/prisoners/", "/uk/prisoners/open-person/", "/uk/campaigns/winter/"):
        assert "/media/" not in client.get(path).text


def test_a_picture_in_a_text_shows_nobody_without_a_basis(person, client):
    picture = ImageSubject.objects.filter(prisoner__slug=f"{CANARY}-paused").get().image
    page = client.get("/uk/campaigns/winter/").text

    assert "Seen text" in page
    assert not SiteRendition.objects.filter(image=picture).exists()

    ImageSubject.objects.filter(image=picture).exclude(prisoner=person).delete()

    assert "<figure" in client.get("/uk/campaigns/winter/").text
    assert "<figure" in client.get("/uk/events/hidden-place/").text


def test_a_story_in_draft_is_nowhere_in_its_language_and_no_other_takes_its_place(person, client):
    stories = PrisonerPage.objects.filter(prisoner=person)
    texts = [story.intro for story in stories]
    stories.filter(locale__language_code="en").update(live=False)

    page = client.get("/en/prisoners/open-person/")
    assert page.status_code == 200
    assert all(texts) and not [text for text in texts if text in page.text]
    assert '<a href="/uk/prisoners/open-person/" hreflang="uk" lang="uk">' in page.text
    assert 'href="/en/prisoners/open-person/"' in client.get("/en/prisoners/").text
