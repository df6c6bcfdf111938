"""The frame of every page: seen in a real browser, on a phone and on a desk, with and without JavaScript."""

import pytest

from home.site.reference_texts import REFERENCE_PAGES
from home.translation.core.actions.reference_pages import create_reference_pages
from tests.browser.conftest import follow, follow_by_enter
from tests.standing import standing
from tests.tiers import OTHER_KIND, OTHER_WIDTH, later

pytestmark = pytest.mark.browser


@standing
def site(public_site):
    create_reference_pages(by=None)
    return public_site


@pytest.mark.parametrize("scheme", ["light", *later("dark", why=OTHER_WIDTH)])
def test_pages_have_no_accessibility_fault_and_never_scroll_sideways(site, browser_page, look_over, scheme):
    page = browser_page(width=320, scheme=scheme)

    for path in ("/uk/", "/en/", "/crh/", "/uk/privacy/", "/en/safety/", "/uk/nothing-here/"):
        page.goto(path)
        look_over(page)


@pytest.mark.parametrize("slug", [REFERENCE_PAGES[0], *later(*REFERENCE_PAGES[1:], why=OTHER_KIND)])
def test_switcher_leads_to_the_same_page_without_javascript(site, browser_page, slug):
    page = browser_page(width=320, javascript=False)

    page.goto(f"/uk/{slug}/")
    page.click(".switcher summary")
    follow(page, ".switcher a[lang=en]")

    assert page.url.endswith(f"/en/{slug}/")
    assert page.get_attribute("html", "lang") == "en"


def test_switcher_leads_home_where_the_page_is_not_translated(site, browser_page):
    page = browser_page()

    page.goto("/uk/privacy/")
    page.click(".switcher summary")
    follow(page, ".switcher a[lang=crh]")

    assert page.url.endswith("/crh/")


def test_search_of_the_header_leads_to_the_list_without_javascript(site, browser_page):
    page = browser_page(javascript=False)

    page.goto("/uk/privacy/")
    page.fill(".site-search input", "приватність")
    follow_by_enter(page)

    assert page.url.partition("?")[0].endswith("/uk/prisoners/")
    assert page.input_value("#filter_q") == "приватність"
    assert page.get_attribute(".other-pages a", "href") == "/uk/privacy/"


def test_on_a_telephone_a_link_leads_to_the_search_of_the_list(site, browser_page):
    page = browser_page(width=320)

    page.goto("/uk/privacy/")
    assert not page.is_visible(".site-search")
    follow(page, ".site-menu__search a")

    assert page.url.endswith("/uk/prisoners/#filter_q")
    page.wait_for_function("document.querySelector('#filter_q').getBoundingClientRect().top < 900")


def test_escape_closes_the_language_list_and_returns_the_focus(site, browser_page):
    page = browser_page()
    page.goto("/uk/")
    page.click(".switcher summary")

    page.keyboard.press("Escape")

    assert page.get_attribute(".switcher", "open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_first_tab_is_a_link_to_the_text(site, browser_page):
    page = browser_page()
    page.goto("/uk/privacy/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_function("document.activeElement.id === 'main'")


def test_every_control_of_the_frame_is_at_least_44_pixels_high(site, browser_page):
    page = browser_page(width=320)
    page.goto("/uk/privacy/")

    heights = page.evaluate(
        """[...document.querySelectorAll('header a, header summary, footer nav a, .breadcrumbs a')]
           .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"""
    )

    assert [name for name, height in heights if height < 44] == []


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        ("/uk/privacy/", {"cyrillic", "latin"}),
        ("/en/privacy/", {"latin"}),
        ("/crh/", {"latin", "latin-ext", "cyrillic"}),
    ],
)
def test_a_page_loads_only_the_fonts_of_the_scripts_it_shows(site, browser_page, network, path, scripts):
    page = browser_page()
    page.goto(path, wait_until="networkidle")
    page.wait_for_function("document.fonts.check('16px \"Source Sans 3\"')")

    fonts = [url.rsplit("/", 1)[1] for url in network.urls if url.endswith(".woff2")]
    loaded = {name.split("-wght")[0].split("-3-")[-1].split("-4-")[-1] for name in fonts}

    assert loaded <= scripts


def test_pages_set_no_cookie(site, browser_page):
    page = browser_page()

    for path in ("/uk/", "/uk/contact/", "/uk/nothing-here/"):
        page.goto(path)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_print_leaves_the_text_and_drops_the_frame(site, browser_page):
    page = browser_page()
    page.goto("/uk/privacy/")

    page.emulate_media(media="print")

    assert not page.is_visible(".site-header")
    assert not page.is_visible(".site-footer")
    assert page.is_visible("h1")
