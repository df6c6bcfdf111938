"""The event of 26 February 2025 with its nine missions, entered by hand from the admin alone."""

import time
from dataclasses import dataclass

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.campaigns.event_codes import is_easily_guessed
from prisoner_pages.models import CampaignPage, EventPage, Occupation, Partner, PartnerPage
from tests.browser.conftest import TELL, TOO_WIDE, address_of, follow, open_form, shoot, watched
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import a_campaign, word_in
from tests.prisoner_pages.campaigns.test_event_codes import GOOD, GUESSED
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, uk_and

pytestmark = pytest.mark.browser
SAVED = ".w-autosave-indicator[data-w-autosave-state-value=saved]"
INTRO = "Дипломати восьми країн і Європейського Союзу сіли писати листи."
TITLE = "Дипломати пишуть кримським політв’язням"
HOST = "Представництво Європейського Союзу в Україні"
KNOWN = "Посольство Чеської Республіки в Україні"
NEW = [
    f"Посольство {of} в Україні"
    for of in ("Австрії", "Болгарії", "Канади", "Франції", "Польщі", "Швеції", "Великої Британії")
]
# A person types three letters a second, and takes two seconds to find and to press something.
MOST_SECONDS, LETTERS_A_SECOND, SECONDS_A_CLICK = 300, 3, 2


@dataclass
class Hand:
    """What somebody presses, counted."""

    page: object
    clicks: int = 0
    keys: int = 0

    def click(self, what):
        self.clicks += 1
        self.page.click(what)

    def go(self, what):
        self.clicks += 1
        follow(self.page, what)

    def type(self, words):
        self.keys += len(words)
        self.page.keyboard.type(words)

    def press(self, *names):
        for name in names:
            self.keys += 1
            self.page.keyboard.press(name)

    @property
    def seconds(self):
        return self.keys / LETTERS_A_SECOND + self.clicks * SECONDS_A_CLICK


@standing
def zmina(public_site):
    PartnerFactory(slug="czechia", name_uk=KNOWN, kind="embassy")
    return open_partner("zmina")


def is_saving(answer):
    """Tell whether this answers what the form of a page that is there already sends by itself."""
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def name_one(hand, name, kind_is_new):
    """Choose one in the row that has the focus, adding it where it is not on the list; begin the next row."""
    hand.type(name)
    if kind_is_new:
        hand.press(*["ArrowDown"] * kind_is_new)
    hand.press("Enter")
    hand.page.wait_for_function(
        "() => !document.activeElement.parentElement.querySelector('select').value === false"
    )
    hand.press("Enter")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_the_event_of_26_february_with_nine_missions_is_entered_within_five_minutes(
    zmina, as_user, browser_page, record_property
):
    section = PartnerPage.objects.get(partner=zmina, locale__language_code="uk")
    page, began = as_user(employ_editor(zmina)), time.monotonic()
    hand = Hand(page)
    page.add_init_script(TELL)
    page.goto(reverse("wagtailadmin_explore", args=[section.pk]))
    hand.go("a[href*='add_subpage']")
    hand.go("a[href*='eventpage']")
    watched(page)

    hand.click("#id_title")
    hand.type(TITLE)
    hand.click("#id_date")
    hand.type("26.02.2025")
    hand.click("#id_place")
    hand.type("Київ")
    hand.click("#id_participations-ADD")
    row = page.locator("#id_participations-FORMS [role=combobox]")
    row.first.click()
    name_one(hand, HOST, 4)
    page.locator("#id_participations-0-role").select_option("host")
    hand.keys += 2
    name_one(hand, "чес", 0)
    page.locator("#id_participations-1-role").select_option("participant")
    hand.keys += 2
    for place, name in enumerate(NEW):
        name_one(hand, name, 0 if place else 3)
    page.wait_for_selector(SAVED)
    hand.click("#id_intro")
    with page.expect_response(is_saving) as saved:
        hand.type(INTRO)
    assert saved.value.ok
    shoot(page, "event-form")
    hand.click("footer [data-w-dropdown-target=toggle]")
    hand.go("[name=action-submit]")
    took = time.monotonic() - began

    event = EventPage.objects.get(title=TITLE)
    follow_by_moderator(as_user, zmina, event)
    reader = browser_page()
    reader.goto(f"/uk/events/{event.slug}/")
    shown = reader.inner_text("main")
    assert INTRO in shown
    assert event.slug == "dyplomaty-pyshut-krymskym-politviazniam"
    assert all(name in shown for name in (HOST, KNOWN, *NEW))
    kinds = dict(Partner.objects.filter(added_by=zmina).values_list("name_uk", "kind"))
    assert kinds == {HOST: "international", **dict.fromkeys(NEW, "embassy")}
    figures = {
        "clicks": hand.clicks,
        "keys": hand.keys,
        "seconds": round(hand.seconds),
        "machine": round(took),
    }
    record_property("figures", figures)
    print(figures)
    assert hand.seconds < MOST_SECONDS


def follow_by_moderator(as_user, zmina, event):
    page = as_user(employ_moderator(zmina))
    page.goto(address_of(event))
    if not page.locator("footer [data-workflow-action-name=approve]").first.is_visible():
        page.click("footer [data-w-dropdown-target=toggle]")
    follow(page, "footer [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")


@pytest.mark.parametrize("language", uk_and("en"))
def test_the_rows_of_who_takes_part_keep_the_rules_of_access_and_fit(zmina, as_user, look_over, language):
    editor = employ_editor(zmina)
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    section = PartnerPage.objects.get(partner=zmina, locale__language_code="uk")
    page = as_user(editor, width=320)

    page.goto(reverse("wagtailadmin_pages:add", args=["prisoner_pages", "eventpage", section.pk]))
    page.click("#id_participations-ADD")
    page.locator("#id_participations-FORMS [role=combobox]").first.fill("Посоль")
    # What is offered lies over the buttons of the panels below; how much of one is left depends on scrolling.
    page.keyboard.press("Escape")
    page.locator("#id_participations-FORMS").evaluate("rows => rows.scrollIntoView({block: 'start'})")
    page.add_style_tag(content=".w-minimap { display: none }")  # Wagtail's own, too small a button
    look_over(page, "event-form", TOO_WIDE.replace("main", "#id_participations-FORMS"))


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_campaign_counts_whom_it_asks_for_and_is_copied_for_another_year_by_its_button(zmina, as_user):
    person = PrisonerFactory(partner=zmina, writable=True, stories=[])
    campaign = a_campaign([], languages=["uk"], slug="lysty-2025", goal_letters=300)
    editor = employ_editor(zmina)
    page = as_user(editor)
    open_form(page, campaign)
    told = page.locator("[data-recipients-at]")
    assert told.inner_text() == "Поки що нікого не вибрано."

    page.check(f"[name=recipients][value='{person.pk}']")
    page.wait_for_function("() => document.querySelector('[data-recipients-at]').textContent.includes('1')")
    assert "просить писати 1 людині. 1 з них" in told.inner_text()
    shoot(page, "recipients")

    page = as_user(editor)
    page.goto(address_of(campaign))
    page.click(".w-slim-header [data-w-dropdown-target=toggle]")
    follow(page, "a:has-text('Скопіювати на інший рік')")
    shoot(page, "copy")
    follow(page, "button:has-text('Скопіювати в чернетку')")
    assert "Чернетка на інший рік" in page.inner_text(".messages")
    made = CampaignPage.objects.get(live=False)
    assert page.url.endswith(address_of(made)) and made.goal_letters == 300
    assert page.input_value("#id_goal_letters") == "300"


RULE_COUNTED = "() => document.querySelector('[data-recipients-at]').textContent.includes('1')"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_campaign_asks_by_rule_for_whom_the_form_counted_and_its_page_shows(
    zmina, as_user, browser_page, look_over
):
    one, other = PrisonerFactory.create_batch(2, partner=zmina, writable=True, stories=[])
    one.occupations.add(word_in(["uk"], Occupation, "Учитель", ""))
    one.save()
    campaign = a_campaign([], languages=["uk"], slug="vchyteliam")
    campaign.participations.all().delete()  # rows have a test of their own
    page = as_user(employ_editor(zmina))
    open_form(page, campaign)

    page.select_option("[name=recipient_rule_occupation]", label="Учитель")
    page.wait_for_function(RULE_COUNTED)
    assert "просить писати 1 людині. 1 з них" in page.inner_text("[data-recipients-at]")
    page.locator(".rule").evaluate("rule => rule.scrollIntoView({block: 'center'})")
    page.add_style_tag(content=".w-minimap { display: none }")  # Wagtail's own, too small a button
    look_over(page, "campaign-rule", TOO_WIDE.replace("main", ".rule"))
    page.click("footer [data-w-dropdown-target=toggle]")
    follow(page, "[name=action-submit]")
    follow_by_moderator(as_user, zmina, campaign)

    reader = browser_page()
    reader.goto("/uk/campaigns/vchyteliam/")
    assert one.name_uk in reader.inner_text("main") and other.name_uk not in reader.inner_text("main")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_code_is_taken_by_a_press_and_a_weak_one_warned_of_while_it_is_typed(zmina, as_user):
    section = PartnerPage.objects.get(partner=zmina, locale__language_code="uk")
    draft = EventPage(title="Вечір", slug="vechir", locale=section.locale, live=False)
    event = section.add_child(instance=draft)
    event.save_revision()
    page = as_user(employ_editor(zmina))
    page.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    warning = page.locator("#id_code-warning")

    for code in (*GUESSED, *GOOD):
        page.fill("#id_code", code)
        assert warning.is_visible() is is_easily_guessed(code), code
    page.fill("#id_code", "kyiv-2026")
    shoot(page, "event-code")
    page.click("[data-event-code] button")
    taken = page.input_value("#id_code")
    assert warning.is_hidden() and not is_easily_guessed(taken)
    follow(page, "button.action-save")

    assert page.input_value("#id_code") == taken and page.locator("[data-event-code] button").count() == 0
    assert EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().code == taken
