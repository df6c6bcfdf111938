"""Somebody nobody here knew is on the site, with a story, by two people: as they press and type it."""

import os

import pytest
from wagtail.users.models import UserProfile

from tests.browser.conftest import shoot
from tests.browser.finger import Finger
from tests.factories.partners import employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import FacilityFactory
from tests.standing import standing

pytestmark = pytest.mark.browser
# To look at it: SHOTS=folder, and for a phone in English STAFF_LANGUAGE=en WIDTH=320.
LANGUAGE, WIDTH = os.environ.get("STAFF_LANGUAGE", "uk"), int(os.environ.get("WIDTH", "1400"))
NARROW = 800  # px: the menu is folded
SHOWN = "[role=tabpanel]:not([hidden])"
WAITING = "#awaiting-review-section"
INTRO, STORY, PLACE = "Учителька з Ялти.", "Зоя навчала дітей малювати море.", "Вигадана колонія № 9"
PAGE = "/uk/prisoners/zoia-zghurska/"
MOST_CLICKS = 40  # of the two together


@standing
def two(public_site):
    FacilityFactory(name_uk=PLACE)
    zmina = open_partner("zmina")
    staff = employ_editor(zmina), employ_moderator(zmina)
    UserProfile.objects.filter(user__in=staff).update(preferred_language=LANGUAGE)
    return staff


def test_two_people_bring_somebody_new_with_a_story_to_the_site(two, as_user, browser_page):
    finger = Finger()
    one, other = (as_user(user, width=WIDTH, language=LANGUAGE) for user in two)
    reader = browser_page(width=WIDTH)

    fill_in_the_record(finger, one)
    record_a_basis(finger, one)
    submit(finger, one)
    tell_the_story(finger, one)
    submit(finger, one)
    assert reader.goto(PAGE).status == 404
    approve_both(finger, other)

    assert reader.goto(PAGE).status == 200
    shown = reader.inner_text("main")
    shoot(reader, "9-public")
    assert [words for words in ("Зоя Згурська", INTRO, STORY, PLACE) if words not in shown] == []
    print(finger)
    assert finger.clicks <= MOST_CLICKS


def fill_in_the_record(finger, page):
    page.goto("/admin/")
    if WIDTH < NARROW:
        finger.press(page, ".sidebar-nav-toggle")
    finger.follow(page, ".sidebar a[href='/admin/prisoners/']")
    finger.follow(page, "a[href$='/prisoners/add/']")
    shoot(page, "1-new")
    write(finger, page, "#id_name_uk", "Зоя Згурська")
    write(finger, page, "#id_name_ru", "Згурская Зоя Петровна")
    write(finger, page, "#id_birth_date", "27.04.1980")
    show(finger, page, "#id_status")
    finger.choose(page, "#id_status", "sentenced")
    show(finger, page, "#id_facility-chooser")
    finger.press(page, "#id_facility-chooser .unchosen button")
    finger.press(page, ".modal a[data-chooser-modal-choice]")
    show(finger, page, "#id_sources-ADD")
    finger.press(page, "#id_sources-ADD")
    write(finger, page, "#id_sources-0-url", "https://example.org/zoia")
    shoot(page, "2-filled")
    finger.follow(page, "footer button[type=submit]:not([name])")


def record_a_basis(finger, page):
    link = "a[href*='/consents/add/?scope=name']"
    show(finger, page, link)
    shoot(page, "3-saved")
    finger.follow(page, f"{SHOWN} {link}")
    finger.type_into(page, "#id_given_by", "сестра")
    finger.type_into(page, "#id_given_on", "14.09.2026")
    finger.type_into(page, "#id_proof", "лист до нас")
    shoot(page, "4-basis")
    finger.follow(page, "main form [type=submit]")


def tell_the_story(finger, page):
    """From the record, where who submits stays: it is locked by now, and leads on."""
    shoot(page, "5-submitted")
    show(finger, page, "a[href*='/admin/pages/']")
    finger.follow(page, f"{SHOWN} a[href*='/admin/pages/']")
    finger.type_into(page, "#id_intro", INTRO)
    finger.press(page, "[data-streamfield-stream-container] button[title]")
    finger.press(page, ".w-combobox [role=option]")
    finger.type_into(page, "[data-streamfield-stream-container] [contenteditable=true]", STORY)
    shoot(page, "6-story")


def submit(finger, page):
    finger.press(page, "footer [data-w-dropdown-target=toggle]")
    finger.follow(page, "footer [name=action-submit]")


def approve_both(finger, page):
    approve = f"{WAITING} [data-workflow-action-url*=approve]"
    page.goto("/admin/")
    shoot(page, "7-day")
    finger.follow(page, ".my-day a[href$='/to-approve/']")
    finger.press(page, f"{WAITING} [data-w-dropdown-target=toggle]")
    shoot(page, "8-to-approve")
    finger.follow(page, f"{approve}:not([data-launch-modal])")  # the story
    finger.press(page, f"{WAITING} [data-w-dropdown-target=toggle]")
    finger.press(page, f"{approve}[data-launch-modal]")  # the record
    finger.follow(page, ".modal form [type=submit]")
    shoot(page, "8-approved")
    assert page.locator(WAITING).count() == 0


def show(finger, page, what):
    """Open the tab in which it lies, unless it is open."""
    panels = page.locator(f"[role=tabpanel]:has({what})")
    if not panels.and_(page.locator(":visible")).count():
        finger.press(page, f"#{panels.first.get_attribute('aria-labelledby')}")


def write(finger, page, field, words):
    show(finger, page, field)
    finger.type_into(page, field, words)
