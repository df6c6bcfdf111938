"""The API's answers are the same kept and made anew; each who asks is counted all the same."""

import gzip
import json
import time
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from home.caching import counts
from home.headless.answers.api import rate_limits
from home.headless.answers.api.conditional import SETTLED
from home.headless.answers.response_policies import CONDITIONAL, manner_of
from letters.api.routers import letters
from prisoner_pages.api.routers import figures, pages, previews, prisoners, reference, site, tables
from prisoner_pages.models import FrontEnd
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.canaries import LANGUAGES, plant_canaries
from tests.factories.prisoner_pages import PartnerFactory
from tests.home.kept_pages.asking import MEBIBYTE, Site
from tests.standing import standing
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.full(WHOLE_SITE)]

PERSON, PEOPLE = "/api/v1/prisoners/open-person", "/api/v1/prisoners?locale=uk&fields=*"
# Without these there is no answer, and with these there is another.
ASKED_WITH = {
    "resolve": ("path=/uk/prisoners/open-person/", "path=/"),
    "search": ("q=open",),
    "prisoners": (
        "",
        "limit=1",
        "fields=*&fallback=uk,en,crh",
        "order=shuffled",
        "q=open",
        "campaign=winter",
    ),
}
WITHOUT_LANGUAGE = {"prisoners/ids"}
PARTNERS = ("https://partner.example", "https://second.example")
MADE_WITHOUT = {"etag", "content-length"}  # of the document for people
ONCE_EACH = ("ratelimit-remaining", "ratelimit-reset")


@standing
def person(db):
    return plant_canaries()


@pytest.fixture
def partner(person):
    return FrontEnd.objects.create(partner=PartnerFactory(), name="site", origins="\n".join(PARTNERS))


def operations():
    """Return {path: whether its answer is the same for everybody} of all that is asked for by GET."""
    return {
        path.lstrip("/"): manner_of(operation.view_func) is CONDITIONAL
        for part in (figures, letters, pages, previews, prisoners, reference, site, tables)
        for path, view in part.router.path_operations.items()
        for operation in view.operations
        if "GET" in operation.methods
    }


def addresses(site):
    """Yield every address of an answer that is the same for everybody, in all languages."""
    for path, is_same in operations().items():
        for query in ASKED_WITH.get(path, ("",)) if is_same else ():
            for language in LANGUAGES:
                wish = "" if path in WITHOUT_LANGUAGE else f"locale={language}"
                yield from named(site, path, "&".join(filter(None, (wish, query))))
    yield from ("/api/v1/openapi.json", "/api/v1/docs", "/api/v1/guide", PERSON)


def named(site, path, query):
    collection, _slash, slug = path.partition("/{")
    found = json.loads(site.anew(f"/api/v1/{collection}?locale=uk").body)["items"][:1] if slug else [{}]
    return [f"/api/v1/{path.format(**each)}?{query}" for each in found]


def told(answer):
    vary = sorted(set(answer.headers.get("vary", "").split(", ")) - {"Accept-Encoding", ""})
    return {name: value for name, value in answer.headers.items() if name not in (*ONCE_EACH, "vary")} | {
        "vary": vary
    }


def test_every_answer_of_the_api_is_the_same_kept_and_anew(person, time_machine):
    site = Site(most_bytes=32 * MEBIBYTE)  # the document is long
    site.anew(PEOPLE)
    time_machine.move_to(timezone.now() + 2 * SETTLED, tick=False)
    for address in list(addresses(site)):
        site(address)  # makes sizes of pictures, which renews what is kept
        anew = site.anew(address)
        assert anew.status == "200 OK", (address, anew.text)
        for answer in (site(address), site(address)):
            assert (answer.status, answer.body) == (anew.status, anew.body), address
            more = {name: answer.headers[name] for name in MADE_WITHOUT - set(anew.headers)}
            assert told(answer) == {**told(anew), **more}, address
        assert site.is_kept(address), address


def test_what_is_anew_for_each_never_goes_through_what_is_kept(person):
    site = Site()
    others = [f"/api/v1/{path}" for path, is_same in operations().items() if not is_same]
    assert len(others) > 20

    for path in others:
        assert not site.is_kept(path), path


@pytest.mark.parametrize(("encoding", "unpacked"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_compressed_and_unchanged_it_answers_as_it_promises(person, encoding, unpacked):
    site = Site()
    site(PEOPLE)
    plain, packed = site(PEOPLE), site(PEOPLE, accept_encoding=encoding)
    same = site(PEOPLE, accept_encoding=encoding, if_none_match=packed.headers["etag"])
    anew = site.anew(PEOPLE, if_none_match=plain.headers["etag"])

    assert unpacked(packed.body) == plain.body
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    assert (same.status, same.body) == ("304 Not Modified", b"")
    assert {**told(same), "etag": "", "content-length": "0"} == {**told(anew), "etag": ""}


def test_the_language_of_who_asks_counts_where_the_address_names_none(person):
    site = Site()
    asked = {language: site(PERSON, accept_language=language) for language in ("uk", "en", "uk")}

    assert {language: each.headers["content-language"] for language, each in asked.items()} == {
        "uk": "uk",
        "en": "en",
    }


def test_a_site_of_a_partner_gets_what_is_open_to_it_and_no_other_does(partner):
    site = Site()
    first, second = PARTNERS
    for _time in range(3):
        for origin in (first, second):
            assert site(PEOPLE, origin=origin).headers["access-control-allow-origin"] == origin
        for stranger in ({"origin": "https://stranger.example"}, {"origin": "null"}, {}):
            assert "access-control-allow-origin" not in site(PEOPLE, **stranger).headers
    assert site.is_kept(PEOPLE, origin=first)
    assert not site.is_kept(PEOPLE, origin="https://stranger.example")
    assert "Origin" in site(PEOPLE).headers["vary"]

    partner.delete()

    assert "access-control-allow-origin" not in site(PEOPLE, origin=first).headers


def test_whoever_asks_too_often_for_what_is_kept_is_refused_like_for_anything(person, time_machine):
    time_machine.move_to(timezone.now().replace(second=10), tick=False)
    counts.forget()
    site = Site()
    site(PEOPLE)
    assert site.is_kept(PEOPLE)
    for _ask in range(rate_limits.ALL.by_nobody):
        counts.count(b" nobody", int(time.time()))

    refused = site(PEOPLE)

    assert refused.status.startswith("429")
    assert 0 < int(refused.headers["retry-after"]) <= rate_limits.WINDOW


def test_each_is_told_how_often_they_may_ask_still(person, time_machine):
    time_machine.move_to(timezone.now().replace(second=10), tick=False)
    site = Site()
    site(PEOPLE)
    site(PEOPLE)
    counts.forget()

    left = [int(site(PEOPLE).headers["ratelimit-remaining"]) for _time in range(3)]

    assert left == [rate_limits.ALL.by_nobody - number for number in (1, 2, 3)]
    assert site.is_kept(PEOPLE)


def test_a_pause_shows_with_the_next_request(person):
    site = Site()
    for path in (PEOPLE, PERSON) * 2:
        site(path)
    pause_prisoner(person, by=None)

    assert "open-person" not in site(PEOPLE).text
    assert site(PERSON).status == "404 Not Found"


def test_when_it_last_changed_is_told_from_the_minute_in_which_that_is_sure(person, time_machine):
    site = Site()
    site(PEOPLE)
    site(PEOPLE)
    assert "last-modified" not in site(PEOPLE).headers

    time_machine.move_to(timezone.now() + SETTLED + timedelta(seconds=1), tick=False)

    assert "last-modified" in site(PEOPLE).headers


def test_what_is_noted_of_changes_is_asked_anew_since_no_generation_tells_of_it(person):
    assert not Site().is_kept(f"{PEOPLE}&updated_since=2014-02-26T00:00:00Z")
