"""Staff set up a second step and use it, in a browser with a key of its own; its pages are for everybody."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from wagtail.users.models import UserProfile

from home.login.actions.mails import link_to_new_password
from home.login.actions.resets import ask_reset
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.login import PASSWORD, code_of, give_app, give_codes, log_in_fully, staff_account
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, later, uk_and

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def door(settings):
    settings.SECOND_STEP = True
    cache.clear()


@pytest.fixture
def anna(public_site):
    return staff_account()


def give_key(page):
    """Put a key into the browser, which holds passkeys and whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter_password(page):
    page.goto("/admin/")
    page.fill("input[name=login]", "anna")
    page.fill("input[name=password]", PASSWORD)
    follow(page, "main form button[type=submit]")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_an_app_is_set_up_at_the_first_login_and_asked_for_at_the_next(javascript, anna, browser_page):
    page = browser_page(javascript=javascript, language="en")
    enter_password(page)
    follow(page, "text=Set up an app")
    secret = page.inner_text(".login-secret code")
    page.fill("input[name=code]", code_of(secret))
    follow(page, "main form button[type=submit]")
    assert page.locator(".login-codes li").count() == 10
    follow(page, "text=I have saved them")
    assert page.url.endswith("/admin/")

    page.goto("/admin/me/")
    follow(page, "header button")
    cache.clear()  # or the code would be known as used
    enter_password(page)
    page.fill("input[name=code]", code_of(secret))
    follow(page, "main form button[type=submit]")
    assert page.url.endswith("/admin/")


def test_a_passkey_is_added_and_then_opens_the_desk_with_a_password_and_without(anna, browser_page):
    page = browser_page(language="en")
    give_key(page)
    enter_password(page)
    follow(page, "text=Add a passkey")
    page.fill("input[name=name]", "key on the ring")
    page.check("input[name=passwordless]")
    follow(page, "#passkey-button")
    assert page.locator(".login-codes li").count() == 10
    assert Authenticator.objects.get(type="webauthn").data["name"] == "key on the ring"

    page.goto("/admin/me/")
    follow(page, "header button")
    page.goto("/admin/login/")
    with page.expect_navigation(url=re.compile("/admin/$")):
        page.click("#passkey-button")

    page.goto("/admin/me/")
    follow(page, "header button")
    enter_password(page)
    assert page.url.endswith("/admin/login/second-step/")
    with page.expect_navigation(url=re.compile("/admin/$")):
        page.click("#passkey-button")


def test_without_a_key_the_page_says_that_none_was_read(anna, browser_page):
    page = browser_page(language="en")
    give_key(page)
    page.goto("/admin/login/")
    page.click("#passkey-button")

    page.wait_for_selector("#passkey-failed:not([hidden])")


OPEN_PAGES = ["login/", "password_reset/", "password_reset/done/", "password_reset/complete/", "inactive/"]
OWN_PAGES = ["", "password/", "app/", "app/remove/", "passkeys/", "passkeys/add/", "codes/", "codes/new/"]


@pytest.mark.parametrize("language", uk_and("en"))
def test_pages_of_login_are_for_everybody(language, anna, browser_page, look_over):
    page = browser_page(language=language)
    for path in OPEN_PAGES:
        page.goto(f"/admin/{path}")
        look_over(page, as_closely=True)
    page.goto("/admin/login/")
    follow(page, "main form button[type=submit]")
    look_over(page, "login-wrong", as_closely=True)
    page.goto(urlsplit(link_to_new_password(anna)).path)
    look_over(page, "first-password", as_closely=True)

    enter_password(page)
    for path in ("", "app/", "passkeys/add/"):
        page.goto(f"/admin/me/{path}")
        look_over(page, f"first-{path.strip('/')}", as_closely=True)


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
def test_pages_of_ones_own_login_are_for_everybody(language, anna, browser_page, look_over, live_server):
    UserProfile.objects.update_or_create(user=anna, defaults={"preferred_language": language})
    client = Client()
    log_in_fully(client, anna)
    give_codes(anna)
    page = browser_page(language=language)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    for path in OWN_PAGES:
        page.goto(f"/admin/me/{path}")
        look_over(page, f"own-{path.strip('/')}", as_closely=True)
    olena = staff_account("olena", is_superuser=False)
    give_app(olena)
    ask_reset(user=olena, by=anna)
    page.goto("/admin/second-steps/")
    look_over(page, too_wide=TOO_WIDE, as_closely=True)
    page.goto("/admin/logout/")
    look_over(page, as_closely=True)

    page.context.clear_cookies()
    give_app(anna)
    enter_password(page)
    look_over(page, "second-step", as_closely=True)
