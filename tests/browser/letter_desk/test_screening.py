"""The first reader's panel in a real browser: at a desk, on a telephone, by keys alone, without scripts."""

from functools import partial

import pytest
from django.contrib.auth import get_user_model

from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.log.actions.entries import log_by_staff
from letters.models import Letter
from letters.screening.actions.word_lists import load_words
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import OTHER_KIND, later, uk_and

pytestmark = pytest.mark.browser


@standing
def letter(public_site):
    load_words()
    person = PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=[])
    return make_letter(person, body="Доброго дня!\n\nТут про війну й про море.\n\nПосольство", has_email=True)


@pytest.fixture
def reader_page(letter, as_user):
    user = make_member(letter.prisoner.partner, "screener", DeskRole.SCREENER)

    return partial(as_user, user)


@pytest.mark.parametrize("path", [*later("", why=OTHER_KIND), "screen/"], ids=["letter", "panel"])
@pytest.mark.parametrize("language", uk_and("en"))
def test_panel_breaks_no_rule_of_access_with_all_of_it_open(reader_page, letter, look_over, path, language):
    letter_page = reader_page(width=320, language=language)
    letter_page.goto(f"/admin/letters/{letter.uuid}/{path}")
    for summary in letter_page.locator(".screening__decision > summary").all():
        summary.click()

    look_over(letter_page)


@pytest.mark.parametrize("language", uk_and("en"))
def test_similar_letters_are_read_and_accepted_by_the_form_beside_them(
    reader_page, letter, look_over, language
):
    for body in ("Доброго дня!\n\nТут про море.", "Доброго дня!\n\nТут про море й сад."):
        make_letter(letter.prisoner, body=body, flood_group="ab")
    page = reader_page(width=320, language=language)
    page.goto("/admin/letters/?step=inbox")
    follow(page, 'a[href="/admin/letters/similar/ab/"]')
    look_over(page)
    assert " й сад" in page.locator("ins").inner_text()

    follow(page, "[data-bulk-go]")
    assert Letter.objects.filter(state=LetterState.ACCEPTED).count() == 2


@pytest.mark.parametrize("language", uk_and("en"))
def test_who_keyed_a_letter_in_reads_on_its_page_who_accepts_it(reader_page, letter, look_over, language):
    log_by_staff(letter, LogAction.KEYED_IN, by=get_user_model().objects.get(username="screener"))
    make_member(letter.prisoner.partner, "iryna", DeskRole.SCREENER)
    page = reader_page(width=320, language=language)

    page.goto(f"/admin/letters/{letter.uuid}/")

    assert "iryna" in page.locator("#screen-decide ~ .help-block").inner_text()
    assert page.locator("form[action$='/screen/accept/']").count() == 0
    look_over(page, "keyed-in")


def test_mark_is_reached_by_keys_and_leads_to_its_reason(reader_page, letter):
    page = reader_page()
    page.goto(f"/admin/letters/{letter.uuid}/screen/")
    page.locator("#mark-1").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**#reason-1")
    assert "цензор" in page.locator("#reason-1").inner_text()


def test_letter_is_returned_without_scripts(reader_page, letter):
    page = reader_page(width=360, javascript=False)
    page.goto(f"/admin/letters/{letter.uuid}/screen/")
    decision = page.locator(".screening__decision").filter(has=page.locator('input[value="hints"]'))
    decision.locator("summary").click()
    decision.locator('input[value="hints"]').check()
    follow(page, decision.locator('button[name="preview"]'))
    assert page.locator(".screening__preview li").count() == 1
    assert Letter.objects.get().state == LetterState.RECEIVED

    preview = page.locator(".screening__decision").filter(has=page.locator(".screening__preview"))
    follow(page, preview.locator('button:not([name="preview"])'))

    assert Letter.objects.get().state == LetterState.REJECTED
