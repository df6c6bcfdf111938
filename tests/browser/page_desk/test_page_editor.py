"""The editor of texts in a real browser: by keyboard alone, by touch alone, and nothing typed is lost."""

import re
import time

import pytest

from home.translation.choices import Right, UnitState
from home.translation.core.actions.units import save_draft
from tests.browser.conftest import LONGEST_WAIT_SECONDS, shoot
from tests.factories.desk import block, desk_person, edit, open_for, source_page, units_of
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_KIND, later

A_PAUSE_MS = 1000  # after which the page leads back to what was refused
pytestmark = pytest.mark.browser
RICH = (
    '<p>Слова <b>УКР</b> <a href="https://one.example/">там</a></p>'
    "<ul><li>Перше УКР</li><li>Друге УКР</li></ul>"
)
# With title, intro, heading and the three of RICH twenty.
PLAIN = "".join(f"<p>Абзац {number} УКР</p>" for number in range(14))


@standing
def page(public_site):
    return source_page(
        [block("heading", "Розділ УКР"), block("paragraph", RICH), block("paragraph", PLAIN)],
        intro="Вступ УКР",
    )


@standing
def translation(page):
    return open_for(page, "en")[0]


@pytest.fixture
def as_person(as_person, translation):
    """The same, with the text open and its script at work."""

    def enter(name, *rights, **how):
        page = as_person(name, *rights, **how)
        page.goto(f"/admin/desk/{translation.pk}/")
        page.locator("form.is-live").wait_for()
        return page

    return enter


def says(page, words):
    page.locator("[data-told]", has_text=words).wait_for()


def states(translation):
    return [unit.state for unit in units_of(translation)]


def focused(page):
    return page.evaluate("document.activeElement.closest('[data-string]')?.dataset.string")


def moved_from(page, string):
    page.wait_for_function(
        "old => document.activeElement.closest('[data-string]')?.dataset.string !== old", arg=string
    )


def english(words, number):
    return f'Words <a id="a1">there</a> {number}' if "Слова" in words else f"English {number}"


def test_twenty_strings_are_translated_and_reviewed_by_keyboard_alone(translation, as_person):
    units = list(units_of(translation))
    assert len(units) == 20
    screen = as_person("translator", Right.TRANSLATE)
    screen.keyboard.press("Alt+ArrowDown")
    for number, unit in enumerate(units):
        assert focused(screen) == str(unit.pk)
        if "Слова" in unit.string.data:
            screen.keyboard.press("Alt+c")
            assert screen.input_value(f"#text-{unit.pk}") == unit.string.data
            screen.keyboard.press("Control+a")
        screen.keyboard.type(english(unit.string.data, number))
        screen.keyboard.press("Control+Enter")
        if number < 19:
            moved_from(screen, str(unit.pk))
    says(screen, "Тут для вас більше нічого немає")
    assert set(states(translation)) == {UnitState.TRANSLATED}

    screen = as_person("reviewer", Right.REVIEW)
    screen.keyboard.press("Alt+ArrowDown")
    for number, unit in enumerate(units):
        screen.keyboard.press("Control+Enter")
        if number < 19:
            moved_from(screen, str(unit.pk))
    says(screen, "Тут для вас більше нічого немає")
    assert set(states(translation)) == {UnitState.REVIEWED}


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_twenty_strings_are_translated_and_reviewed_by_touch_alone(translation, as_person):
    units = list(units_of(translation))
    screen = as_person("translator", Right.TRANSLATE, width=360, height=740, touch=True)
    screen.locator("textarea").first.tap()
    for number, unit in enumerate(units):
        screen.keyboard.insert_text(english(unit.string.data, number))
        screen.locator("[data-sign='’']").tap()
        screen.locator("[data-next]").tap()
        if number < 19:
            moved_from(screen, str(unit.pk))
    says(screen, "Тут для вас більше нічого немає")
    assert units_of(translation)[19].draft == "English 19’"
    small = screen.evaluate(
        """[...document.querySelectorAll(".editor :is(button, summary, textarea)")]
        .filter(each => each.checkVisibility() && !each.matches(".page-desk__default"))
        .map(each => [each.textContent.slice(0, 30), each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text)"""
    )
    assert small == []
    assert screen.evaluate("document.documentElement.scrollWidth") <= 360

    screen = as_person("reviewer", Right.REVIEW, width=360, height=740, touch=True)
    for _unit in units:
        button = screen.locator("button[value^=approve]").first
        string = button.get_attribute("value").partition("-")[2]
        button.tap()
        screen.locator(f"#string-{string}[data-state=reviewed]").wait_for()
    assert set(states(translation)) == {UnitState.REVIEWED}


def test_what_was_typed_survives_a_lost_signal_and_a_new_login(translation, as_person, live_server, log_in):
    first, second = [f"#text-{unit.pk}" for unit in units_of(translation)[:2]]
    screen = as_person("translator", Right.TRANSLATE)
    screen.context.set_offline(True)
    screen.fill(first, "In a tunnel")
    screen.keyboard.press("Control+Enter")
    says(screen, "Немає зв’язку")
    assert units_of(translation)[0].draft is None
    screen.context.set_offline(False)
    says(screen, "Збережено")
    assert units_of(translation)[0].draft == "In a tunnel"

    screen.context.clear_cookies()
    screen.fill(second, "After the night")
    screen.keyboard.press("Control+Enter")
    says(screen, "Ваш сеанс завершився")
    assert screen.locator("[data-login]").is_visible()
    screen.on("dialog", lambda dialog: dialog.accept())
    screen.goto(f"/admin/desk/{translation.pk}/")
    assert "/login" in screen.url
    log_in(screen, desk_person("translator"))
    screen.goto(f"/admin/desk/{translation.pk}/")
    assert screen.input_value(second) == "After the night"
    says(screen, "Збережено")

    assert units_of(translation)[1].draft == "After the night"
    assert screen.evaluate("Object.keys(localStorage).filter(each => each.startsWith('desk:'))") == []


def test_both_texts_of_a_race_are_shown_and_a_new_original_takes_a_text_over(page, translation, as_person):
    title, intro = units_of(translation)[:2]
    screen = as_person("translator", Right.TRANSLATE)
    save_draft(title, "Theirs", by=None, version=title.version)
    screen.fill(f"#text-{title.pk}", "Mine")
    screen.keyboard.press("Control+Enter")
    conflict = screen.locator(".string__conflict")
    assert "Theirs" in conflict.inner_text()
    shoot(screen, "conflict")
    conflict.locator("[data-keep-mine]").click()
    screen.locator(f"#string-{title.pk}[data-state=translated]").wait_for()
    assert units_of(translation)[0].draft == "Mine"

    edit(page, intro="Вступ УКР по-новому")
    screen.fill(f"#text-{intro.pk}", "An intro")
    screen.keyboard.press("Control+Enter")
    screen.locator("[data-carry-over]").click()
    new = units_of(translation)[1]
    assert new.pk != intro.pk
    screen.locator(f"form.is-live #text-{new.pk}").wait_for()
    assert screen.input_value(f"#text-{new.pk}") == "An intro"
    assert new.draft is None
    screen.focus(f"#text-{new.pk}")
    screen.keyboard.press("Control+Enter")
    screen.locator(f"#string-{new.pk}[data-state=translated]").wait_for()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_single_keys_write_in_fields_and_can_be_switched_off(translation, as_person):
    screen = as_person("translator", Right.TRANSLATE)
    field = screen.locator("textarea").first
    field.focus()
    screen.keyboard.type("Why?1")
    assert field.input_value() == "Why?1"
    screen.evaluate("document.activeElement.blur()")
    screen.keyboard.press("?")
    screen.locator("dialog[open]").wait_for()
    screen.locator("[data-keys-switch]").uncheck()
    screen.keyboard.press("Escape")
    screen.keyboard.press("?")
    assert screen.locator("dialog[open]").count() == 0


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_browser_that_stores_nothing_translates_all_the_same(translation, as_person):
    screen = as_person("translator", Right.TRANSLATE)
    screen.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error() }})")
    screen.goto(screen.url)
    screen.locator("#preview > summary").click()
    with screen.expect_response("**/save/"):
        screen.locator("textarea").first.fill("English title")
        screen.keyboard.press("Control+Enter")
    screen.frame_locator("iframe[name=preview-page]").locator("h1", has_text="English title").wait_for()

    screen.locator("[data-keys-show]").click()
    screen.locator("[data-keys-switch]").uncheck()
    screen.keyboard.press("Escape")
    screen.evaluate("document.activeElement.blur()")
    screen.keyboard.press("?")
    assert screen.locator("dialog[open]").count() == 0


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_preview_shows_what_was_saved_while_it_came_and_while_it_was_closed(translation, as_person):
    screen = as_person("translator", Right.TRANSLATE)
    name, preview = screen.locator("#preview > summary"), screen.frame_locator("iframe[name=preview-page]")
    name.click()
    for title in ("English title", "Another title"):
        with screen.expect_response("**/save/"):
            screen.locator("textarea").first.fill(title)
            screen.keyboard.press("Control+Enter")
        preview.locator("h1", has_text=title).wait_for()
    name.click()
    with screen.expect_response("**/save/"):
        screen.locator("textarea").first.fill("Third title")
        screen.keyboard.press("Control+Enter")
    says(screen, "Збережено")

    name.click()

    preview.locator("h1", has_text="Third title").wait_for()


@pytest.fixture
def held(as_person):
    """Return a function that opens the text with saves that are answered when the test lets them through."""

    def enter(name, *rights):
        screen = as_person(name, *rights)
        screen.held = []
        screen.route(re.compile("/(save|approve)/$"), lambda route: screen.held.append(route))
        return screen

    return enter


def stop_the_clock_of(screen):
    """Let a page's time stand still: a machine that is busy is nobody who pauses."""
    screen.clock.install()
    screen.clock.pause_at(screen.evaluate("Date.now() + 1000"))


def let_through(screen, *, after_ms=800, at_least=0):
    """Let what was held go on, after as long as a slow line takes, once so many are."""
    screen.wait_for_timeout(after_ms)
    ends = time.monotonic() + LONGEST_WAIT_SECONDS
    while len(screen.held) < at_least:
        assert time.monotonic() < ends, "the page has sent less"
        screen.wait_for_timeout(1)
    while screen.held:
        screen.held.pop(0).continue_()
        screen.wait_for_timeout(1)


def test_what_is_typed_at_once_lands_in_the_next_string(translation, held):
    *units, fifth = list(units_of(translation))[:5]
    written = [english(unit.string.data, unit.pk) for unit in units]
    screen = held("translator", Right.TRANSLATE)
    stop_the_clock_of(screen)
    screen.focus(f"#text-{units[0].pk}")

    for text in written:
        screen.keyboard.type(text)
        screen.keyboard.press("Control+Enter")
    screen.keyboard.type("The fifth")

    assert [screen.input_value(f"#text-{unit.pk}") for unit in units] == written
    let_through(screen, at_least=len(units))
    for unit in units:
        screen.locator(f"#string-{unit.pk}[data-state=translated]").wait_for()
    assert [unit.draft for unit in units_of(translation)][:4] == written
    assert screen.input_value(f"#text-{fifth.pk}") == "The fifth"


def test_a_reviewer_goes_on_before_the_approval_is_answered(translation, held):
    units = list(units_of(translation))[:3]
    for unit in units:
        save_draft(unit, f"English {unit.pk}", by=None, version=unit.version)
    screen = held("reviewer", Right.REVIEW)
    screen.focus(f"#text-{units[0].pk}")

    for unit in units:
        assert focused(screen) == str(unit.pk)
        screen.keyboard.press("Control+Enter")

    let_through(screen, at_least=len(units))
    for unit in units:
        screen.locator(f"#string-{unit.pk}[data-state=reviewed]").wait_for()


@pytest.mark.parametrize(
    ("why", "place"), [("somebody was faster", 0), *later(("a mark is open", 3), why=OTHER_KIND)]
)
def test_a_refused_save_brings_back_and_loses_nothing(translation, held, why, place):
    refused, after = list(units_of(translation))[place : place + 2]
    screen = held("translator", Right.TRANSLATE)
    if why == "somebody was faster":
        save_draft(refused, "Theirs", by=None, version=refused.version)

    screen.focus(f"#text-{refused.pk}")
    screen.keyboard.type("Mine <b>")
    screen.keyboard.press("Control+Enter")
    screen.keyboard.type("Written meanwhile")
    let_through(screen)

    screen.wait_for_function(
        "pk => document.activeElement.closest('[data-string]')?.dataset.string === pk", arg=str(refused.pk)
    )
    assert screen.input_value(f"#text-{refused.pk}") == "Mine <b>"
    assert screen.input_value(f"#text-{after.pk}") == "Written meanwhile"
    translated = screen.locator(f"#string-{after.pk}[data-state=translated]")
    for _turn in range(100):
        let_through(screen, after_ms=100)
        if translated.count():
            break
    assert translated.count()
    says(screen, "Не збережено")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_what_is_typed_on_while_a_save_is_refused_stays_in_its_string(translation, held):
    refused, after = list(units_of(translation))[:2]
    screen = held("translator", Right.TRANSLATE)
    stop_the_clock_of(screen)
    save_draft(refused, "Theirs", by=None, version=refused.version)
    screen.focus(f"#text-{refused.pk}")
    screen.keyboard.type("Mine")
    screen.keyboard.press("Control+Enter")

    screen.keyboard.type("Written ")
    let_through(screen, after_ms=0, at_least=1)
    screen.locator(".string__conflict").wait_for()
    screen.keyboard.type("on and on")

    assert screen.input_value(f"#text-{after.pk}") == "Written on and on"
    screen.clock.run_for(A_PAUSE_MS)
    screen.locator(".string__conflict:focus").wait_for()
