"""Translating in a real browser: no word is lost without a connection, without a session, in a race."""

import pytest
from django.contrib.auth import get_user_model

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.handling.actions.opening import open_translation
from letters.models import Letter, LetterTranslation
from letters.text.side_by_side import plain
from letters.translating.actions.correcting import save_correction
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.approved import make_translated, translated_text
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
SOURCE = "Selâm, dostum!\n\nBiz 2 kitap oquymız.\n\nAqmescitten selâm"
ROWS = ["Здравствуй, друг!", "Мы читаем 2 книги.", "Привет из Акмесджита"]


@standing
def person(public_site):
    return PrisonerFactory(
        writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", name_ru="Вольный Иван Иванович", stories=[]
    )


@standing
def letter(person):
    return make_letter(person, body=SOURCE, language_declared="crh", state=LetterState.ACCEPTED)


@pytest.fixture
def as_member(as_user, person):
    """Return a function that opens a page as a new member of the desk in these roles."""

    def open_page(*roles, name="translator", **how):
        user = make_member(person.partner, name, *roles)
        return as_user(user, **how)

    return open_page


def address(letter, path=""):
    return f"/admin/letters/{letter.uuid}/{path}"


def says(page, words):
    page.locator("[data-state]", has_text=words).wait_for()


def stored(letter):
    user = get_user_model().objects.get(username="translator")
    return open_translation(letter=letter, by=user).text


def test_text_is_saved_by_itself_and_survives_a_lost_connection(as_member, letter):
    page = as_member(DeskRole.TRANSLATOR)
    page.goto(address(letter))
    page.fill("#row-1", ROWS[0])
    says(page, "Збережено о")

    page.context.set_offline(True)
    page.fill("#row-2", ROWS[1])
    page.keyboard.press("Control+Enter")
    says(page, "Немає зв’язку")
    page.fill("#row-3", ROWS[2])
    assert LetterTranslation.objects.get().version == 1

    page.context.set_offline(False)
    says(page, "Збережено о")
    assert stored(letter) == "\n\n".join(ROWS)


def test_text_survives_the_end_of_a_session_and_is_saved_after_a_login_elsewhere(as_member, letter, log_in):
    page = as_member(DeskRole.TRANSLATOR)
    page.goto(address(letter))
    page.context.clear_cookies()
    page.fill("#row-1", ROWS[0])
    page.keyboard.press("Control+Enter")
    says(page, "Ваш сеанс завершився")
    assert page.locator("[data-login] a").is_visible()
    page.fill("#row-2", ROWS[1])

    log_in(page, get_user_model().objects.get(username="translator"))
    other = page.context.new_page()
    other.goto(address(letter))
    page.bring_to_front()

    says(page, "Збережено о")
    assert stored(letter) == "\n\n".join(ROWS[:2])
    assert page.locator("[data-login]").is_hidden()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_loser_of_a_race_sees_both_texts_and_puts_theirs_in_its_place(as_member, letter):
    page = as_member(DeskRole.TRANSLATOR)
    page.goto(address(letter))
    second = page.context.new_page()
    second.goto(address(letter))
    page.fill("#row-1", ROWS[0])
    says(page, "Збережено о")

    second.fill("#row-1", "Другое начало")
    conflict = second.locator("[data-conflict]")
    conflict.wait_for()
    assert ROWS[0] in conflict.inner_text() and second.input_value("#row-1") == "Другое начало"

    second.click("[data-keep-mine]")
    says(second, "Збережено о")
    assert stored(letter) == "Другое начало"


def test_letter_goes_to_the_reader_and_is_approved_by_keys_alone(as_member, letter):
    page = as_member(DeskRole.TRANSLATOR)
    page.goto(address(letter))
    page.keyboard.press("t")
    for text in (ROWS[0], "Мы читаем 3 книги.", ROWS[2]):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    remark = page.locator(".remark", has_text="Числа")
    remark.wait_for()
    page.locator(".remark", has_text="Абзаци без перекладу").wait_for(state="detached")
    remark.locator("input").focus()
    page.keyboard.type("у листі помилка")
    page.locator("button[formaction$='hand-over/']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Letter.objects.get().state == LetterState.TRANSLATED

    reader = as_member(DeskRole.READER, name="reader")
    reader.goto(address(letter))
    reader.keyboard.press("r")
    assert reader.locator("details:has(#id_back_note)").get_attribute("open") is not None
    reader.locator("#id_back_note").focus()
    reader.keyboard.type("a")
    assert Letter.objects.get().state == LetterState.TRANSLATED
    reader.evaluate("document.activeElement.blur()")
    with reader.expect_navigation():
        reader.keyboard.press("a")
    assert Letter.objects.get().state == LetterState.APPROVED


def test_sign_of_the_bar_stands_at_the_cursor(as_member, letter):
    page = as_member(DeskRole.TRANSLATOR)
    page.goto(address(letter))
    page.fill("#row-1", "аб")
    page.evaluate("document.querySelector('#row-1').setSelectionRange(1, 1)")
    page.click("[data-sign='ğ']")

    assert page.input_value("#row-1") == "ağб".replace("a", "а")


def test_everything_works_without_scripts(as_member, letter):
    page = as_member(DeskRole.TRANSLATOR, javascript=False, width=360)
    page.goto(address(letter))
    for number, text in enumerate(ROWS, start=1):
        page.fill(f"#row-{number}", text)
    follow(page, "[data-save]")
    assert stored(letter) == "\n\n".join(ROWS)

    follow(page, "button[formaction$='hand-over/']")
    for remark in page.locator(".remark input").all():
        remark.fill("так і має бути")
    if Letter.objects.get().state == LetterState.ACCEPTED:
        follow(page, "button[formaction$='hand-over/']")
    assert Letter.objects.get().state == LetterState.TRANSLATED


CORRECT = "check/correct/"


@standing
def checked(person):
    return make_translated(person, *ROWS, body=SOURCE, language_declared="crh")


def begun(letter):
    """Return what was corrected so far, as its reader finds it."""
    user = get_user_model().objects.get(username="reader")
    return plain(open_translation(letter=letter, by=user).correction)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_correction_is_saved_by_itself_survives_a_lost_connection_and_is_finished(as_member, checked):
    page = as_member(DeskRole.READER, name="reader")
    page.goto(address(checked, CORRECT))
    page.fill("#row-1", "Привет, друг!")
    says(page, "Збережено о")
    assert begun(checked).startswith("Привет, друг!")

    page.context.set_offline(True)
    page.fill("#row-3", "Привет из Крыма")
    page.keyboard.press("Control+Enter")
    says(page, "Немає зв’язку")
    assert "из Крыма" not in begun(checked)
    page.context.set_offline(False)
    says(page, "Збережено о")
    assert "из Крыма" in begun(checked) and translated_text(checked) == "\n\n".join(ROWS)

    page.goto(address(checked))
    assert page.locator("del", has_text="Здравствуй").is_visible()
    assert page.locator("form[action$='check/approve/']").count() == 0
    page.goto(address(checked, CORRECT))
    page.fill("#row-2", "Мы читаем 2 книжки.")
    follow(page, "button[formaction$='check/correct/']")
    assert translated_text(checked) == "Привет, друг!\n\nМы читаем 2 книжки.\n\nПривет из Крыма"


def test_button_pressed_while_the_text_is_being_saved_does_its_work_after_that(as_member, checked):
    page, held = as_member(DeskRole.READER, name="reader"), []
    page.goto(address(checked, CORRECT))
    page.route("**/correct/save/", lambda route: held.append(route), times=1)
    page.fill("#row-1", "Привет, друг!")
    with page.expect_request("**/correct/save/"):
        page.keyboard.press("Control+Enter")
    page.fill("#row-3", "Привет из Крыма")
    page.click("button[formaction$='check/correct/']")

    with page.expect_navigation():
        held[0].continue_()

    assert translated_text(checked) == "\n\n".join(["Привет, друг!", ROWS[1], "Привет из Крыма"])


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_correction_survives_the_end_of_a_session(as_member, checked, log_in):
    page = as_member(DeskRole.READER, name="reader")
    page.goto(address(checked, CORRECT))
    page.context.clear_cookies()
    page.fill("#row-1", "Привет, друг!")
    page.keyboard.press("Control+Enter")
    says(page, "Ваш сеанс завершився")

    log_in(page, get_user_model().objects.get(username="reader"))
    other = page.context.new_page()
    other.goto(address(checked))
    page.bring_to_front()

    says(page, "Збережено о")
    assert begun(checked).startswith("Привет, друг!")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_second_page_of_a_reader_sees_both_corrections_and_chooses(as_member, checked):
    page = as_member(DeskRole.READER, name="reader")
    page.goto(address(checked, CORRECT))
    second = page.context.new_page()
    second.goto(address(checked, CORRECT))
    page.fill("#row-1", "Привет, друг!")
    says(page, "Збережено о")

    second.fill("#row-1", "Здравствуй, дорогой!")
    conflict = second.locator("[data-conflict]")
    conflict.wait_for()
    assert "Привет, друг!" in conflict.inner_text()
    second.click("[data-take-theirs]")
    assert second.input_value("#row-1") == "Привет, друг!"
    assert "Здравствуй, дорогой!" in second.locator("[data-mine]").inner_text()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_correction_is_dropped_and_the_letter_approved_as_it_was(as_member, checked, javascript):
    page = as_member(DeskRole.READER, name="reader", javascript=javascript, width=360)
    page.goto(address(checked, CORRECT))
    page.fill("#row-1", "Привет, друг!")
    if javascript:
        says(page, "Збережено о")
    else:
        follow(page, "[data-save]")
        assert page.input_value("#row-1") == "Привет, друг!"
    page.click("details:has([data-drop]) > summary")
    follow(page, "[data-drop]")

    assert begun(checked) == ""
    follow(page, "form[action$='check/approve/'] button")
    assert Letter.objects.get().state == LetterState.APPROVED


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_panels_break_no_rule_of_access_and_fit_a_telephone(as_member, letter, person, look_over, language):
    both = as_member(DeskRole.TRANSLATOR, DeskRole.READER, language=language, width=320)
    checked, own, others = [
        make_translated(person, *ROWS, body=SOURCE, language_declared="crh", has_drawing=True)
        for _number in range(3)
    ]
    translator = get_user_model().objects.get(username="translator")
    for mended, by in (
        (own, translator),
        (others, make_member(person.partner, "colleague", DeskRole.READER)),
    ):
        save_correction(letter=mended, by=by, version=1, text_version=1, rows=["Привет, друг!", *ROWS[1:]])
    both.goto(address(letter))
    both.fill("#row-1", "Привет ❤ 5")
    both.locator(".remark").first.wait_for()

    panels = [address(each, path) for each in (checked, own, others) for path in ("", CORRECT)]
    for place, path in enumerate([address(letter), *panels]):
        both.goto(path)
        for summary in both.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        look_over(both, place)
