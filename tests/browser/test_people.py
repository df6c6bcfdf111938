"""Pages about people, campaigns and events in a real browser: accessible, narrow, by keyboard alone."""

import pytest

from prisoner_pages.choices import Status
from tests.browser.conftest import WIDTHS, follow
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing

pytestmark = pytest.mark.browser

LANGUAGES = ("uk", "en", "crh")
PATHS = (
    "",
    "prisoners/",
    "prisoners/?q=zz&status=nonsense&page=7",
    "prisoners/open-person/",
    "prisoners/freed-person/",
    "campaigns/",
    "campaigns/winter/",
    "events/evening/",
    "partners/",
    "partners/zmina/",
)


@standing
def site(public_site):
    PartnerFactory(slug="zmina", section=True)
    told = {"stories": LANGUAGES, "name_crh": "Uydurma Adam"}
    person = PrisonerFactory(slug="open-person", writable=True, name_en="Open Person", **told)
    PrisonerFactory(slug="freed-person", status=Status.EXCHANGED, **told)
    PrisonerFactory(slug="held-person", status=Status.IN_TRANSFER, stories=["uk"])
    furnish([person], languages=LANGUAGES)
    return public_site


@pytest.mark.parametrize(("width", "scheme"), [*zip(WIDTHS, ("light", "dark"), strict=True)])
def test_pages_have_no_accessibility_fault_and_never_scroll_sideways(site, browser_page, axe, width, scheme):
    page = browser_page(width=width, scheme=scheme)

    for path in (f"/{language}/{path}" for language in LANGUAGES for path in PATHS):
        response = page.goto(path)
        assert response.status == 200, path
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.context.cookies() == []


def test_a_person_is_found_and_opened_with_the_keyboard_alone_and_without_javascript(site, browser_page):
    page = browser_page(width=320, javascript=False, language="en")
    page.goto("/en/prisoners/")

    press_until(page, "#filter_q")
    page.keyboard.type("Open")
    page.keyboard.press("Enter")
    page.wait_for_url("**/prisoners/?q=Open*")
    press_until(page, ".card__title a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/prisoners/open-person/")
    press_until(page, ".call a.button")
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/letters/write/open-person/")


def test_folded_filters_open_by_keyboard_and_narrow_the_list(site, browser_page):
    page = browser_page(language="en")
    page.goto("/en/prisoners/")

    press_until(page, ".filters summary")
    page.keyboard.press("Enter")
    page.select_option("#filter_status", "exchanged")
    page.keyboard.press("Tab")
    follow(page, ".filters details button")

    assert page.locator(".card__title a").get_attribute("href") == "/en/prisoners/freed-person/"


def press_until(page, selector, limit=60):
    """Move on with Tab until the element has the focus, as a reader without a mouse does."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} is not reached by the keyboard")
