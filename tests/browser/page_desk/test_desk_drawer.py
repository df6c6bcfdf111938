"""The drawer beside a string in a real browser: ask, answer, insert by key, close and stay closed."""

import pytest
from django.contrib.auth import get_user_model

from home.translation.choices import Right
from home.translation.core.actions.units import save_draft
from home.translation.desk.actions.questions import answer
from home.translation.models import Question
from tests.browser.conftest import follow, shoot
from tests.factories.desk import block, open_for, publish, source_page, translate_all, units_of
from tests.home.translation.glossary.test_glossary import add_term
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_WIDTH, later

pytestmark = pytest.mark.browser
WORDS = "Лист дійшов до Сімферополя за 5 днів УКР"


@standing
def unit(public_site):
    other = open_for(source_page([block("heading", WORDS)], slug="other", title="Інша УКР"), "en")[0]
    translate_all(other)
    publish(other)
    add_term("лист", ("en", "letter"), explanation="Пошта, а не літера")
    made = source_page([block("heading", WORDS.replace("5 днів", "6 днів")), block("heading", "Кінець УКР")])
    [translation] = open_for(made, "en")
    return next(unit for unit in units_of(translation) if unit.string.data.startswith("Лист"))


@pytest.mark.parametrize(("width", "language"), [(1400, "uk"), *later((360, "en"), why=OTHER_WIDTH)])
def test_ask_answer_and_insert_a_suggestion_by_key(unit, as_person, axe, width, language):
    screen = as_person("translator", Right.TRANSLATE, width=width, language=language)
    screen.goto(f"/admin/desk/{unit.translation_id}/")
    field = screen.locator(f"#text-{unit.pk}")
    field.focus()
    if width == 360:
        assert not screen.locator("#desk-drawer").is_visible()
        screen.locator(f"#string-{unit.pk} [data-help]").click()
        assert screen.locator(f"#string-{unit.pk} #desk-drawer").is_visible()
    drawer = screen.locator("#desk-drawer .drawer")
    drawer.wait_for()
    assert WORDS.replace("УКР", "ENG") in drawer.inner_text()

    screen.keyboard.press("Alt+i")
    screen.keyboard.press("1")

    assert field.input_value() == WORDS.replace("УКР", "ENG")
    drawer.locator("details:has(form[action$='ask/']) summary").click()
    drawer.locator("#drawer-question").fill("5 or 6?")
    drawer.locator("form[action$='ask/'] button").click()
    drawer.locator(".drawer__said").wait_for()
    shoot(screen, f"drawer-{width}-{language}")
    # In a window as high as the page: the bar at its lower edge may hide half a link, which axe would call
    # too small.
    screen.set_viewport_size({"width": width, "height": 5000})
    axe(screen)
    assert screen.evaluate("document.documentElement.scrollWidth") <= width

    answer(Question.objects.get(), "Six", by=get_user_model().objects.create_superuser("editor"))
    screen.reload()
    field.focus()
    if width == 360:
        screen.locator(f"#string-{unit.pk} [data-help]").click()
    drawer.locator(".drawer__answer").wait_for()
    assert "Six" in drawer.inner_text()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_closed_it_stays_closed_and_asks_for_nothing(unit, as_person, network):
    screen = as_person("translator", Right.TRANSLATE)
    screen.goto(f"/admin/desk/{unit.translation_id}/")
    screen.locator("[data-drawer-close]").click()
    screen.reload()
    network.urls.clear()
    other = units_of(unit.translation).exclude(pk=unit.pk)[0]

    screen.locator(f"#text-{unit.pk}").focus()
    screen.locator(f"#text-{other.pk}").focus()
    assert not screen.locator("#desk-drawer").is_visible()

    # Opened again it asks, and for nothing but what it shows now: before that it had not.
    screen.keyboard.press("Alt+i")
    screen.locator(f"#desk-drawer .drawer[data-unit='{other.pk}']").wait_for()
    asked = [url for url in network.urls if url.endswith("/help/")]
    assert len(asked) == 1 and f"/{other.pk}/" in asked[0]


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("width", [320, 1400])
def test_without_scripts_the_help_is_a_page_of_its_own(unit, as_person, axe, width):
    save_draft(unit, "It came in five days", by=None, version=unit.version)
    screen = as_person("translator", Right.TRANSLATE, javascript=False, width=width, language="en")
    screen.goto(f"/admin/desk/{unit.translation_id}/")
    follow(screen, f"#string-{unit.pk} [data-help]")

    assert "Numbers differ" in screen.content()
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    shoot(screen, f"help-{width}")
    screen.locator("summary").first.click()
    screen.locator("[name=reason]").first.fill("Right")
    follow(screen, "form[action$='set-aside/'] button")
    assert "Right as it is" in screen.content()


def test_the_list_of_questions_breaks_no_rule_of_access(unit, as_person, look_over):
    Question.objects.create(
        source=unit.translation.source, context=unit.context, string=unit.string, text="5 or 6?"
    )
    screen = as_person("lead", Right.TRANSLATE, leads=True, width=320)
    screen.goto("/admin/desk/questions/")

    assert "5 or 6?" in screen.content()
    look_over(screen)
