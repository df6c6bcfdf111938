"""What is kept and what is made anew are the same, for everything that a visitor can reach by links."""

import gzip
from urllib.parse import urlsplit

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.canaries import LANGUAGES, plant_canaries
from tests.home.kept_pages.asking import Site
from tests.security.canaries.test_canaries_public import FIRST, LINKS
from tests.standing import standing
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.full(WHOLE_SITE)]

# What visitors ask for beside what links name.
OTHERS = (
    "prisoners/?status=sentenced",
    "prisoners/?order=shuffled&q=open",
    "prisoners/?page=9",
    "prisoners/open-person/?campaign=winter",
    "prisoners/open-person/?campaign=winter&event=evening",
    "embed/zmina/people/?sized=1",
    "statistics/",
    "search/suggestions/?q=open",
)
# Where a page of ours stands for everybody, and is kept.
KEPT = {
    *("", "prisoners/", "campaigns/", "events/", "partners/", "statistics/", "feeds/updates.atom"),
    *("prisoners/open-person/", "campaigns/winter/", "events/hidden-place/", "partners/zmina/"),
    *("embed/zmina/people/", "feeds/birthdays.ics", *OTHERS),
}
STREAMED_WITHOUT = ("etag", "content-length")
KEPT_WITHOUT_LANGUAGE = {"/sitemap.xml", "/robots.txt", "/embed.js"}


@standing
def person(db):
    return plant_canaries()


def paths_by_links(ask):
    """Yield every address that a visitor can reach by links, and those of OTHERS."""
    waiting = [*FIRST, "/embed.js", *(f"/{language}/{path}" for language in LANGUAGES for path in OTHERS)]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        yield path
        body = ask(path).body
        text = body.decode(errors="ignore") if b"<" in body[:200] else ""
        for link, location in LINKS.findall(text):
            found = (link or urlsplit(location).path).replace("&amp;", "&")
            if found not in seen and not found.startswith(("/static/", "/admin/", "/media/")):
                seen.add(found)
                waiting.append(found)
                assert len(seen) < 500, "the crawl does not end"


def told(answer):
    """Return its headers as they are without compression, which is offered for kept pages alone."""
    headers = dict(answer.headers)
    vary = [name for name in headers.pop("vary", "").split(", ") if name not in ("", "Accept-Encoding")]
    return {**headers, "vary": sorted(vary)}


def is_of_letters(path):
    return path.partition("/letters/")[1] or path.endswith(("/tell-us/", ".pdf"))


def test_every_public_answer_is_the_same_kept_and_anew(person, time_machine):
    time_machine.move_to("2026-11-24T12:00:00+02:00", tick=False)  # a header tells the second of an error
    site = Site()
    kept = set()
    for path in list(paths_by_links(site.anew)):
        if path.startswith("/api/"):  # tests.home.kept_pages.test_api
            continue
        if is_of_letters(path):
            assert not site.is_kept(path), path
            continue
        anew = site.anew(path)
        for answer in (site(path), site(path)):
            assert (answer.status, answer.body) == (anew.status, anew.body), path
            # What is streamed anew has neither.
            more = {name: answer.headers[name] for name in STREAMED_WITHOUT if name in answer.headers}
            assert told(answer) == {**told(anew), **more}, path
        kept |= {path} if site.is_kept(path) else set()

    expected = {f"/{language}/{path}" for language in LANGUAGES for path in KEPT} | KEPT_WITHOUT_LANGUAGE
    assert expected - kept == set()


@pytest.mark.parametrize("path", ["/uk/", "/en/prisoners/", "/crh/prisoners/open-person/", "/sitemap.xml"])
def test_compressed_they_say_the_same(person, path):
    site = Site()
    plain = site(path)
    for encoding, unpacked in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = site(path, accept_encoding=f"{encoding}, deflate")

        assert unpacked(packed.body) == plain.body
        assert packed.headers["content-encoding"] == encoding
        assert len(packed.body) < len(plain.body) / 2
        assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
        assert "Accept-Encoding" in packed.headers["vary"]


@pytest.mark.parametrize("encoding", ["", "br"])
@pytest.mark.parametrize("path", ["/uk/", "/en/prisoners/open-person/", "/robots.txt"])
def test_who_has_it_already_is_told_so_as_django_tells_it(person, path, encoding):
    site = Site()
    first = site(path, accept_encoding=encoding)
    etag = first.headers["etag"]
    anew = site.anew(path, if_none_match=site.anew(path).headers["etag"])

    kept = site(path, accept_encoding=encoding, if_none_match=f'"other", {etag}')

    assert (kept.status, kept.body) == ("304 Not Modified", b"")
    assert kept.headers["etag"] == etag
    # Django leaves out what it should repeat (RFC 9110, 15.4.5), and the language.
    repeated = {"cache-control", "content-language"} & set(first.headers)
    more = {name: first.headers[name] for name in repeated}
    assert {**told(kept), "etag": ""} == {**told(anew), **more, "etag": ""}
    assert site(path, if_none_match='"other"').status == "200 OK"


def test_only_the_headers_of_a_page_are_asked_for(person):
    site = Site()
    for _time in range(2):
        page = site("/uk/prisoners/open-person/", "HEAD")
        assert (page.status, page.body) == ("200 OK", b"")
        assert page.headers == site("/uk/prisoners/open-person/").headers


def test_a_kept_page_asks_the_database_nothing_through_django(person):
    site = Site()
    assert site.is_kept("/uk/prisoners/") or site.is_kept("/uk/prisoners/")  # the first makes its pictures
    with CaptureQueriesContext(connection) as queries:
        site("/uk/prisoners/")

    assert len(queries) == 0
