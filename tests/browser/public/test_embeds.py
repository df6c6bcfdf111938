"""Cards on a stranger's page: another origin with a strict policy, and snippets as an editor copies them."""

from urllib.parse import urlsplit

import pytest

from prisoner_pages.choices import EmbedKind, FigureSubject, Scope
from prisoner_pages.embeds.forms import EmbedForm
from prisoner_pages.embeds.views.builder import snippet_of
from prisoner_pages.models import Charge, Figure, FrontEnd
from tests.browser.strangers import strangers_site
from tests.factories.partners import employ_coordinator
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import a_campaign, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.full("a stranger's page with our card: tests/prisoner_pages/embeds holds what is in it"),
]

LANGUAGES = ("uk", "en", "crh")
MOST_BYTES = 30_000
NAMED = {EmbedKind.PERSON: {"person": "one"}, EmbedKind.CAMPAIGN: {"campaign": "winter"}}
NAMED[EmbedKind.COUNTER] = NAMED[EmbedKind.CAMPAIGN]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's site</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Somebody's site</h1>{}</main></body></html>"""


@pytest.fixture
def host(live_server):
    ours = live_server.url
    policy = f"default-src 'none'; img-src data:; script-src {ours}; frame-src {ours}; base-uri 'none'"
    with strangers_site(policy) as host:
        yield host


@pytest.fixture
def snippets(public_site, live_server, settings, host):
    """What an editor copies: {(language, kind): Snippet}, of a partner who named the host."""
    settings.SITE_URL = live_server.url
    partner = PartnerFactory(slug="zmina", section=True)
    bases = [Scope.NAME, Scope.LETTERS, Scope.PHOTO]
    facts = {"photo": picture("face"), "charges": [Charge(code="205.5", part="2")], "name_crh": "Tek Bir"}
    person = PrisonerFactory(slug="one", writable=True, bases=bases, stories=("uk", "en"), **facts)
    campaign = a_campaign([person], languages=LANGUAGES)
    body = {"counted_by_uk": "ПЕН", "counted_by_en": "PEN Ukraine"}
    Figure.objects.create(
        date="2026-02-11", subject=FigureSubject.LETTERS, total=1234, campaign=campaign, **body
    )
    FrontEnd.objects.create(partner=partner, name="host", embed_origins=host.named)
    user = employ_coordinator()

    def copied(language, kind):
        choice = {"partner": "zmina", "kind": kind, "language": language, **NAMED.get(kind, {})}
        form = EmbedForm(choice, user=user, languages=LANGUAGES)
        assert form.is_valid(), form.errors
        return snippet_of(form, {})

    return {(language, kind): copied(language, kind) for language in LANGUAGES for kind in EmbedKind}


def framed(page, snippet, query=""):
    """Return the frame that shows the card, by the address that it asked for."""
    asked = (snippet.path, query)
    return next(frame for frame in page.frames if urlsplit(frame.url)[2:4] == asked)


def height_of_component(page):
    return page.locator("letters-card").first.locator("iframe").bounding_box()["height"]


# Every component's frame is exactly as high as what stands in it.
FITS = """() => [...document.querySelectorAll("letters-card")].every((card) => {
  const height = card.shadowRoot?.firstChild.style.blockSize;
  return height && height !== "26rem";
})"""

# Counts the tall messages. Whoever listened to them before has heard each by then.
HEAR = """() => {
  window.heard = 0;
  addEventListener("message", (event) => (heard += event.data?.lettersCardHeight === 1999));
}"""


def test_cards_stand_on_a_strangers_page_as_an_editor_copied_them(snippets, host, visitor, axe, live_server):
    page = visitor()
    hosts = {urlsplit(url).netloc for url in (host.named, live_server.url)}

    for language in LANGUAGES:
        cards = [snippets[language, kind] for kind in EmbedKind]
        copied = "".join(card.iframe.replace("lazy", "eager") + card.component for card in cards)
        host.pages["/"] = PAGE.format(copied)
        page.answers.clear()
        page.goto(host.named)
        page.wait_for_load_state("networkidle")
        page.wait_for_function(FITS)

        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert {urlsplit(answer.url).netloc for answer in page.answers} - {""} == hosts
        for card in cards:
            alone, sized = framed(page, card), framed(page, card, "sized")
            (answer,) = [answer for answer in page.answers if answer.frame == alone]
            assert len(answer.body()) <= MOST_BYTES, card.path
            assert alone.evaluate("document.documentElement.lang") == language
            assert alone.evaluate("document.documentElement.scrollWidth") <= 320, card.path
            assert alone.evaluate("document.body.scrollHeight") <= card.height, card.path
            # A browser lets a frame follow its element once that is in sight, and paints none that is not.
            sized.frame_element().scroll_into_view_if_needed()
            sized.wait_for_function(
                "() => Math.abs(document.body.scrollHeight - innerHeight) <= 1", polling=100
            )
            axe(alone)
    axe(page)
    assert page.told == []


def test_a_card_hears_its_own_frame_alone_and_stands_on_named_sites_alone(
    snippets, host, visitor, live_server
):
    snippet = snippets["en", EmbedKind.PERSON]
    host.pages["/"] = PAGE.format(snippet.component + snippet.iframe)
    page = visitor()
    page.goto(host.named)
    page.wait_for_function(FITS)
    page.wait_for_load_state("networkidle")
    before = height_of_component(page)

    tell = "window.postMessage({ lettersCardHeight: 1999 }, '*')"
    page.evaluate(HEAR)
    page.evaluate(tell)  # the right words from a wrong origin
    framed(page, snippet).evaluate(tell.replace("window", "parent"))  # the right origin, another frame
    page.wait_for_function("() => heard === 2")
    assert height_of_component(page) == before

    with page.context.expect_page() as opened:
        framed(page, snippet).get_by_role("link", name="Write a letter").click()
    opened.value.wait_for_url(f"{live_server.url}/en/letters/write/one/")
    assert page.url == f"{host.named}/"
    assert page.told == []

    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(host.unnamed)
    page.wait_for_load_state("networkidle")
    assert not any(urlsplit(frame.url).path == snippet.path for frame in page.frames)

    plain = visitor(javascript=False)
    plain.goto(host.named)
    assert plain.frame_locator("iframe").get_by_role("heading").first.inner_text()
    assert plain.get_by_role("link", name="Letters to Free Crimea").is_visible()
