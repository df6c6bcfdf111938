"""An editor verifies place by place, and the screens bear it."""

import os
from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Facility, Prisoner
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser
# As many as the site is for, when somebody wants to know how long it takes: PEOPLE=220 PLACES=40.
PEOPLE, PLACES = int(os.environ.get("PEOPLE", "6")), int(os.environ.get("PLACES", "2"))
LONG_AGO, LATELY = (timezone.localdate() - timedelta(days=days) for days in (90, 3))


@standing
def editor(public_site):
    partner = open_partner("zmina")
    places = [Facility.objects.create(name_ru=f"ИК-{n}", name_uk=f"ВК-{n:02}") for n in range(PLACES)]
    for number in range(PEOPLE):
        PrisonerFactory(
            partner=partner,
            writable=True,
            facility=places[number % PLACES],
            place_verified_on=LONG_AGO,
            slug=f"person-{number}",
        )
    return employ_editor(partner)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_everybody_is_verified_place_by_place_with_one_source_typed_once(editor, as_user, browser_page):
    page, clicks, begun = as_user(editor), 0, monotonic()
    page.goto("/admin/")
    follow(page, ".sidebar a[href='/admin/verification/place/']")
    follow(page, "main table a")
    page.locator("#id_url").fill("https://example.org/list")
    page.locator("#id_on").fill(f"{LATELY:%d.%m.%Y}")
    clicks += 4
    while page.locator("main form [data-w-bulk-target=all]").count():
        page.locator("main form [data-w-bulk-target=all]").click()
        follow(page, "main form button.button[type=submit]:not([name])")
        clicks += 2
    took = monotonic() - begun

    print(f"{PEOPLE} people at {PLACES} places: {clicks} clicks, {took:.0f} s")
    assert not Prisoner.objects.to_verify_anew(FactGroup.PLACE).exists()
    assert clicks <= 4 + 2 * PLACES
    public = browser_page()
    public.goto("/uk/prisoners/person-0/")
    assert public.locator(f"time[datetime='{LATELY}']").count()


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_the_screens_of_verifying_are_accessible_and_fit_a_phone(language, editor, as_user, look_over):
    UserProfile.objects.filter(user=editor).update(preferred_language=language)
    page = as_user(editor, language=language)
    page.goto("/admin/verification/place/")
    look_over(page, "places-to-verify", TOO_WIDE)
    follow(page, "main table a")
    look_over(page, "verify-place", TOO_WIDE)
    follow(page, "main form button.button[type=submit]:not([name])")
    expect(page.locator(".refused")).to_be_focused()
    look_over(page, "verify-place-refused", TOO_WIDE)
    person = Prisoner.objects.first()
    page.goto(f"/admin/prisoners/{person.pk}/do/verify/?group=place")
    look_over(page, "verify-one", TOO_WIDE)
