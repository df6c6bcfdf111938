"""The letter desk in a real browser: by single keys, without them, on a phone, by screen reader."""

from functools import partial

import pytest

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import Letter
from tests.browser.conftest import follow, follow_by_enter
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

pytestmark = pytest.mark.browser
LIST = "/admin/letters/"


@standing
def letters(public_site):
    person = PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=[])
    return [make_letter(person, has_email=True) for _number in range(3)]


@pytest.fixture
def desk_page(letters, as_user):
    """Return a function that opens a page as a screener of the desk."""
    user = make_member(letters[0].prisoner.partner, "screener", DeskRole.SCREENER)

    return partial(as_user, user)


def stored(letter):
    return Letter.objects.get(pk=letter.pk)


def test_keys_move_take_note_accept_and_can_be_switched_off(desk_page, letters):
    page = desk_page()
    page.goto(LIST)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href").endswith(f"{letters[0].uuid}/")

    with page.expect_navigation():
        page.keyboard.press("c")
    assert stored(letters[0]).claimed_by.username == "screener"

    page.keyboard.press("Control+a")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note-text"
    page.keyboard.type("a c r")
    assert page.input_value("#note-text") == "a c r"
    assert stored(letters[0]).state == LetterState.RECEIVED

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("a")
    assert stored(letters[0]).state == LetterState.RECEIVED

    page.click("[data-keys-show]")
    page.locator("[data-keys-switch]").check()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    follow_by_enter(page)
    assert stored(letters[0]).state == LetterState.ACCEPTED


def test_bulk_by_keys_is_chosen_by_one_key_and_sent_by_enter(desk_page, letters):
    page = desk_page()
    for letter in letters:
        page.goto(f"{LIST}{letter.uuid}/")  # accepted among many is only what one has read
    page.goto(LIST)

    for box in page.locator("input[name=letter]").all():
        box.check()
    page.keyboard.press("a")
    follow_by_enter(page)

    assert [stored(letter).state for letter in letters] == [LetterState.ACCEPTED] * 3


def test_everything_works_without_scripts(desk_page, letters):
    page = desk_page(javascript=False)
    page.goto(LIST)

    follow(page, "form[action$='/next/'] button")
    page.fill("#note-text", "Одне слово")
    follow(page, "form[action$='/note/'] button")
    page.click("summary:has-text('Прийняти листа')")
    follow(page, "form[action$='/screen/accept/'] button")

    assert stored(letters[0]).state == LetterState.ACCEPTED
    assert stored(letters[0]).notes.count() == 1


def test_queue_page_and_help_break_no_rule_of_access(desk_page, letters, look_over):
    page = desk_page(width=320)
    for path in (LIST, f"{LIST}{letters[0].uuid}/", f"{LIST}?step=all&person={letters[0].prisoner_id}"):
        page.goto(path)
        look_over(page)

    page.goto(LIST)
    page.click("[data-keys-show]")
    look_over(page)
