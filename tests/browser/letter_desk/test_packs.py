"""Packs in a real browser: one click to three files, by keys, on a telephone, without scripts."""

import re
from functools import partial

import pytest
from django.core.cache import cache

from letters.choices.paper import RunState
from letters.models import DayPack
from letters.printing.actions.build_pack import build_pack
from tests.browser.conftest import follow
from tests.browser.test_second_step import give_key
from tests.factories.login import code_of, give_app
from tests.letters.pack_world import approve, make_dispatcher, make_person, pack_of
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
PACKS = "/admin/letters/packs/"


@standing
def letters(public_site):
    people = [make_person(1), make_person(2, paused_at="2026-01-01T00:00Z")]
    return [approve(people[0]), approve(people[0]), approve(people[1]), approve(people[0], "☺")]


@standing
def dispatcher(letters):
    return make_dispatcher(letters[0].prisoner.partner)


@pytest.fixture
def desk_page(dispatcher, as_user):
    return partial(as_user, dispatcher)


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)], ids=["scripts", "no scripts"])
def test_one_click_makes_a_pack_and_its_files_are_saved_after_a_proof(desk_page, letters, javascript):
    page = desk_page(javascript=javascript)
    page.goto("/admin/letters/?step=print")
    page.locator("button[value=all]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/packs/*-*/")
    follow(page, "form[action$='/files/letters/'] button")
    page.fill("input[name=password]", "password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/packs/*-*/")

    names = []
    for kind in ("letters", "envelopes", "manifest"):
        with page.expect_download() as saved:
            page.locator(f"form[action$='/files/{kind}/'] button").click()
        names.append(saved.value.suggested_filename)

    pack = DayPack.objects.get()
    assert names == [f"{pack.uuid.hex[:8]}-{number}.pdf" for number in (1, 2, 3)]
    assert pack.state == RunState.READY
    page.reload()
    assert page.locator("form[action*='/destroyed/']").count() == 3


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("how", ["code", "passkey"])
def test_whoever_has_a_second_step_opens_files_by_it(how, browser_page, dispatcher, letters, settings):
    settings.SECOND_STEP = True
    cache.clear()
    pack = pack_of(letters[:1], dispatcher)
    build_pack(pack.pk)
    page = browser_page(language="en")
    give_key(page)
    log_in_and_set_up(page, dispatcher, how)
    page.goto(f"{PACKS}{pack.uuid}/")

    follow(page, "a[href*='/me/confirm/']")
    use(page, how, "/packs/")

    with page.expect_download() as saved:
        page.locator("form[action$='/files/letters/'] button").click()
    assert saved.value.suggested_filename == f"{pack.uuid.hex[:8]}-1.pdf"
    assert page.locator("a[href*='/me/confirm/']").count() == 0


def log_in_and_set_up(page, user, how):
    """Log in with a second step, whichever it is, and no later proof than that."""
    if how == "code":
        give_app(user)
        enter(page, user)
        return use(page, how, "/admin/$")
    enter(page, user)
    follow(page, "text=Add a passkey")
    page.check("input[name=passwordless]")
    follow(page, "#passkey-button")
    page.goto("/admin/me/")
    follow(page, "header button")
    page.goto("/admin/login/")
    return use(page, how, "/admin/$")


def enter(page, user):
    page.goto("/admin/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", "password")
    follow(page, "main form button[type=submit]")


def use(page, how, then):
    cache.clear()  # or a code would be known as used
    if how == "code":
        page.fill("input[name=code]", code_of())
    with page.expect_navigation(url=re.compile(then)):
        page.click("#passkey-button" if how == "passkey" else "main form button[type=submit]")


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_no_page_of_packs_breaks_a_rule_of_access(desk_page, letters, dispatcher, look_over, language):
    pack = pack_of(letters, dispatcher)
    build_pack(pack.pk)
    building = DayPack.objects.create(desk=dispatcher.desk, envelope_format="dl", made_by=dispatcher)
    page = desk_page(width=320, language=language)

    for path in ("", f"{pack.uuid}/", f"{building.uuid}/", "../?step=print"):
        page.goto(PACKS + path)
        look_over(page)
