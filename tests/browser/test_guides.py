"""Guides in a real browser: from a screen to the part about it, readable on a telephone."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from home.guides.read_models import guide, part_address, parts_of_screens
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_editor, open_partner
from tests.standing import standing

pytestmark = pytest.mark.browser
TABLE, PEOPLE = "letter_sheet", "wagtailsnippets_prisoner_pages_prisoner:list"
HELP = "main a.help-here"


@standing
def editor(public_site):
    return employ_editor(open_partner("zmina"))


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("screen", [TABLE, PEOPLE])
def test_help_leads_from_a_screen_to_the_part_about_it(editor, as_user, language, screen):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    page = as_user(editor, width=320, language=language)
    page.goto(reverse(screen))

    follow(page, HELP)

    assert unquote(page.url).endswith(part_address(parts_of_screens()[screen], language))
    assert page.inner_text("main h2:target") in {part.words for part in guide("editor", language).parts}
    expect(page.locator("main h2:target")).to_be_in_viewport()


def test_a_guide_and_the_list_of_guides_break_no_rule_of_access_and_fit(editor, as_user, look_over):
    page = as_user(editor, width=320)
    for address in (reverse("guides"), reverse("guide", args=["editor"]), reverse("guide", args=["letter"])):
        page.goto(address)
        look_over(page, "guides", TOO_WIDE)


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
