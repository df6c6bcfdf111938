"""How to begin, below the field: a press puts a beginning into the letter, and what stands there stays."""

import pytest
from playwright.sync_api import expect

from letters.screening.actions.word_lists import load_words
from tests.browser.public.test_event_tablet import START, evening
from tests.browser.public.test_letter_steps import STEP
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, uk_and

__all__ = ["evening"]
pytestmark = pytest.mark.browser
BUTTON = "[data-start] button"
BODY = "[name=body]"


@standing
def person(public_site):
    load_words()
    return PrisonerFactory(
        writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_en="Invented Free", stories=["uk"]
    )


def unfold(page, language="uk"):
    page.goto(f"/{language}/{STEP}")
    page.click(".beginnings > summary")


def press(page, words):
    page.click(f"{BUTTON}:has-text('{words}')")


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_beginnings_and_examples_have_no_accessibility_fault(person, browser_page, look_over, language):
    page = browser_page(width=320)
    unfold(page, language)
    look_over(page, "beginnings")
    for mood in page.locator(".beginnings details > summary").all():
        mood.click()
    look_over(page, "examples")

    assert page.locator(".beginnings__letter:visible").count() == 9
    assert page.input_value(BODY) == ""


def test_beginning_goes_where_the_cursor_is_and_nothing_is_overwritten(person, browser_page):
    page = browser_page()
    unfold(page)
    press(page, "Сьогодні я")
    page.keyboard.type("пишу.")
    assert page.input_value(BODY) == "Сьогодні я пишу."

    page.evaluate("document.querySelector('[name=body]').setSelectionRange(0, 8)")  # a word is selected
    press(page, "У нас за вікном")

    assert page.input_value(BODY) == "Сьогодні У нас за вікном  я пишу."
    assert page.locator(":focus").get_attribute("name") == "body"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_text_that_was_brought_back_goes_on_at_its_end(person, browser_page):
    page = browser_page()
    unfold(page)
    page.fill(BODY, "Привіт!")
    expect(page.locator(".draft [role=status]")).not_to_be_empty()

    unfold(page)
    press(page, "Пишу Вам, бо")

    assert page.input_value(BODY) == "Привіт! Пишу Вам, бо "


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_press_is_undone_counted_kept_and_told_once(person, browser_page, network):
    page = browser_page()
    unfold(page)
    page.wait_for_load_state("networkidle")
    asked = len(network.urls)
    page.evaluate(
        """window.said = []; const region = document.querySelector("[data-beginnings-told]");
        new MutationObserver(() => said.push(region.textContent)).observe(region, {childList: true})"""
    )
    page.locator(BUTTON).first.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".draft [role=status]")).not_to_be_empty()
    expect(page.locator("[data-chars]").first).to_have_text("13")
    assert "Пишу Вам, бо" in page.evaluate("sessionStorage.getItem('letter:vilnyi')")
    assert page.evaluate("said") == ["Додано до листа: Пишу Вам, бо"]
    page.keyboard.press("Control+z")
    assert page.input_value(BODY) == ""
    assert len(network.urls) == asked and page.url.endswith(STEP)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_rules_beside_the_field_lead_to_them(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    page.click(".rules a")

    expect(page.locator(BUTTON).first).to_be_in_viewport()


def test_without_scripts_they_are_words_to_read(person, browser_page):
    page = browser_page(width=320, javascript=False)
    unfold(page)

    assert page.locator("[data-start]", has_text="Сьогодні я…").is_visible()
    assert page.locator(BUTTON).count() == 0 and not page.locator("[data-beginnings-how]").is_visible()
    page.click(".beginnings details > summary >> nth=0")
    assert page.locator(".beginnings__letter").first.is_visible()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_tablet_of_an_event_has_the_beginnings_alone(evening, browser_page, look_over):
    load_words()
    page = browser_page(width=320)
    page.goto(f"/uk/{START}")
    page.click("main .card a")
    page.click(".beginnings > summary")
    press(page, "Сьогодні я")

    assert page.input_value(BODY) == "Сьогодні я "
    assert page.locator(".beginnings__letter").count() == 0
    look_over(page, "beginnings-event")
