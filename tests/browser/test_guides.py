"""Guides in a real browser: from a screen to the part about it, readable on a telephone."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from home.guides.read_models import guide, part_address, parts_of_panels, parts_of_screens
from prisoner_pages.models import Partner
from tests.browser.conftest import TOO_WIDE, follow, open_form
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_LANGUAGE, OTHER_SCREEN, first_of, uk_and

pytestmark = pytest.mark.browser
TABLE, PEOPLE = "letter_sheet", "wagtailsnippets_prisoner_pages_prisoner:list"
HELP = "main a.help-here"


@standing
def editor(public_site):
    return employ_editor(open_partner("zmina"))


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
@pytest.mark.parametrize("screen", first_of([TABLE, PEOPLE]))
def test_help_leads_from_a_screen_to_the_part_about_it(editor, as_user, language, screen):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    page = as_user(editor, width=320, language=language)
    page.goto(reverse(screen))

    follow(page, HELP)

    assert unquote(page.url).endswith(part_address(parts_of_screens()[screen], language))
    assert page.inner_text("main h2:target") in {part.words for part in guide("editor", language).parts}
    expect(page.locator("main h2:target")).to_be_in_viewport()


PLACE = "prisoner_pages.prisoner.facility"
BESIDE = {
    "uk": ("Місце й листи", "Довідка: Місце утримання"),
    "en": ("Place and letters", "Help: Place of detention"),
}


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", first_of(BESIDE, why=OTHER_LANGUAGE))
def test_help_beside_a_panel_is_reached_by_key_and_leaves_what_is_typed(editor, as_user, look_over, language):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    tab, name = BESIDE[language]
    page = as_user(editor, width=360, language=language)
    open_form(page, PrisonerFactory(partner=Partner.objects.get(slug="zmina")))
    page.get_by_role("tab", name=tab).click()
    page.fill("#id_place_as_stated", "десь")
    beside = page.get_by_role("link", name=name)
    beside.locator("xpath=ancestor::*[@data-panel]").locator("[data-panel-toggle]").focus()
    page.keyboard.press("Tab")
    if page.locator(":focus").get_attribute("class") != "help-panel":  # Wagtail's own link to the panel
        page.keyboard.press("Tab")
    expect(beside).to_be_focused()
    look_over(page, "help-beside-a-panel", TOO_WIDE.replace("main", ".w-panel__header"))

    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")

    part = part_address(parts_of_panels()[PLACE], language)
    opened.value.wait_for_url(lambda url: unquote(url).endswith(part))
    expect(opened.value.locator("main h3:target")).to_be_in_viewport()
    assert page.input_value("#id_place_as_stated") == "десь"


@pytest.mark.full(OTHER_SCREEN)
def test_a_guide_and_the_list_of_guides_break_no_rule_of_access_and_fit(editor, as_user, look_over):
    page = as_user(editor, width=320)
    for address in (reverse("guides"), reverse("guide", args=["editor"]), reverse("guide", args=["letter"])):
        page.goto(address)
        look_over(page, "guides", TOO_WIDE)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_the_guide_to_the_api_and_the_page_of_its_operations_break_no_rule_of_access_and_fit(
    public_site, browser_page, look_over
):
    page = browser_page(language="en")
    for address in ("/api/v1/guide", "/api/v1/docs"):
        page.goto(address)
        look_over(page)


def test_every_picture_of_a_guide_is_shown(editor, as_user):
    page = as_user(editor, width=1400)
    page.goto(reverse("guide", args=["editor"]), wait_until="load")

    for picture in page.locator("article img").all():
        assert picture.evaluate("image => image.naturalWidth") > 0
