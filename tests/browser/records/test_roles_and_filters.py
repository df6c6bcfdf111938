"""What coordinators see of roles and filters, in a real browser: on a phone and on a desk."""

import pytest
from django.urls import reverse

from prisoner_pages.models import Interest
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_coordinator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import word_in
from tests.standing import standing
from tests.tiers import OTHER_SCREEN

pytestmark = pytest.mark.browser
PEOPLE = "wagtailsnippets_prisoner_pages_prisoner:list"


@standing
def coordinator(public_site):
    partner = open_partner("zmina")
    for name in ("Вигаданий Шахіст", "Вигадана Співачка"):
        person = PrisonerFactory(partner=partner, name_uk=name, writable=True)
        person.interests.add(word_in(["uk", "en"], Interest, name.split()[1], name))
        person.save()
    return employ_coordinator()


@pytest.mark.full(OTHER_SCREEN)
def test_who_may_do_what_breaks_no_rule_of_access_and_fits(coordinator, as_user, look_over):
    page = as_user(coordinator, width=320)
    page.goto(reverse("who_may_do_what"))

    look_over(page, "roles", TOO_WIDE)


@pytest.mark.full(OTHER_SCREEN)
def test_the_screens_of_languages_break_no_rule_of_access_and_fit(coordinator, as_user, look_over):
    page = as_user(coordinator, width=320)
    page.goto(reverse("languages_to_open"))
    look_over(page, "languages", TOO_WIDE)
    follow(page, "main a[lang='de']")
    look_over(page, "language", TOO_WIDE)


def test_a_filter_of_the_public_list_narrows_the_list_of_records(coordinator, as_user, look_over):
    page = as_user(coordinator)
    page.goto(reverse(PEOPLE))
    page.click("button:has(svg.icon-sliders)")
    page.click(".w-drilldown__toggle[aria-controls='drilldown-id_interest']")
    look_over(page, "filters")
    page.select_option("#id_interest", label="Шахіст")
    page.wait_for_url("**interest=*")

    page.locator("main tr", has_text="Вигадана Співачка").wait_for(state="detached")
    assert page.locator("main tr", has_text="Вигаданий Шахіст").count() == 1
