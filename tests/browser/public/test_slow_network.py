"""On a slow network the text of a page is there first: what it waits for is small and asked at once."""

import gzip

import pytest

from tests.browser.public.test_letter_steps import STEP, person

__all__ = ["person"]
pytestmark = pytest.mark.browser
# Slow 3G: 400 kbit/s, and 400 ms until an answer begins. A browser asks six things of a site at once.
BYTES_A_SECOND, LATENCY_SECONDS, AT_ONCE = 50_000, 0.4, 6
HEADER_BYTES = 700  # of an answer, about
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking")
    .map((entry) => [entry.initiatorType, entry.name])"""


@pytest.mark.parametrize(
    "address", [STEP, "letters/write/", "letters/status/", "tell-us/", "prisoners/vilnyi/"]
)
@pytest.mark.parametrize("language", ["uk", "en", "crh"])
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
