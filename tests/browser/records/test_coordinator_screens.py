"""What a coordinator keeps for all, by the buttons of the screens: places, figures, menu, old addresses."""

from functools import partial

import pytest
from django.urls import reverse

from home.models import HomePage, StandardPage
from prisoner_pages.models import Facility, Figure
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_coordinator
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later

pytestmark = pytest.mark.browser
FIGURES = "wagtailsnippets_prisoner_pages_figure:list"


@standing
def coordinator(public_site):
    for number in (1, 2):
        Facility.objects.create(
            name_ru=f"ИК-{number}", name_uk=f"Виправна колонія № {number}", region_ru="Вымышленная область"
        )
    Figure.objects.create(
        date="2026", subject="prisoners", counted_by_uk="Місія", counted_by_en="M", total=202
    )
    home = HomePage.objects.get(locale__language_code="uk")
    home.add_child(instance=StandardPage(title="Волонтерам", slug="volunteers", locale=home.locale))
    return employ_coordinator()


@pytest.fixture
def open_page(coordinator, as_user):
    return partial(as_user, coordinator)


@pytest.mark.full(OTHER_SCREEN)
def test_the_screens_fit_and_break_no_rule_of_access(open_page, look_over):
    page = open_page()
    for name in ("places", "site_frame", "old_addresses"):
        page.goto(reverse(name))
        look_over(page, name, TOO_WIDE)


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_the_post_of_the_places_ticked_is_said(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto(reverse("places"))
    for box in page.locator("main input[name=places]").all():
        box.check()
    page.select_option("main [name=status]", "blocked")
    page.fill("main [name=source_url]", "https://example.org/post")
    page.fill("main [name=checked_on]", "02.11.2026")

    follow(page, "main form[method=post] button[type=submit]:not([name])")

    assert set(Facility.objects.values_list("mail_status", flat=True)) == {"blocked"}


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_wrong_figure_is_put_right(open_page, look_over):
    page = open_page()
    page.goto(reverse(FIGURES))
    page.click("main tr:has-text('202') .w-dropdown__toggle, main tr:has-text('202') button")
    follow(page, "a[href$='/correct/']")
    look_over(page, "correct-figure", TOO_WIDE)
    page.fill("main [name=total]", "220")
    page.fill("main [name=reason]", "переставлено цифри")

    follow(page, "main form button[type=submit]")

    assert Figure.objects.shown().get().total == 220


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_a_page_comes_into_the_menu_and_an_old_address_leads_to_it(open_page):
    page = open_page()
    page.goto(reverse("site_frame"))
    page.select_option("main [name=volunteers-where]", "menu")
    follow(page, "main form button[type=submit]")
    page.goto("/uk/")
    assert "Волонтерам" in page.inner_text(".site-menu")

    page.goto(reverse("old_addresses"))
    page.fill("main [name=old]", "/uk/help/")
    page.fill("main [name=new]", "/uk/volunteers/")
    follow(page, "main form button[type=submit]")
    page.goto("/uk/help/")

    assert "/uk/volunteers/" in page.url
