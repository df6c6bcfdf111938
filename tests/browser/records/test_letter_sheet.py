"""What is missing for letters: a list of recipients in few clicks, and a screen that everybody can use."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
# The table is scrolled in its frame, by keyboard too.
BESIDE_TABLE = TOO_WIDE.replace("input, svg", ".sheet__frame, input, svg")


@standing
def editor(public_site):
    partner = open_partner("zmina")
    for number in range(4):
        facts = {"name_uk": f"Вигаданко Людина{number}", "name_ru": "Вигаданко Людина", "slug": f"n-{number}"}
        PrisonerFactory(partner=partner, status=Status.SENTENCED, stories=[], **facts)
    return employ_editor(partner)


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_a_list_of_recipients_makes_all_of_it_writable_in_eight_clicks(javascript, editor, as_user):
    page = as_user(editor, javascript=javascript)
    page.goto("/admin/")
    follow(page, ".my-day a[href*='show=missing']")
    page.click("input[name=tick_all]")
    page.click("input[name=all-listed]")
    page.select_option("select[name=all-letters]", "can")
    page.fill("input[name=all-source]", "https://example.org/recipients")
    page.fill("input[name=all-on]", "10.11.2026")
    follow(page, "button[name=fill]")
    follow(page, "button[name=save]")

    assert Prisoner.objects.accepting_letters().count() == 4


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_the_sheet_breaks_no_rule_of_access_and_fits(language, editor, as_user, look_over):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    page = as_user(editor)
    page.goto(reverse("letter_sheet"))
    look_over(page, "letter-sheet", BESIDE_TABLE)

    page.click("summary")
    page.fill("textarea[name=rows]", "Людина2 Вигаданко\tтак\nХтось Незнаний")
    follow(page, "button[name=paste]")
    follow(page, "button[name=save]")
    look_over(page, "letter-sheet-refused", BESIDE_TABLE)
