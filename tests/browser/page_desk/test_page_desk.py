"""The desk for translating pages in a real browser: without scripts, by keyboard, on a telephone."""

import pytest

from home.translation.choices import Right
from tests.browser.conftest import follow
from tests.factories.desk import block, edit, open_for, publish, source_page, translate_all, units_of
from tests.standing import standing
from tests.tiers import OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser
DESK = "/admin/desk/"


@standing
def page(public_site):
    return source_page([block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_no_screen_of_the_desk_breaks_a_rule_of_access(page, translation, as_person, look_over, language):
    translate_all(translation)
    publish(translation)
    edit(page, intro="Вступ УКР по-новому", body=[page.body.raw_data[0], block("heading", "Ще УКР")])
    screen = as_person("all", *Right, language=language, leads=True, width=320)

    changes = f"originals/{translation.source_id}/changes/"
    for path in ("", f"{translation.pk}/", f"{translation.pk}/publish/", "roles/", changes):
        screen.goto(DESK + path)
        look_over(screen)


def test_a_text_is_translated_reviewed_and_published_without_scripts(translation, as_person):
    screen = as_person("translator", Right.TRANSLATE, javascript=False, width=360)
    screen.goto(f"{DESK}{translation.pk}/")
    for number, field in enumerate(screen.locator("textarea").all()):
        field.fill(f"English {number}")
    follow(screen, ".editor__bar button[type=submit]")
    assert [unit.draft for unit in units_of(translation)] == [f"English {number}" for number in range(5)]

    screen = as_person("reviewer", Right.REVIEW, Right.PUBLISH, javascript=False)
    screen.goto(f"{DESK}{translation.pk}/")
    while screen.locator("button[value^=approve]").count():
        follow(screen, "button[value^=approve]")
    follow(screen, "a[href$='publish/']")
    follow(screen, "form[method=post]:has(button.button) button.button")

    screen.goto("/en/long-text/")
    assert "English 4" in screen.content()


def test_enter_in_a_field_saves_and_decides_nothing(translation, as_person):
    screen = as_person("both", Right.TRANSLATE, Right.REVIEW, javascript=False)
    screen.goto(f"{DESK}{translation.pk}/")
    screen.locator("textarea").first.fill("One")
    follow(screen, ".editor__bar button[type=submit]")
    screen.locator(".string details summary").first.click()
    screen.locator("input[name^=reason-]").first.fill("a word")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")

    assert not any(unit.approved_at for unit in units_of(translation))
