"""A partner's own site that mirrors people: the example in docs/examples/astro, on a site with people."""

import re
from datetime import timedelta
from unittest import mock
from urllib.parse import urlsplit

import pytest

from letters.handling.actions.opening import open_letter
from letters.models import Letter
from prisoner_pages.choices import PauseForm
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.browser.conftest import WIDTHS
from tests.browser.example_site import EXAMPLE, build, run, running_example
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.recipes import GUIDE
from tests.factories.site_content import furnish
from tests.letters.api.post_world import open_front_end
from tests.letters.conftest import BODY, make_screener
from tests.live.line import between_us_and
from tests.live.server import free_port
from tests.standing import standing
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.full(WHOLE_PROGRAMS)]

LANGUAGES = ("uk", "en", "crh")
POLICY = {"default-src 'none'", "script-src 'self'", "form-action 'none'", "frame-ancestors 'none'"}
# Where words are borrowed: the language of the story, and how often the page says so.
BORROWED = {"crh": ("uk", 1)}


@pytest.fixture(scope="module", autouse=True)
def built():
    build()


@standing
def people(public_site):
    partner = PartnerFactory(slug="zmina", section=True)
    told = {"stories": ("uk", "en"), "partner": partner, "writable": True}
    people = [PrisonerFactory(slug=f"person-{name}", name_en=f"Person {name}", **told) for name in "abc"]
    furnish(people, languages=LANGUAGES)
    return people


@pytest.fixture
def example(people, visitor, live_server):
    """The example, a second from one look at us to the next; ends before what it asks."""
    port = free_port()
    key = open_front_end(people[0].partner, f"http://127.0.0.1:{port}").publishable_key
    told = {"LETTERS_API": f"{live_server.url}/api/v1", "LETTERS_KEY": key, "CHECK_SECONDS": "1"}
    with running_example(port, **told) as site:
        yield site


def paths(slug):
    return [f"/{language}/{slug}/{page}" for language in LANGUAGES for page in ("", "write/")]


def answered(site, path):
    """Return all that is told at an address but the time of day."""
    status, headers, text = site.ask("GET", path)
    return status, sorted(pair for pair in headers.items() if pair[0] != "Date"), text


def wait_for(site, path, status):
    wait_until(lambda: site.ask("GET", path)[0] == status)


def test_people_are_shown_in_the_readers_language_and_what_stands_in_is_marked(
    example, visitor, axe, live_server
):
    page, asked = visitor(), set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))

    for language in LANGUAGES:
        headers = page.goto(f"http://127.0.0.1:{example.port}/{language}/").headers
        assert set(headers["content-security-policy"].split("; ")) > POLICY
        assert "unsafe" not in headers["content-security-policy"]
        assert page.locator(".people h2").count() == 3
        looked_over(page, axe)
        page.locator(".people a").first.click()
        page.wait_for_function("() => document.querySelector('article img')?.naturalWidth > 0")
        looked_over(page, axe)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("article > :last-child li").inner_text()[0] in "«“"
        is_told_in = page.locator(".story").get_attribute("lang")
        assert (is_told_in, page.locator("main > p[lang=uk]").count()) == BORROWED.get(language, (None, 0))

    assert asked - {""} == {urlsplit(live_server.url).netloc, f"127.0.0.1:{example.port}"}
    assert page.told == []


def looked_over(page, axe):
    axe(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reader_is_led_to_the_language_that_the_browser_asks_for(example):
    asked = {"crh,uk;q=0.5": "crh", "en-GB,en": "en", "de": "uk", "": "uk"}
    answers = {words: example.ask("GET", "/", headers={"Accept-Language": words}) for words in asked}

    assert {words: (told[0], told[1]["Location"]) for words, told in answers.items()} == {
        words: (302, f"/{language}/") for words, language in asked.items()
    }


def test_whoever_is_paused_is_soon_gone_and_looks_like_nobody_ever_known(example, people):
    gone = people[0]
    assert [example.ask("GET", path)[0] for path in paths(gone.slug)] == [200] * 6
    pause_prisoner(gone, by=None, form=PauseForm.QUIET, reason="")

    wait_for(example, f"/uk/{gone.slug}/", 404)
    for path, unknown in zip(paths(gone.slug), paths("nobody"), strict=True):
        assert answered(example, path) == answered(example, unknown)
        assert answered(example, path)[0] == 404
    for language in LANGUAGES:
        text = example.ask("GET", f"/{language}/")[2]
        assert gone.slug not in text and people[1].slug in text


def test_nobody_is_shown_who_cannot_be_confirmed(people, live_server, settings):
    far = urlsplit(live_server.url)
    with between_us_and((far.hostname, far.port)) as line:
        port = line.listener.getsockname()[1]
        settings.ALLOWED_PORTS = [str(port)]
        api = f"http://127.0.0.1:{port}/api/v1"
        told = {"LETTERS_API": api, "CHECK_SECONDS": "1", "SHOW_SECONDS": "3"}
        with running_example(free_port(), **told) as site:
            wait_until(lambda: people[0].slug in site.ask("GET", "/uk/")[2])
            line.cut()
            wait_for(site, "/uk/", 503)
            for path, unknown in zip(paths(people[0].slug), paths("nobody"), strict=True):
                assert answered(site, path) == answered(site, unknown)
                assert answered(site, path)[0] == 503
            line.mend()
            wait_for(site, f"/uk/{people[0].slug}/", 200)


def test_a_letter_goes_from_the_browser_to_us_and_the_site_never_sees_it(example, people, visitor, axe):
    page = visitor()
    seen = []
    page.on("request", lambda request: seen.append((urlsplit(request.url).port, request)))

    page.goto(f"http://127.0.0.1:{example.port}/en/{people[0].slug}/")
    page.get_by_role("link", name="Write a letter").click()
    page.locator("#body").fill(BODY)
    page.locator("#consent").check()
    axe(page)
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        page.get_by_role("button", name="Send").click()
        code = page.locator(".code").inner_text()

    letter = Letter.objects.get()
    screener = make_screener(people[0].partner, "screener")
    assert Letter.objects.with_code(code.replace(" ", "")) == letter
    assert open_letter(letter=letter, by=screener).body == BODY
    to_the_site = [request for port, request in seen if port == example.port]
    assert {request.method for request in to_the_site} == {"GET"}
    assert [request.url for request in to_the_site if "?" in request.url] == []
    assert page.told == []


def test_without_javascript_there_is_no_form_but_a_way_to_ours(example, people, visitor):
    page = visitor(javascript=False)

    page.goto(f"http://127.0.0.1:{example.port}/uk/{people[0].slug}/write/")

    assert page.locator("form, textarea, input").count() == 0
    assert page.locator("noscript a").get_attribute("href").endswith(f"/uk/letters/write/{people[0].slug}/")


def test_the_example_sends_letters_as_the_guide_says():
    recipe = re.search(r"<!-- recipe: letter -->\n```js\n.*?\n\n(.*?)```", GUIDE.read_text(), re.S)[1]

    assert (EXAMPLE / "src" / "scripts" / "letter.js").read_text().endswith(recipe)


def test_the_mirror_holds_what_it_promises_by_its_own_tests():
    run("--test")


def test_the_lock_names_no_host_and_has_a_hash_for_everything():
    lock = (EXAMPLE / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
