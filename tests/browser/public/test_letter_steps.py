"""The steps of a letter in a real browser: without JavaScript, by keyboard, on a phone, by screen reader."""

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from letters.models import Letter, WriterRequest
from letters.requests.actions.carrying_out import carry_out_requests
from letters.screening.actions.word_lists import load_words
from letters.sealing.sealed_box import unseal_text
from prisoner_pages.models import Interest, Topic
from tests.browser.conftest import SHOTS, follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.paper.conftest import flat, sizes_mm, texts
from tests.letters.release_world import stick
from tests.standing import standing
from tests.tiers import OTHER_LANGUAGE, first_of, uk_and

__all__ = ["stick"]
pytestmark = pytest.mark.browser
STEP = "letters/write/vilnyi/"
LETTERS = {
    "de": "Liebe Unbekannte,\nhier in Berlin blüht der Flieder.",
    "crh": "Selâm!\nBağçamızda güller açtı, qoqusı deñizge benzey.",
}


@standing
def person(public_site):
    load_words()
    locale = public_site.locale
    person = PrisonerFactory(
        writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_en="Invented Free", stories=["uk"]
    )
    person.interests.add(Interest.objects.create(name="море", locale=locale))
    person.topics_to_avoid.add(Topic.objects.create(name="справа", locale=locale))
    person.save()
    return person


@pytest.fixture(autouse=True)
def _no_wait():
    """A test types faster than people do; the wait of four seconds is tested elsewhere."""
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


def write(page, language, text):
    page.goto(f"/{language}/{STEP}")
    page.fill("[name=body]", text)
    follow(page, "main form .button")


def say_who(page, name="Käthe"):
    page.fill("input[name=name]", name)
    page.check("[name=censor][value=do]")
    page.check("[name=delay][value=keep]")
    page.check("[name=consent]")
    follow(page, "main form .button")


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_no_step_has_an_accessibility_fault_or_scrolls_sideways(
    person, browser_page, look_over, language, stick
):
    page = browser_page(width=320)
    page.goto(f"/{language}/letters/write/")
    look_over(page)
    page.goto(f"/{language}/{STEP}")
    look_over(page)
    follow(page, "main form .button")  # nothing written: the page with the error
    look_over(page)
    write(page, language, "Привіт! " + "безпробілів" * 20)
    look_over(page)
    follow(page, "main form .button")  # nothing chosen
    look_over(page)
    page.check("[name=for_release]")
    say_who(page)
    look_over(page)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    look_over(page)
    page.goto(f"/{language}/letters/status/")
    look_over(page)


@pytest.mark.parametrize("language", first_of(LETTERS, why=OTHER_LANGUAGE))
def test_letter_is_written_without_javascript_and_followed_by_its_code(person, browser_page, language):
    page = browser_page(width=320, javascript=False)
    write(page, "en", LETTERS[language])
    page.wait_for_url("**/about-you/")
    page.go_back()
    assert page.input_value("[name=body]") == LETTERS[language]
    follow(page, "main form .button")

    page.click(".switcher summary")
    follow(page, ".switcher button[lang=uk]")
    assert page.url.endswith("/uk/letters/write/vilnyi/about-you/")
    say_who(page)
    assert LETTERS[language].splitlines()[1] in page.inner_text(".letter-shown")
    follow(page, "[name=send]")
    code = page.inner_text(".code")

    letter = Letter.objects.get()
    assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == LETTERS[language]
    assert letter.language_detected == language
    page.goto("/uk/letters/status/")
    page.fill("[name=code]", code)
    follow(page, "main form button")
    assert page.inner_text(".notice__title") in ("Отримано", "Received", "Одержано")
    assert page.context.cookies() == []


def test_keyboard_alone_is_enough(person, browser_page):
    page = browser_page(javascript=False)
    page.goto(f"/uk/{STEP}")

    page.focus("[name=body]")
    page.keyboard.type("Лист без миші.")
    for _key in range(3):  # past how to begin and the language
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/about-you/")
    page.focus("input[name=name]")
    page.keyboard.type("Оля")
    page.keyboard.press("Enter")  # in a text field: goes on, and never changes the language
    page.wait_for_url("**/uk/letters/write/vilnyi/check/")

    assert page.input_value("input[name=name]") == "Оля"
    assert page.is_visible(".error-summary")


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_withdrawing_without_the_tick_says_on_the_page_what_is_missing(
    person, browser_page, look_over, language
):
    page = browser_page(width=320)
    write(page, language, "Привіт!")
    say_who(page)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    code = page.locator("main strong").first.inner_text()
    page.goto(f"/{language}/letters/status/")
    page.fill("[name=code]", code)
    follow(page, "main form button")

    follow(page, "[value=withdraw]")

    assert page.locator(".notice--error").is_visible()
    look_over(page, "withdraw-without-tick")
    assert Letter.objects.get().state == "received"
    page.check("#sure")
    follow(page, "[value=withdraw]")
    assert WriterRequest.objects.waiting().get().kind == "withdraw"
    assert page.locator(".notice--error").count() == 0
    assert page.locator("[value=withdraw]").is_visible()  # asking once more does no harm (withdraw.html)
    look_over(page, "withdraw-asked-for")
    carry_out_requests()
    assert Letter.objects.get().state == "withdrawn"


PAPERS = {"A4": (210, 297), "Letter": (216, 279)}


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_typed_letter_comes_on_paper_alone_on_a4_and_us_letter(person, browser_page, look_over, language):
    page = browser_page(width=320)
    page.goto(f"/{language}/prisoners/vilnyi/print/")
    look_over(page)
    follow(page, "main .button")
    text = "Сьогодні вранці падав сніг, і кіт довго дивився у вікно."
    page.fill("[name=body]", "\n\n".join([text] * 50))
    follow(page, "main form .button")
    page.fill("[name=email]", "writer@example.org")
    say_who(page)

    for paper, size in PAPERS.items():
        pdf = page.pdf(format=paper)
        if SHOTS:
            Path(SHOTS, f"typed-{language}-{paper}.pdf").write_bytes(pdf)
        assert sizes_mm(pdf) == {size} and len(texts(pdf)) > 1
        assert flat("".join(texts(pdf))) == flat(text * 50 + "Käthe")
