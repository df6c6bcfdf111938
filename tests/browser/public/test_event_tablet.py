"""One tablet, guest after guest, at the table of an event: nothing of the one before is left."""

import os
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from letters.models import Letter
from prisoner_pages.models import EventPage, Prisoner
from tests.browser.conftest import follow
from tests.factories.partners import open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import a_campaign, an_event
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser
START = "letters/write/?event=TABLE26"
TYPED = "[...document.querySelectorAll('input, textarea')].map((field) => field.value).join()"
TABLET = {"width": 810, "height": 1080}
# As many as come to a table in one evening, when somebody wants to see it: GUESTS=40.
GUESTS = int(os.environ.get("GUESTS", "3"))


@standing
def evening(public_site):
    partner = open_partner("zmina")
    names = {"name_uk": "Вигаданий Вільний", "name_en": "Invented Free"}
    person = PrisonerFactory(writable=True, slug="vilnyi", partner=partner, stories=["uk"], **names)
    today = timezone.localdate()
    event = an_event(a_campaign([person], languages=["uk"]), languages=["uk", "en"], code="TABLE26")
    event.date, event.end_date = today, today + timedelta(days=1)
    event.save()
    return event


@pytest.fixture(autouse=True)
def _no_wait():
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


def write(page, text, name, language="uk"):
    """Write and send as a guest; return the code."""
    assert "event=TABLE26" in page.url
    follow(page, "main .card a")
    page.fill("[name=body]", text)
    follow(page, "#letter-form .button")
    page.fill("input[name=name]", name)
    page.check("[name=consent]")
    follow(page, "#letter-form .button")
    follow(page, "[name=send]")
    return page.inner_text("[data-code]").strip()


def back(page):
    """Press Back; where the browser shows a page of its own instead of sending a form again, send it."""
    with page.expect_event("domcontentloaded"):
        try:
            page.go_back()
            return
        except Error as refused:
            assert "ERR_CACHE_MISS" in str(refused)
    page.reload()


def kept_by(page):
    return page.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat().join()")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_guest_after_guest_gets_a_code_and_nothing_of_the_guest_before(evening, browser_page, javascript):
    page = browser_page(**TABLET, javascript=javascript)
    posted = []
    page.goto(f"/uk/{START}")
    codes, guests = [], {f"Гість{n}": f"Пишу про море, {n}." for n in range(100, 100 + GUESTS)}
    for name, text in guests.items():
        codes.append(write(page, text, name))
        follow(page, ".next-guest .button")
        assert "letters/write/?event=TABLE26" in page.url

    assert len(set(codes)) == Letter.objects.filter(event=evening).count() == len(guests)
    # Without scripts nothing calculates: the letters are stored all the same, and marked.
    assert set(Letter.objects.values_list("is_unproven", flat=True)) == {not javascript}
    assert kept_by(page) == ""
    page.on("request", lambda request: posted.append(request.method))
    secrets = [*codes, *guests.values(), *guests]
    for _step in range(4 * GUESTS):
        back(page)
        seen = page.content() + page.evaluate(TYPED)
        assert not [secret for secret in secrets if secret in seen], page.url
    assert set(posted) == ({"GET"} if javascript else {"GET", "POST"})
    assert Letter.objects.count() == len(guests)


def test_a_letter_begun_is_not_lost_by_back_without_a_question(evening, browser_page):
    page = browser_page(**TABLET)
    page.goto(f"/uk/{START}")
    follow(page, "main .card a")
    page.click("[name=body]")
    page.keyboard.type("Пишу про море.")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.click(".next-guest .button")

    assert asked.value.type == "beforeunload"
    assert page.input_value("[name=body]") == "Пишу про море."


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_every_page_of_a_tablet_is_without_fault(evening, browser_page, look_over, language):
    page = browser_page(width=320, language=language)
    page.goto(f"/{language}/{START}")
    look_over(page, f"event-choose-{language}")
    follow(page, "main .card a")
    look_over(page, f"event-letter-{language}")
    page.goto(f"/{language}/{START}")
    write(page, "Привіт!", "Олена")
    look_over(page, f"event-sent-{language}")
    sent = page.url
    follow(page, ".next-guest .button")
    page.goto(sent)
    look_over(page, f"event-over-{language}")
    EventPage.objects.update(is_class=True)
    page.goto(f"/{language}/letters/write/vilnyi/?event=TABLE26")
    look_over(page, f"event-class-{language}")
    page.goto(f"/{language}/letters/write/?event=unknown")
    look_over(page, f"event-not-open-{language}")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", uk_and("en", "crh"))
@pytest.mark.parametrize("status", ["sentenced", "in_transfer"])
def test_a_pupil_finds_the_field_above_700_px_at_320_and_the_words_for_pupils_unfold(
    evening, browser_page, language, status, javascript
):
    EventPage.objects.update(is_class=True)
    person = Prisoner.objects.get(slug="vilnyi")
    person.status = status
    person.save()
    page = browser_page(width=320, javascript=javascript)

    page.goto(f"/{language}/letters/write/vilnyi/?event=TABLE26")

    assert page.locator("[name=body]").bounding_box()["y"] < 700
    assert not page.locator(".class-words li").first.is_visible()
    page.click(".class-words summary")
    assert page.locator(".class-words li").count() == 3 and page.locator(".class-words li").last.is_visible()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_tablet_the_words_for_pupils_stand_open(evening, browser_page, javascript):
    EventPage.objects.update(is_class=True)
    page = browser_page(**TABLET, javascript=javascript)

    page.goto("/uk/letters/write/vilnyi/?event=TABLE26")

    assert page.locator(".class-words li").last.is_visible()
