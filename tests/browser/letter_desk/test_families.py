"""A relative asks from a person's page or an error page; an editor hides, answers, and the code opens it."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from letters.models import FamilyRequest
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.browser.conftest import WIDTHS, follow
from tests.factories.partners import employ_coordinator, employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
WORDS = "Прізвище дитини не для сторінки."
GO_ON = "#family-form .button[name=go]"


@standing
def person(public_site):
    return PrisonerFactory(partner=open_partner("zmina"), writable=True, slug="vilnyi", stories=["uk"])


@pytest.fixture(autouse=True)
def _no_wait(settings):
    """A test types faster than people do. And it leaves for a page of ours, since it asks no other host."""
    settings.HARMLESS_PAGE = "/robots.txt"
    with mock.patch("letters.family.views.tell_us.FASTEST_SENDING", timedelta(0)):
        yield


def ask(page, wish, words=WORDS):
    page.check(f"[name=wish][value={wish}]")
    follow(page, GO_ON)
    page.fill("[name=words]", words)
    follow(page, GO_ON)
    follow(page, GO_ON)
    return page.inner_text(".code")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_relative_asks_on_a_phone_an_editor_hides_and_answers_and_the_code_opens_it(
    javascript, person, browser_page, as_user
):
    phone = browser_page(width=WIDTHS[0], javascript=javascript)
    phone.goto("/uk/prisoners/vilnyi/")
    follow(phone, ".for-family a")
    code = ask(phone, "hide")
    assert FamilyRequest.objects.get().is_unproven is not javascript

    editor = as_user(employ_editor(person.partner))
    editor.goto("/admin/")
    follow(editor, "a[href='/admin/letters/family/']")
    follow(editor, ".letter-rows a")
    assert WORDS not in editor.content()
    follow(editor, "form[action$='/pause/'] button")
    follow(editor, "#words-title ~ form button")
    expect(editor.locator("section[aria-labelledby=words-title]")).to_contain_text(WORDS)
    editor.select_option("[name=answer]", "at_once")
    editor.fill("[name=words]", "Подзвоніть адвокатові.")
    follow(editor, "#answer-title ~ form button:not([name])")
    follow(editor, "button[name=close]")  # what was answered stays as it is

    assert phone.request.get("/uk/prisoners/vilnyi/").status == 404
    follow(phone, "main .button--link")
    phone.fill("[name=code]", code)
    follow(phone, "main form .button")
    expect(phone.locator("[role=status]")).to_contain_text("Те, що не могло чекати, ми зробили одразу")
    expect(phone.locator("[role=status]")).to_contain_text("Подзвоніть адвокатові.")
    assert WORDS not in phone.content() and "vilnyi" not in phone.url


def test_from_the_page_of_somebody_hidden_the_way_leads_to_the_partner(person, browser_page):
    pause_prisoner(person, by=None)
    page = browser_page(width=WIDTHS[0], javascript=False)
    page.goto("/uk/prisoners/vilnyi/")
    follow(page, "main p:not(.buttons) > a")
    ask(page, "correct")

    assert FamilyRequest.objects.get().slug == "vilnyi"


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_leaving_leads_away_at_once_and_back_shows_nothing_typed(javascript, person, browser_page):
    page = browser_page(width=WIDTHS[0], javascript=javascript)
    page.goto("/uk/about-nothing/")
    page.goto("/uk/prisoners/vilnyi/tell-us/")
    page.check("[name=wish][value=correct]")
    follow(page, GO_ON)
    page.fill("[name=words]", WORDS)
    follow(page, GO_ON)  # the words travel on, unseen
    follow(page, "[data-leave]")
    assert page.url.endswith("/robots.txt")

    if javascript:
        for _step in range(2):  # past the page that was left: the harmless one took its place
            page.go_back()
            assert page.locator("[name=wish]").count() and WORDS not in page.content()
    else:
        with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser asks before it sends a form anew
            page.go_back()


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(language, person, browser_page, look_over):
    page = browser_page(width=WIDTHS[0])
    page.goto(f"/{language}/tell-us/")
    look_over(page, f"tell-us-{language}")
    page.check("[name=wish][value=post]")
    follow(page, GO_ON)
    look_over(page, f"tell-us-who-{language}")
    page.fill("[name=who]", "Вигаданий Вільний")
    follow(page, GO_ON)
    follow(page, GO_ON)
    look_over(page, f"tell-us-words-{language}")
    page.check("[name=arrives][value=arrive]")
    follow(page, GO_ON)
    look_over(page, f"tell-us-reach-{language}")
    follow(page, GO_ON)
    look_over(page, f"tell-us-sent-{language}")


@pytest.mark.full(OTHER_SCREEN)
def test_screens_of_staff_have_no_accessibility_fault(person, client, browser_page, as_user, look_over):
    phone = browser_page(width=WIDTHS[0])
    phone.goto("/uk/prisoners/vilnyi/tell-us/")
    phone.check("[name=wish][value=post]")
    follow(phone, GO_ON)
    phone.check("[name=arrives][value=arrive]")
    follow(phone, GO_ON)
    follow(phone, GO_ON)

    editor = as_user(employ_editor(person.partner))
    editor.goto("/admin/letters/family/")
    look_over(editor, "family-requests")
    follow(editor, ".letter-rows a")
    follow(editor, "#words-title ~ form button")
    look_over(editor, "family-request")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_coordinator_closes_an_unread_flood_by_its_button(person, browser_page, as_user, look_over):
    phone = browser_page(width=WIDTHS[0], javascript=False)
    phone.goto("/uk/prisoners/vilnyi/tell-us/")
    ask(phone, "hide")
    FamilyRequest.objects.update(received_on=timezone.localdate() - timedelta(days=8))
    desk = as_user(employ_coordinator(), width=WIDTHS[0])
    desk.goto("/admin/")
    follow(desk, "a[href='/admin/letters/family/?late']")
    look_over(desk, "family-flood")
    follow(desk, "form[action$='/flood/'] button")
    look_over(desk, "family-flood-refused")
    for name in ("first", "last"):
        desk.fill(f"[name={name}]", FamilyRequest.objects.get().received_on.strftime("%d.%m.%Y"))
    desk.fill("[name=reason]", "Тисяча однакових")
    desk.check("[name=with_hides]")
    follow(desk, "form[action$='/flood/'] button")

    assert FamilyRequest.objects.get().closed_on == timezone.localdate()
