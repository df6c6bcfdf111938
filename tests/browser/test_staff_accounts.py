"""Accounts of the staff in a real browser: text that outlives a session, invitations, sessions, leaving."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from home.models import Invitation, StaffSession
from home.staff.actions.invitations import invite, token_of
from prisoner_pages.models import PrisonerPage
from prisoner_pages.roles import EDITOR
from tests.browser.conftest import follow, open_form, type_into
from tests.factories.partners import employ_as, employ_coordinator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.home.staff.logins import PASSWORD, with_password
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
NAMES = "input[name=username]"


@standing
def partner(public_site):
    return open_partner("zmina")


@standing
def coordinator(partner):
    return with_password(employ_coordinator("coordinator.site"))


def log_in_by_form(page, user, address="/admin/"):
    page.goto(address)
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    follow(page, "button[type=submit]")


def log_in_in_the_other_tab(page, user):
    with page.context.expect_page() as opened:
        page.click("main a.button")
    other = opened.value
    other.fill("input[name=login]", user.username)
    other.fill("input[name=password]", PASSWORD)
    follow(other, "button[type=submit]")
    assert other.url.endswith("/admin/me/logged-in/")
    other.close()


def in_language(user, language):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_what_was_typed_outlives_the_session_and_is_saved_after_a_new_login(
    javascript, coordinator, partner, browser_page, look_over
):
    page = browser_page(javascript=javascript)
    log_in_by_form(page, coordinator, "/admin/me/sessions/")
    page.fill("input[name=name]", "ноутбук «на роботі»")
    StaffSession.objects.all().delete()

    follow(page, "text=Зберегти назву")
    assert "Набране не втрачено" in page.inner_text("h1")
    if javascript:
        look_over(page, "kept-form", as_closely=True)
    log_in_in_the_other_tab(page, coordinator)
    follow(page, "main form button")
    assert "Надіслати набране" in page.inner_text("main form button")
    follow(page, "main form button")

    # The device of the first login is known again, and named by the form that waited.
    assert page.input_value("input[name=name]") == "ноутбук «на роботі»"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_story_typed_into_the_page_editor_outlives_the_session(coordinator, partner, browser_page):
    PrisonerFactory(partner=partner)
    story = PrisonerPage.objects.get(locale__language_code="uk")
    page = browser_page()
    log_in_by_form(page, coordinator)
    open_form(page, story)
    type_into(page, "[name=intro], [data-contentpath=intro] [contenteditable=true]", "Слова, набрані довго.")
    StaffSession.objects.all().delete()
    page.evaluate("document.querySelector('#page-edit-form').requestSubmit()")
    page.wait_for_selector("main.staff-narrow")

    log_in_in_the_other_tab(page, coordinator)
    follow(page, "main form button")
    follow(page, "main form button")

    saved = PrisonerPage.objects.get(pk=story.pk).get_latest_revision()
    assert "Слова, набрані довго." in str(saved.content)


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_screens_of_accounts_are_usable_and_fit(language, coordinator, partner, as_user, look_over):
    in_language(coordinator, language)
    editor = employ_as(EDITOR, partner=partner)
    invite(by=coordinator, email="somebody.with.a.long.name@example.org", roles=["partner:editor:zmina"])
    page = as_user(coordinator, language=language)

    for address in (
        "/admin/me/sessions/",
        "/admin/me/logged-in/",
        "/admin/people/",
        f"/admin/people/{editor.pk}/",
        f"/admin/people/{editor.pk}/leave/",
        "/admin/people/invitations/",
        "/admin/open-languages/",
        "/admin/open-languages/uk/",
        "/admin/open-languages/de/",
    ):
        assert page.goto(address).status == 200, address
        look_over(page, as_closely=True)


def test_page_of_an_invitation_is_for_everybody_in_english_too(coordinator, browser_page, look_over):
    invitation = invite(by=coordinator, email="new@example.org", roles=["partner:editor:zmina"])
    page = browser_page(language="en")
    page.goto(f"/admin/invitation/{token_of(invitation)}/")
    follow(page, "main button")
    look_over(page, "invitation-empty", as_closely=True)
    page.goto("/admin/invitation/unknown/")
    look_over(page, "no-invitation", as_closely=True)


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_invited_person_makes_an_account_by_keyboard(
    javascript, coordinator, browser_page, look_over, settings
):
    settings.SECOND_STEP = True  # as where the world sees it; whoever comes has no login yet
    invitation = invite(by=coordinator, email="new@example.org", roles=["partner:editor:zmina"])
    page = browser_page(javascript=javascript)
    page.goto(f"/admin/invitation/{token_of(invitation)}/", wait_until="networkidle")
    assert page.locator("form").count() == 1
    if javascript:
        look_over(page, "invitation", as_closely=True)
    page.focus(NAMES)
    for words in ("nova", "Нова", "Людина", PASSWORD, PASSWORD):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/admin/login/") and get_user_model().objects.filter(username="nova").exists()
    page.goto(f"/admin/invitation/{token_of(invitation)}/")
    assert "більше не дійсне" in page.inner_text("h1")
    if javascript:
        look_over(page, "no-invitation", as_closely=True)


def test_coordinator_invites_and_closes_without_javascript(coordinator, partner, as_user):
    editor = employ_as(EDITOR, partner=partner)
    page = as_user(coordinator, javascript=False)
    page.goto("/admin/people/invitations/")
    page.fill("input[name=email]", "new@example.org")
    page.check("input[value='partner:editor:zmina']")
    follow(page, "text=Надіслати запрошення")
    assert Invitation.objects.get().roles == ["partner:editor:zmina"]
    follow(page, "text=Відкликати")
    assert not Invitation.objects.exists()

    page.goto(f"/admin/people/{editor.pk}/")
    follow(page, "text=Що закінчиться")
    follow(page, "main button.no")
    assert not get_user_model().objects.get(pk=editor.pk).is_active


def test_somebody_without_a_last_name_chooses_the_language_of_the_admin(coordinator, as_user):
    page = as_user(coordinator, width=320)
    page.goto("/admin/account/")
    page.select_option("[name$=preferred_language]", "en")
    follow(page, "form button:has-text('Зберегти')")
    page.goto("/admin/")

    assert page.locator("html").get_attribute("lang") == "en"
