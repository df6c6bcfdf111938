"""An exchange at night: two people announce ten from their phones, and the screens bear it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from prisoner_pages.choices import Status
from prisoner_pages.models import Announcement, Prisoner
from tests.browser.conftest import TOO_WIDE, follow
from tests.browser.finger import Finger
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
NAMES = ["Адам", "Берта", "Віра", "Гліб", "Дана", "Емір", "Ждан", "Зоя", "Ігор", "Клим"]
MOST_CLICKS = 15  # of the two together


@standing
def zmina(public_site):
    partner = open_partner("zmina")
    for number, name in enumerate(NAMES):
        PrisonerFactory(partner=partner, writable=True, name_uk=f"{name} Вигаданко", slug=f"person-{number}")
    return partner


@standing
def two(zmina):
    return employ_editor(zmina), employ_moderator(zmina)


def go_to_announcements(finger, page, *, by_menu):
    """By the menu, which is folded on a phone and needs scripts; without them by a kept address."""
    if not by_menu:
        page.goto(reverse("announcements"))
        return
    page.goto("/admin/")
    finger.press(page, ".sidebar-nav-toggle")
    finger.follow(page, f".sidebar a[href='{reverse('announcements')}']")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_two_people_announce_an_exchange_of_ten_from_their_phones(javascript, two, as_user):
    finger = Finger()
    one, other = (as_user(user, width=320, height=640, javascript=javascript) for user in two)
    pasted = "\n".join(f"{number}. Вигаданко {name}" for number, name in enumerate(NAMES, 1))

    go_to_announcements(finger, one, by_menu=javascript)
    finger.follow(one, f"main a[href='{reverse('announce')}']")
    finger.paste_into(one, "#id_names", pasted)
    finger.follow(one, "button[name=find]")
    assert one.locator("input[name=people]:checked").count() == 10
    finger.press(one, "input[name=status][value=exchanged]")
    finger.type_into(one, "#id_on", "14.09.2026")
    finger.type_into(one, "#id_source_url", "https://example.org/exchange")
    finger.press(one, "#id_family_knows")
    finger.follow(one, "button[name=prepare]")
    go_to_announcements(finger, other, by_menu=javascript)
    finger.follow(other, "main .announcement__row a")
    finger.follow(other, "form[action$='/confirm/'] button")

    assert set(Prisoner.objects.values_list("status", flat=True)) == {Status.EXCHANGED}
    assert finger.clicks <= MOST_CLICKS


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_screens_of_announcements_break_no_rule_of_access_and_fit(language, two, as_user, look_over):
    for user in two:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    PrisonerFactory(partner=Prisoner.objects.first().partner, writable=True, name_uk="Адам Вигаданко")
    one, other = (as_user(user, width=320) for user in two)
    one.goto(reverse("announce"))
    one.fill("#id_names", "Вигаданко Адам\nВигаданко Зоя\nHtos Inshyi\nЗоя Вигаданко")
    follow(one, "button[name=find]")
    look_over(one, "announce", TOO_WIDE)

    one.check("input[name=status][value=died]")
    one.fill("#id_on", "09.2026")
    one.select_option("#id_source_kind", "family")
    follow(one, "button[name=prepare]")
    expect(one.locator(".refused")).to_be_focused()  # though the page before stood at its people
    look_over(one, "announce-refused", TOO_WIDE)
    one.locator("input[name=people]").first.check()
    follow(one, "button[name=prepare]")
    look_over(one, "announcements", TOO_WIDE)

    other.goto(reverse("announcement", args=[Announcement.objects.get().pk]))
    look_over(other, "announcement", TOO_WIDE)
    one.goto(reverse("announcement", args=[Announcement.objects.get().pk]))
    look_over(one, "announcement-own", TOO_WIDE)
    other.check("#id_family_knows")
    follow(other, "form[action$='/confirm/'] button")
    look_over(other, "announced", TOO_WIDE)


def test_people_ticked_in_the_list_are_taken_to_the_form(two, as_user):
    page = as_user(two[0])
    page.goto(reverse("wagtailsnippets_prisoner_pages_prisoner:list"))
    for box in page.locator("[data-bulk-action-checkbox]").all()[:3]:
        box.check()

    follow(page, f"[data-bulk-action-button][href='{reverse('announce')}']")

    assert page.locator("input[name=people]:checked").count() == 3
