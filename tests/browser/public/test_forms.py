"""A form page, as everyone meets it: the step on which a letter is written."""

import pytest

from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing

pytestmark = pytest.mark.browser


@standing
def letter_page(public_site):
    PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_en="Invented Free")
    return "/uk/letters/write/vilnyi/"


@pytest.mark.parametrize("javascript", [True, False])
def test_errors_take_the_focus_and_lead_to_their_field(letter_page, browser_page, javascript):
    page = browser_page(javascript=javascript)
    page.goto(letter_page)
    follow(page, ".step__form button.button")

    # A moment after the page is there. Without scripts the browser gives `wait_for_function` no second look.
    page.locator(".error-summary:focus").wait_for()

    page.click(".error-summary a")

    page.locator("#id_body:focus").wait_for()


@pytest.mark.parametrize("width", [320, 1400])
def test_error_is_said_in_the_title_and_tied_to_its_field(letter_page, browser_page, axe, width):
    page = browser_page(width=width)
    page.goto(letter_page)
    follow(page, ".step__form button.button")

    described = page.get_attribute("#id_body", "aria-describedby").split()

    assert page.title().startswith("Помилка:")
    assert page.get_attribute("#id_body", "aria-invalid") == "true"
    assert page.inner_text(f"#{described[-1]}").strip() in page.inner_text(".error-summary")
    axe(page)


def test_a_form_page_transfers_at_most_100_kilobytes_without_fonts(letter_page, browser_page):
    page = browser_page()
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))

    page.goto(letter_page, wait_until="networkidle")

    assert sum(size for url, size in sizes.items() if not url.endswith(".woff2")) <= 100 * 1024


def test_focus_is_seen_on_every_control(letter_page, browser_page):
    page = browser_page()
    page.goto(letter_page)

    seen = []
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body"):
        seen.append(
            page.evaluate(
                """(() => {const one = document.activeElement, style = getComputedStyle(one);
                   return [one.outerHTML, style.outlineStyle, parseFloat(style.outlineWidth)]})()"""
            )
        )
        page.keyboard.press("Tab")

    assert len(seen) > 10
    assert [html for html, style, width in seen if (style, width) != ("solid", 3)] == []
