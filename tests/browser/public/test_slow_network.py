"""On a slow network the text of a page is there first: what it waits for is small and asked at once."""

import gzip
from urllib.parse import urlsplit

import pytest

from home.translation.core.actions.reference_pages import create_reference_pages
from letters.screening.actions.word_lists import load_words
from letters.text.cleaning import MAX_CHARS
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.models import Consent, EventPage, Prisoner
from prisoner_pages.partners.actions.locales import open_locale
from tests.browser.conftest import follow
from tests.browser.public.test_event_tablet import evening
from tests.browser.public.test_letter_steps import STEP, person
from tests.factories.crowd import gather_crowd
from tests.prisoner_pages.embeds.test_embeds import noisy_picture
from tests.tiers import uk_and

__all__ = ["evening", "person"]
pytestmark = [pytest.mark.browser, pytest.mark.full("sizes and times of pages")]
# Slow 3G: 400 kbit/s, and 400 ms until an answer begins. A browser asks six things of a site at once.
BYTES_A_SECOND, LATENCY_SECONDS, AT_ONCE = 50_000, 0.4, 6
HEADER_BYTES = 700  # of an answer, about
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking")
    .map((entry) => [entry.initiatorType, entry.name])"""


@pytest.mark.parametrize(
    "address", [STEP, "letters/write/", "letters/status/", "tell-us/", "prisoners/vilnyi/"]
)
@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_text_waits_for_so_little_that_slow_3g_brings_it_within_two_seconds(
    person, browser_page, language, address
):
    page = browser_page(width=320)
    answers = {}
    page.on("response", lambda answer: answers.__setitem__(answer.url, answer))
    document = page.goto(f"/{language}/{address}")
    page.wait_for_load_state("networkidle")

    blocking = page.evaluate(BLOCKING)

    # Asked by the page itself and, with the page, on as many connections as there are: one wait for all.
    assert {kind for kind, _url in blocking} == {"link"} and len(blocking) < AT_ONCE
    sheets = [len(gzip.compress(answers[url].body())) for _kind, url in blocking]  # as WhiteNoise serves them
    sent = [len(document.body()), *sheets]
    seconds = 2 * LATENCY_SECONDS + (sum(sent) + HEADER_BYTES * len(sent)) / BYTES_A_SECOND
    assert seconds < 2


MOST_BYTES = 100_000  # of a step, without its fonts
LONGEST = ("Сьогодні вранці падав сніг, і кіт довго дивився у вікно. " * 120)[:MAX_CHARS]
HEAVIEST = "ru,bg"  # browsers set to these are told of the most risky words
PACKED = (".css", ".js", ".svg")
LOADED = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.decodedBodySize).map((entry) => entry.name)"""


class Scales:
    """Weighs pages as they are transferred to a browser that has nothing of ours yet."""

    def __init__(self, page):
        self.page, self.document, self.sizes = page, None, {}
        page.on("response", self.note)

    def note(self, answer):
        if answer.request.is_navigation_request():
            self.document = answer

    def weigh(self):
        files = {url for url in self.page.evaluate(LOADED) if not url.endswith(".woff2")}
        return len(self.document.body()) + sum(map(self.size_of, files))

    def size_of(self, url):
        if url not in self.sizes:
            body = self.page.request.get(url).body()
            is_packed = urlsplit(url).path.endswith(PACKED)
            self.sizes[url] = len(gzip.compress(body)) if is_packed else len(body)
        return self.sizes[url]


@pytest.fixture
def heavy(evening):
    """A full first step, a person with a photo, a school class, and all that an open site says below it."""
    load_words()
    create_reference_pages(by=None)
    open_locale("de", title="Briefe", intro="", by=None, live=True)
    person = Prisoner.objects.get(slug="vilnyi")
    gather_crowd(24, partner=person.partner, languages=["uk"])
    Consent.objects.create(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN)
    person.photo = noisy_picture(1, dots=5)
    person.save()
    EventPage.objects.update(is_class=True)


def steps(page, language, event):
    """Go through the steps with the longest letter; tell at each which one is shown."""
    page.goto(f"/{language}/letters/write/{event}")
    yield "1"
    page.goto(f"/{language}/{STEP}{event}")
    assert page.locator(".recipient img").count() == 1
    yield "2"
    page.fill("[name=body]", LONGEST)
    follow(page, "#letter-form .button")
    yield "3"
    follow(page, "#letter-form .button--link")
    yield "2 again"
    follow(page, "#letter-form .button")
    page.fill("input[name=name]", "Käthe")
    page.check("[name=consent]")
    follow(page, "#letter-form .button")
    yield "4"


@pytest.mark.parametrize("event", ["", "?event=TABLE26"])
def test_a_step_transfers_at_most_100_kb_without_fonts(heavy, browser_page, event):
    """Counted as our servers send it, to a browser that comes for the first time.

    The page itself is not compressed: steps are private, and what is private no process keeps packed (home.
    kept_pages.bodies), nor does anything in front of it pack them. Styles, scripts and drawings lie there
    packed (WhiteNoise): by gzip for those who reach us without TLS, by Brotli, smaller still, for all others.
    """
    weights = {}
    for language in ("uk", "en", "crh", "de"):
        page = browser_page(language=language)
        page.set_extra_http_headers({"Accept-Language": HEAVIEST})
        scales = Scales(page)
        for step in steps(page, language, event):
            weights[f"{language} {step}"] = scales.weigh()
        page.close(run_before_unload=False)

    assert {step: weight for step, weight in weights.items() if weight > MOST_BYTES} == {}
