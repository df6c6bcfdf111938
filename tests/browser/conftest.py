"""A real Chromium for tests that look at pages as a visitor does.

`browser_page(width=…, javascript=…)` opens a page of the running site. When the test ends, the page must have
asked no other host for anything: a test need not say so. `axe(page)` fails on any accessibility fault,
`look_over(page)` in each width, and where something reaches past the edge.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright
from wagtail.users.models import UserProfile

from home.models import HomePage
from prisoner_pages.models import Prisoner
from prisoner_pages.partners.actions.locales import open_locale
from tests.factories.desk import desk_person
from tests.standing import standing

# Playwright keeps an event loop in the thread of the test, where Django would then refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The menu of the admin is the same on every screen: once for each reader is enough.
WITHOUT_MENU, WITH_MENU = {"exclude": [["#wagtail-sidebar"]]}, {"include": [["html"]]}
WIDTHS = (320, 1400)
SHOTS = os.environ.get("SHOTS")  # a folder for pictures of what the tests look over
ALL_PAIRS = bool(os.environ.get("ALL_PAIRS"))  # screens of staff in each language and width, none left out
# Ends a test that hangs; says nothing of how fast a page is: a busy machine may need most of it.
LONGEST_WAIT_SECONDS = 60
expect.set_options(timeout=LONGEST_WAIT_SECONDS * 1000)
TITLES = {"uk": "Листи до вільного Криму", "en": "Letters to Free Crimea", "crh": "Azat Qırımğa mektüpler"}


def find_chromium(playwright):
    """Return the path of a Chromium: the system's, else Playwright's own, installed when it is missing."""
    own = Path(playwright.chromium.executable_path)
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if not own.exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not own.exists():
        pytest.fail("No Chromium: install the system's package `chromium`, or let Playwright download one.")
    return str(own)


@dataclass
class Network:
    """What the pages of one test asked for."""

    host: str
    urls: list = field(default_factory=list)

    @property
    def foreign(self):
        ours = (url for url in self.urls if urlsplit(url).scheme in ("http", "https"))
        return [url for url in ours if urlsplit(url).netloc != self.host]


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


# A page of a test lives a second: to compile its scripts for speed costs a quarter of all that Chromium does.
QUICKLY_READ = "--js-flags=--no-turbofan --no-maglev --min-semi-space-size=32 --max-semi-space-size=64"


def launched(playwright, *arguments):
    """Start a browser. A stranger's site and our frame in it have processes of their own, as everywhere."""
    return playwright.chromium.launch(
        executable_path=find_chromium(playwright),
        args=["--no-sandbox", "--site-per-process", QUICKLY_READ, *arguments],
        timeout=LONGEST_WAIT_SECONDS * 1000,
    )


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = launched(playwright)
    yield browser
    browser.close()


@standing
def public_site(db):
    """The first pages of Ukrainian, English and Crimean Tatar, live, with the lists below them."""
    for language, title in TITLES.items():
        open_locale(language, title=title, intro="", by=None, live=True)
    return HomePage.objects.get(locale__language_code="uk")


@pytest.fixture
def network(live_server):
    log = Network(host=urlsplit(live_server.url).netloc)
    yield log
    assert log.foreign == []


@pytest.fixture
def browser_page(chromium, live_server, network):
    """Return a function that opens a page: `browser_page(width=320, javascript=False).goto("/uk/")`."""
    contexts = []

    def open_page(*, width=1400, height=900, javascript=True, scheme="light", language="uk", touch=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            locale=language,
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(LONGEST_WAIT_SECONDS * 1000)
        context.on("request", lambda request: network.urls.append(request.url))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    wait_for_requests(live_server.thread)


@pytest.fixture
def visitor(chromium, live_server):
    """Return a function that opens a page of a stranger's site and keeps what it is told and answered."""
    contexts = []

    def open_page(*, javascript=True):
        size = {"width": WIDTHS[0], "height": 700}
        context = chromium.new_context(viewport=size, java_script_enabled=javascript)
        context.set_default_timeout(LONGEST_WAIT_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.told, page.answers = [], []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("response", lambda answer: page.answers.append(answer))
        return page

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
    wait_for_requests(live_server.thread)


@pytest.fixture
def log_in(live_server):
    """Return a function that gives an open page the session of a user: `log_in(page, user)`."""

    def enter(page, user):
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return enter


@pytest.fixture
def as_user(browser_page, log_in):
    """Return a function that opens a page as a user: `as_user(user, width=320)`."""

    def open_page(user, **how):
        page = browser_page(**how)
        log_in(page, user)
        return page

    return open_page


@pytest.fixture
def as_person(as_user, public_site):
    """Return a function that opens a page as somebody of the translation desk, who is made at first."""

    def enter(name, *rights, leads=False, language="uk", **how):
        user = desk_person(name, *rights, leads=leads)
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        return as_user(user, language=language, **how)

    return enter


def follow(page, what):
    """Click what leads to another page, and wait for that page: a click alone may return sooner."""
    with page.expect_navigation():
        (page.locator(what).first if isinstance(what, str) else what).click()


def follow_by_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


# What is typed before Wagtail watches is to it what stood there.
# A page’s form is connected twice, and until the second time is over what stands in it counts as stored.
TELL = """
  let awaited = 0;
  addEventListener("w-unsaved:ready", () => { awaited += 1; });
  addEventListener("w-unsaved:watch-edits", () => { awaited -= 1; window.isWatching = awaited <= 0; });
"""


def address_of(edited):
    """Return where the form of a record or a page is."""
    if isinstance(edited, Prisoner):
        return reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[edited.pk])
    return reverse("wagtailadmin_pages:edit", args=[edited.pk])


def watched(page):
    """Wait until the form of a page with TELL watches what is typed, some two seconds after it is there."""
    page.wait_for_function("() => window.isWatching")


def open_form(page, edited):
    """Open the form of a record or a page, and wait until it watches what is typed, as its preview does."""
    page.add_init_script(TELL)
    page.goto(address_of(edited))
    watched(page)


def type_into(page, field, words):
    """Type over what stands in a field, in whichever tab of the form it lies."""
    for panel in page.locator(f"[role=tabpanel]:has({field})").all():
        page.click(f"#{panel.get_attribute('aria-labelledby')}")
    page.press(field, "Control+A")
    page.keyboard.type(words)


def wait_for_requests(server):
    """Let requests under way end before their rows are deleted. The live server has a thread for each.

    By looking, since a thread that is just being started cannot be joined. Connections are taken in their
    turn: once one of ours is ended, none that a page made before waits for its thread.
    """
    with socket.create_connection((server.host, server.port), timeout=LONGEST_WAIT_SECONDS) as knock:
        knock.shutdown(socket.SHUT_WR)
        assert knock.recv(1) == b""
    last = time.monotonic() + LONGEST_WAIT_SECONDS
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < last, "a request did not end with its page"
        time.sleep(0.01)


# Without a list of all that is right, which takes longer to make than the rest.
FAULTS = """async ([where, rules]) =>
  (await axe.run(where, { runOnly: rules, resultTypes: ["violations"] })).violations"""


@pytest.fixture(scope="session")
def axe():
    """Return a function that fails when a page breaks a rule of WCAG 2.0 to 2.2, A or AA."""
    library = Axe().axe_script

    def check(page, where=WITHOUT_MENU):
        # Reading the library takes longer than some of its runs: once a page is enough.
        if not page.evaluate("'axe' in window"):
            page.evaluate(library)
        found = page.evaluate(FAULTS, [where, AXE_RULES])
        faults = [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
        assert faults == [], f"{page.url}\n" + "\n".join(faults)

    return check


# What is wider than the screen; much of the admin hides it, so that nothing could be scrolled to.
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .filter((each) => !each.closest("input, svg, [data-popup], .w-sr-only"))
  .map((each) => each.outerHTML.slice(0, 120))"""

# Two frames, in which scripts hear of a new width, the end of what then begins to move, and of scrolling.
STILL = """async () => {
  const twoFrames = async () => { for (const _frame of [1, 2]) await new Promise(requestAnimationFrame); };
  const place = () => [scrollY, document.querySelector("main")?.scrollTop].join();
  await twoFrames();
  const moving = document.getAnimations().filter((each) => isFinite(each.effect.getComputedTiming().endTime));
  await Promise.allSettled(moving.map((each) => each.finished));
  for (let before = ""; before !== place(); ) {
    before = place();
    await twoFrames();
  }
}"""


@pytest.fixture(scope="session")
def look_over(axe):
    """Return a function that fails where an open page breaks a rule of access or reaches past the edge.

    Screens of the staff differ from those in Ukrainian in their words alone: in another language they must
    fit where it is narrow, unless they are to be looked at `as_closely`. Rules of access are asked about in
    the one width in which most people see the page. `too_wide`, a script, finds what reaches past the edge
    without scrolling the page.
    """

    def look(page, name="", too_wide="[]", *, as_closely=False):
        size, of_staff = page.viewport_size, "/admin/" in page.url
        is_twin = of_staff and language_of(page) != "uk" and not as_closely and not ALL_PAIRS
        usual = WIDTHS[1] if of_staff else WIDTHS[0]
        for width in WIDTHS[:1] if is_twin else WIDTHS:
            page.set_viewport_size({**size, "width": width})
            page.evaluate(STILL)
            if not is_twin and (width == usual or ALL_PAIRS):
                axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, name)
            assert page.evaluate(too_wide) == [], (page.url, name, width)
            shoot(page, f"{language_of(page)}-{width}-{name or path_of(page)}")
        page.set_viewport_size(size)

    return look


def language_of(page):
    return page.get_attribute("html", "lang")


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def path_of(page):
    return urlsplit(page.url).path.strip("/").replace("/", "-")
