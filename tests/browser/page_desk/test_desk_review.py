"""From a text that is handed out to one that is public, by four people in a real browser; and the screens."""

from itertools import combinations

import pytest
from django.contrib.auth.models import User

from home.models import StandardPage
from home.translation.choices import Right
from home.translation.core.actions.units import return_unit, save_draft
from home.translation.models import DeskTranslation
from tests.browser.conftest import follow, shoot
from tests.factories.desk import block, desk_person, open_for, source_page, units_of
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser
DESK = "/admin/desk/"


@standing
def translation(public_site):
    page = source_page([block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p>")])
    return open_for(page, "en", "crh")[0]


def test_a_text_goes_from_hand_to_hand_until_it_is_public(translation, as_person):
    editor = f"{DESK}{translation.pk}/"
    as_person("translator", Right.TRANSLATE)
    screen = as_person("leader", leads=True, javascript=False)
    screen.goto(f"{DESK}hand-out/?text={translation.pk}")
    screen.select_option("select[name=translator]", label="translator")
    follow(screen, ".hand-out__change button[type=submit]")

    screen = as_person("translator")
    screen.goto(DESK)
    follow(screen, ".desk-mine__list a")
    screen.locator("#preview > summary").click()
    for number, field in enumerate(screen.locator(".string__target > textarea").all()):
        with screen.expect_response("**/save/"):
            field.fill(f"English {number}")
            field.blur()
    page = screen.frame_locator("iframe[name=preview-page]")
    page.locator("h1", has_text="English 0").wait_for()
    # It has come as a whole, and for the last time: what it is told from now on it hears.
    page.locator("[data-unit]", has_text=f"English {number}").first.wait_for()
    screen.wait_for_function(
        "() => document.querySelector('[name=preview-page]').contentDocument.readyState === 'complete'"
    )
    page.locator("[data-unit]", has_text="English 1").first.click()
    # The frame tells the page, which moves there a moment later.
    screen.wait_for_function("() => document.activeElement.value === 'English 1'")

    screen = as_person("reviewer", Right.REVIEW, javascript=False)
    screen.goto(editor)
    screen.locator(".string__return summary").first.click()
    screen.locator(".chips input").nth(3).check()
    follow(screen, "button[value^=return]")
    assert screen.locator(".string__returned").count() == 1

    screen = as_person("translator", javascript=False)
    screen.goto(editor)
    assert screen.locator(".string__returned").count() == 1
    screen.locator("textarea[name^=text-]").first.fill("A calmer title")
    follow(screen, ".editor__acts button[type=submit]")
    assert screen.locator(".string__returned").count() == 0

    screen = as_person("reviewer", javascript=False)
    screen.goto(editor)
    while screen.locator("button[value^=approve]").count():
        follow(screen, "button[value^=approve]")

    screen = as_person("publisher", Right.PUBLISH, javascript=False)
    screen.goto(f"{editor}publish/")
    screen.locator("input[name=publish_at]").fill("2099-01-02 10:30")
    follow(screen, "form[action$='plan/'] button")
    assert DeskTranslation.objects.get(pk=translation.pk).publish_at
    follow(screen, "form[action$='cancel/'] button")
    follow(screen, "form[action$='publish/'] button")
    screen.goto("/en/long-text/")
    assert screen.locator("h1").inner_text() == "A calmer title"


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_no_new_screen_of_the_desk_breaks_a_rule_of_access(translation, as_person, look_over, language):
    unit = units_of(translation)[0]
    unit = save_draft(unit, "English", by=None, version=unit.version)
    return_unit(unit, by=None, version=unit.version, reason="Calmer")
    paths = ("", "hand-out/", "languages/", f"units/{unit.pk}/history/", f"{translation.pk}/publish/")
    screen = as_person("all", *Right, leads=True, language=language, width=320, height=3600)
    for path in paths:
        screen.goto(DESK + path)
        look_over(screen)
    screen.goto(f"{DESK}{translation.pk}/")
    if not screen.locator("#preview[open]").count():
        screen.locator("#preview > summary").click()
    look_over(screen)


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("path", ["", "hand-out/", "open/", "roles/", "words/"])
def test_no_field_reaches_past_the_edge_of_a_telephone(translation, as_person, path):
    long = "Представництво Президента України в Автономній Республіці Крим та місті Севастополі"
    parent = source_page([], slug="section", title=long)
    below = StandardPage(slug="below", title="Нижче УКР", intro="", body=[])
    parent.add_child(instance=below)
    below.save_revision().publish()
    User.objects.filter(pk=desk_person("other", Right.TRANSLATE).pk).update(first_name=long)
    screen = as_person("all", *Right, leads=True, width=320)

    screen.goto(DESK + path)

    ends = screen.locator("main :is(select, input, textarea):visible").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().right)"
    )
    assert ends and max(ends) <= 320


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("width", [1024, 1400, 1920])
def test_preview_and_help_are_used_together_beside_the_strings(translation, as_person, width):
    unit = units_of(translation)[1]
    screen = as_person("translator", Right.TRANSLATE, width=width)
    screen.goto(f"{DESK}{translation.pk}/")
    if not screen.locator("#preview[open]").count():
        screen.locator("#preview > summary").click()
    page = screen.frame_locator("iframe[name=preview-page]")
    page.locator("[data-unit]").first.wait_for()

    screen.locator(f"#text-{unit.pk}").focus()
    screen.locator("#desk-drawer .drawer").wait_for()

    boxes = [screen.locator(name).bounding_box() for name in ("#preview", "#desk-drawer", f"#text-{unit.pk}")]
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    page.locator(f'.desk-text--shown[data-unit="{unit.pk}"]').wait_for(state="attached")
    assert page.locator(f'.desk-text--shown[data-unit="{unit.pk}"]').count() == 1
    screen.keyboard.press("Alt+i")
    assert screen.evaluate("document.activeElement.id") == "desk-drawer"
    screen.keyboard.press("Escape")
    assert screen.evaluate("document.activeElement.id") == f"text-{unit.pk}"
    shoot(screen, f"together-{width}")


def apart(one, other):
    """Say whether two boxes share no point."""
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return beside or below
