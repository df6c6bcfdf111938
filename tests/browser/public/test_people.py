"""Pages about people, campaigns and events in a real browser: accessible, narrow, by keyboard alone."""

import pytest

from prisoner_pages.choices import Status
from prisoner_pages.models import Partner
from tests.browser.conftest import WIDTHS, follow, shoot
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_WIDTH, later, uk_and

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


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), *later((1400, "dark"), why=OTHER_WIDTH)])
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


def test_a_person_is_chosen_by_keyboard_among_what_is_offered(site, browser_page):
    page = browser_page(language="en")
    page.goto("/en/prisoners/")
    field = page.get_by_role("combobox", name="Search", exact=True)
    field.fill("ope")

    option = page.get_by_role("option", name="Open Person")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    field.press("Escape")
    option.wait_for(state="hidden")
    field.fill("open")
    option.wait_for()
    field.press("ArrowDown")
    field.press("Enter")

    page.wait_for_url("**/en/prisoners/open-person/")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("width", [WIDTHS[0], *later(*WIDTHS[1:], why=OTHER_WIDTH)])
def test_what_is_offered_has_no_accessibility_fault_and_never_scrolls_sideways(
    site, browser_page, axe, width
):
    page = browser_page(width=width)

    for language, words in zip(LANGUAGES, ("Вигад", "Open", "Uydurma"), strict=True):
        page.goto(f"/{language}/prisoners/")
        page.locator("#filter_q").press_sequentially(words)
        page.get_by_role("option").first.wait_for()
        shoot(page, f"suggestions-{language}-{width}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, language
        page.locator("#filter_q").press("Enter")
        page.locator(".card__title").first.wait_for()
        shoot(page, f"found-{language}-{width}")


def test_folded_filters_open_by_keyboard_and_narrow_the_list(site, browser_page):
    page = browser_page(language="en")
    page.goto("/en/prisoners/")

    press_until(page, ".filters summary")
    page.keyboard.press("Enter")
    page.select_option("#filter_status", "exchanged")
    page.keyboard.press("Tab")
    follow(page, ".filters details button")

    assert page.locator(".card__title a").get_attribute("href") == "/en/prisoners/freed-person/"


# What has a border or a ground of its own looks like something to press.
BOXES = """() => [...document.querySelectorAll('.pagination *')].filter((each) => {
  const style = getComputedStyle(each), size = each.getBoundingClientRect();
  const drawn = style.borderTopWidth !== '0px' && style.borderTopColor !== 'rgba(0, 0, 0, 0)';
  return drawn && size.width > 2 && !each.matches('a[href], [aria-current]');
}).map((each) => each.outerHTML)"""


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("number", [1, 6, 12])
def test_every_box_below_a_list_leads_to_a_page_or_is_the_page(site, browser_page, look_over, number):
    gather_crowd(24 * 11 + 10, partner=Partner.objects.get(slug="zmina"), languages=["uk"])
    page = browser_page(width=320)
    page.goto(f"/uk/prisoners/?page={number}")

    assert page.locator(".pagination a").count() > 2
    look_over(page, f"pages-{number}")
    assert page.evaluate(BOXES) == []
    assert page.locator(".pagination").inner_text().count("Сторінки цього списку") == 0


def press_until(page, selector, limit=60):
    """Move on with Tab until the element has the focus, as a reader without a mouse does."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


@pytest.mark.parametrize("language", uk_and(*LANGUAGES[1:]))
def test_error_page_leads_on_by_menu_and_by_language(site, browser_page, look_over, language):
    page = browser_page(width=320)
    page.goto(f"/{language}/prisoners/nobody/")
    look_over(page, "not-there")

    page.locator(".switcher summary").click()
    follow(page, page.locator(".switcher a[lang=en]"))
    assert page.url.endswith("/en/")
    page.go_back()
    follow(page, page.locator(".site-menu a[href$='/letters/write/']"))
    assert page.url.endswith(f"/{language}/letters/write/")
