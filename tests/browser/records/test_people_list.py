"""The list of people: many are moved at once and moved back, by what a person presses."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.models import Facility, Prisoner
from tests.browser.conftest import STILL, TOO_WIDE, WIDTHS, follow
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
PEOPLE = "wagtailsnippets_prisoner_pages_prisoner:list"


@standing
def zmina(public_site):
    partner = open_partner("zmina")
    for number in range(23):  # more than a page
        PrisonerFactory(
            partner=partner, writable=True, name_uk=f"Емір Вигаданко-{number:02}", slug=f"p-{number}"
        )
    return partner


@standing
def editor(zmina):
    return employ_editor(zmina)


@standing
def place(zmina):
    return Facility.objects.create(name_ru="ИК-9", name_uk="Виправна колонія № 9", town_uk="Вигадане")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize(("language", "width"), [("uk", 1400), ("en", 320)])
def test_all_whom_the_list_shows_are_moved_and_moved_back(language, width, as_user, editor, place, look_over):
    UserProfile.objects.filter(user=editor).update(preferred_language=language)
    page = as_user(editor, width=width, language=language)
    page.goto(reverse(PEOPLE))
    page.locator("[data-bulk-action-select-all-checkbox]").first.check()
    look_over(page, "people-chosen")
    page.click("[data-bulk-action-num-objects-in-listing]")
    follow(page, f"[data-bulk-action-button][href='{reverse('do_to_many', args=['transfer'])}']")
    look_over(page, "people-move", TOO_WIDE)
    follow(page, ".for-many-form button[type=submit]")  # no place: said above, and beside it
    page.click(".refused a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "facility-typed"
    page.fill("[name=facility-typed]", "№ 9")
    page.keyboard.press("Enter")
    page.fill("[name=since]", "01.11.2026")
    follow(page, ".for-many-form button[type=submit]")  # no source: refused, and nothing typed is lost
    look_over(page, "people-move-refused", TOO_WIDE)
    assert page.input_value("[name=since]") == "01.11.2026"
    assert page.input_value("[name=facility-typed]") == str(place)
    page.fill("[name=url]", "https://example.org/moved")
    page.fill("[name=on]", "02.11.2026")
    follow(page, ".for-many-form button[type=submit]")
    look_over(page, "people-moved", TOO_WIDE)
    assert Prisoner.objects.recorded_at(place.pk).count() == 23

    follow(page, "form[action$='/undo/'] button")

    look_over(page, "people-moved-back", TOO_WIDE)
    assert not Prisoner.objects.recorded_at(place.pk).exists()


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_drafts_are_submitted_from_the_list_and_who_has_none_is_named(as_user, editor, zmina, look_over):
    people = list(Prisoner.objects.order_by("slug")[:3])
    for person in people[:2]:
        person.patronymic_uk = "Вигаданович"
        person.save_revision(user=editor)
    page = as_user(editor)
    page.goto(reverse(PEOPLE))
    for person in people:
        page.check(f"[data-bulk-action-checkbox][data-object-id='{person.pk}']")
    follow(page, f"[data-bulk-action-button][href='{reverse('do_to_many', args=['submit'])}']")
    look_over(page, "people-submit", TOO_WIDE)
    assert f"Не для 1 людини: {people[2]}. Чернетки немає" in page.inner_text("main")
    follow(page, ".for-many-form button[type=submit]")
    look_over(page, "people-submitted", TOO_WIDE)

    assert "2 виконано, 0 відмовлено" in page.inner_text("main")
    assert all(person.current_workflow_state for person in people[:2])


# The first word of what is said, as somebody would point at it.
IS_ON_TOP = """() => {
  const said = document.createRange();
  said.selectNodeContents(document.querySelector(".messages li"));
  const words = [...said.getClientRects()].at(-1);
  const there = document.elementFromPoint(words.x + 8, words.y + words.height / 2);
  return there !== null && there.closest(".messages") !== null;
}"""


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_what_is_said_above_the_list_is_covered_by_nothing(as_user, editor):
    page = as_user(editor)
    page.goto(reverse("do_to_many", args=["transfer"]))  # nobody is chosen: back to the list

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate(STILL)
        assert page.evaluate(IS_ON_TOP), width
