"""What the screens of records do by scripts is done by keyboard alone, and one always sees where one is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from prisoner_pages.choices import FactGroup, Status
from prisoner_pages.models import Facility, PartnerPage, Prisoner
from tests.browser.conftest import follow_by_enter
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
PEOPLE = "wagtailsnippets_prisoner_pages_prisoner:list"
MOST_STEPS = 80
IS_THERE = "(selector) => document.activeElement.matches(selector)"
# A dialog takes the focus for itself a while after it opened.
TELL_OF_DIALOG = "jQuery(document).one('shown.bs.modal', () => { window.isOpen = true })"
IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""


@standing
def zmina(public_site):
    partner = open_partner("zmina")
    place = Facility.objects.create(name_ru="ИК-9", name_uk="Виправна колонія № 9")
    for number, name in enumerate(("Адам", "Берта", "Віра")):
        facts = {"name_uk": f"{name} Вигаданко", "name_ru": "Вигаданко Людина", "slug": f"person-{number}"}
        PrisonerFactory(partner=partner, facility=place, status=Status.SENTENCED, stories=[], **facts)
    return partner


@pytest.fixture
def page(zmina, as_user):
    return as_user(employ_editor(zmina))


def go_to(page, selector, key="Tab"):
    """Press the key until this has the focus; it is seen there."""
    for _step in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate(IS_THERE, selector):
            assert page.evaluate(IS_SEEN), selector
            return
    pytest.fail(f"{selector} is not reached by {key}")


def tick(page, selector):
    go_to(page, selector)
    page.keyboard.press("Space")


def type_at(page, selector, words):
    go_to(page, selector)
    page.keyboard.insert_text(words)


def test_a_person_is_found_from_the_first_page(page):
    page.goto("/admin/")
    type_at(page, ".my-day-search input", "Берта")
    follow_by_enter(page)

    assert "Берта Вигаданко" in page.inner_text("main table")


def test_somebody_new_is_written_down_with_their_place_and_submitted(page):
    page.goto("/admin/")
    go_to(page, ".sidebar a[href='/admin/prisoners/']")
    follow_by_enter(page)
    go_to(page, "main a[href$='/prisoners/add/'], header a[href$='/prisoners/add/']")
    follow_by_enter(page)
    type_at(page, "#id_name_uk", "Зоя Згурська")
    type_at(page, "#id_name_ru", "Згурская Зоя Петровна")
    show_by_arrows(page, "#id_status")
    go_to(page, "#id_status")
    choose_by_arrows(page, Status.SENTENCED)
    show_by_arrows(page, "#id_facility-chooser")
    go_to(page, "#id_facility-chooser .unchosen button")
    page.evaluate(TELL_OF_DIALOG)
    page.keyboard.press("Enter")
    page.wait_for_selector(".modal a[data-chooser-modal-choice]")
    page.wait_for_function("() => window.isOpen")
    go_to(page, ".modal a[data-chooser-modal-choice]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".modal", state="detached")
    go_to(page, "footer button[type=submit]:not([name])")
    follow_by_enter(page)
    made = Prisoner.objects.get(name_ru="Згурская Зоя Петровна")
    assert (made.status, str(made.facility)) == (Status.SENTENCED, "Виправна колонія № 9")

    go_to(page, "footer [data-w-dropdown-target=toggle]")
    page.keyboard.press("Enter")
    go_to(page, "footer [name=action-submit]")
    follow_by_enter(page)

    assert made.workflow_in_progress


def show_by_arrows(page, field):
    """Open the tab in which the field lies."""
    tab = page.locator(f"[role=tabpanel]:has({field})").first.get_attribute("aria-labelledby")
    go_to(page, "[role=tab][aria-selected=true]", "Shift+Tab")
    while (now := page.evaluate("document.activeElement.id")) != tab:
        page.keyboard.press("ArrowRight")
        page.wait_for_function("id => document.activeElement.id !== id", arg=now)


def choose_by_arrows(page, value):
    while page.evaluate("document.activeElement.value") != value:
        page.keyboard.press("ArrowDown")


def test_those_at_one_place_are_verified(page):
    page.goto(reverse("places_to_verify", args=[FactGroup.PLACE]))
    go_to(page, "main table a")
    follow_by_enter(page)
    type_at(page, "#id_url", "https://example.org/list")
    type_at(page, "#id_on", f"{timezone.localdate() - timedelta(days=3):%d.%m.%Y}")
    tick(page, "main form [data-w-bulk-target=all]")
    go_to(page, "main form button.button[type=submit]:not([name])")
    follow_by_enter(page)

    assert not Prisoner.objects.to_verify_anew(FactGroup.PLACE).exists()


def test_the_letter_sheet_is_filled(page):
    page.goto(reverse("letter_sheet"))
    tick(page, "input[name=tick_all]")
    tick(page, "input[name=all-listed]")
    go_to(page, "select[name=all-letters]")
    page.keyboard.press("ArrowDown")
    type_at(page, "input[name=all-source]", "https://example.org/recipients")
    type_at(page, "input[name=all-on]", "10.11.2026")
    go_to(page, "button[name=fill]", "Shift+Tab")
    follow_by_enter(page)
    go_to(page, "button[name=save]")
    follow_by_enter(page)

    assert Prisoner.objects.exclude(mail_status="unknown").count() == 3


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_two_people_announce_an_exchange_of_ten(page, zmina, as_user):
    names = ["Адам", "Берта", "Віра", "Гліб", "Дана", "Емір", "Ждан", "Зоя", "Ігор", "Клим"]
    for name in names[3:]:
        PrisonerFactory(partner=zmina, status=Status.SENTENCED, stories=[], name_uk=f"{name} Вигаданко")
    page.goto(reverse("announce"))
    type_at(page, "#id_names", "\n".join(f"Вигаданко {name}" for name in names))
    go_to(page, "button[name=find]")
    follow_by_enter(page)
    go_to(page, "input[name=status]")
    while not page.evaluate(IS_THERE, "[value=exchanged]"):
        page.keyboard.press("ArrowDown")
    type_at(page, "#id_on", "14.09.2026")
    type_at(page, "#id_source_url", "https://example.org/exchange")
    tick(page, "#id_family_knows")
    go_to(page, "button[name=prepare]")
    follow_by_enter(page)

    other = as_user(employ_moderator(zmina))
    other.goto(reverse("announcements"))
    go_to(other, ".announcement__row a")
    follow_by_enter(other)
    go_to(other, "form[action$='/confirm/'] button")
    follow_by_enter(other)

    assert Prisoner.objects.filter(status=Status.EXCHANGED).count() == len(names)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_people_chosen_in_the_list_are_taken_on_and_the_choice_keeps_the_focus(page):
    page.goto(reverse(PEOPLE))
    tick(page, "tbody [data-bulk-action-checkbox]")
    assert page.evaluate(IS_THERE, "[data-bulk-action-checkbox]")
    go_to(page, f"[data-bulk-action-button][href='{reverse('announce')}']")
    follow_by_enter(page)

    assert page.locator("input[name=people]:checked").count() == 1


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_column_is_chosen_and_the_focus_stays_where_it_was(page):
    page.goto(reverse(PEOPLE))
    go_to(page, "button:has(svg.icon-sliders)")
    page.keyboard.press("Enter")
    go_to(page, "[aria-controls='drilldown-id_columns']")
    page.keyboard.press("Enter")
    tick(page, "[name=columns][value=name_en]")
    page.wait_for_url("**columns=name_en*")

    page.locator("th", has_text="англійською").wait_for()
    assert page.evaluate(IS_THERE, "[name=columns][value=name_en]")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_who_takes_part_is_named_and_a_new_row_begun(page, zmina):
    PartnerFactory(slug="czechia", name_uk="Посольство Чеської Республіки в Україні", kind="embassy")
    section = PartnerPage.objects.get(partner=zmina, locale__language_code="uk")
    page.goto(reverse("wagtailadmin_pages:add", args=["prisoner_pages", "eventpage", section.pk]))
    go_to(page, "#id_participations-ADD")
    page.keyboard.press("Enter")  # the row that is new has the focus then
    go_to(page, "#id_participations-FORMS [role=combobox]")
    page.keyboard.insert_text("чес")
    page.keyboard.press("Enter")
    assert page.locator("#id_participations-0-partner").input_value()

    page.keyboard.press("Enter")
    assert page.evaluate(IS_THERE, "#id_participations-FORMS [role=combobox]")
    assert page.locator("#id_participations-FORMS [role=combobox]").count() == 2
