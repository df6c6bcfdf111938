"""A coordinator adds a partner and closes another, by the buttons of the screens."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from letters.choices.desk import DeskRole
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.models import Partner
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ, employ_coordinator, employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, later

pytestmark = pytest.mark.browser


@standing
def coordinator(public_site):
    zmina, pen = open_partner("zmina"), open_partner("pen")
    PrisonerFactory(partner=zmina)
    employ_editor(zmina)
    seat(desk=create_desk(partner=pen), user=employ("reader"), role=DeskRole.SCREENER)
    return employ_coordinator()


LATER = later(("en", True), ("uk", False), why=NO_SCRIPTS)


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize(("language", "javascript"), [("uk", True), *LATER])
def test_a_partner_is_added_and_another_closed(coordinator, as_user, look_over, language, javascript):
    look = look_over if javascript else lambda *_page: None
    UserProfile.objects.update_or_create(user=coordinator, defaults={"preferred_language": language})
    page = as_user(coordinator, language=language, javascript=javascript)
    page.goto(reverse("partners"))
    look(page, "partners", TOO_WIDE)

    follow(page, f"main a[href='{reverse('new_partner')}']")
    for name, words in {"name_uk": "Нова спілка", "name_en": "New Union", "slug": "new-union"}.items():
        page.fill(f"[name={name}]", words)
    look(page, "new-partner", TOO_WIDE)
    follow(page, "main form button[type=submit]")
    look(page, "partner", TOO_WIDE)
    assert "Нова спілка" in page.inner_text("main h1")

    follow(page, f"main a[href='{reverse('partners')}']")
    follow(page, "main td a:has-text('zmina')")
    follow(page, "main a[href$='/close/']")
    look(page, "close-partner", TOO_WIDE)
    page.select_option("[name=letter_desk]", label="Партнер pen")
    follow(page, "main form button.no")

    look(page, "closed-partner", TOO_WIDE)
    assert Partner.objects.get(slug="zmina").closed_on
