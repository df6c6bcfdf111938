"""The screens after posting in a real browser: a returned letter, stopped places, replies, the bank."""

from functools import partial

import pytest
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import Reply
from letters.posting.actions.replies import add_reply
from letters.posting.actions.returns import come_back
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing
from tests.tiers import OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser
LIST = "/admin/letters/"


@standing
def person(public_site):
    return PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=[])


@standing
def dispatcher(person):
    return make_member(person.partner, "dispatcher", DeskRole.DISPATCHER)


@pytest.fixture
def desk_page(dispatcher, as_user):
    return partial(as_user, dispatcher)


def bring_back(person, by):
    letter = posted_letter(person)
    return come_back(letter=letter, by=by, version=letter.version, reason="moved")


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_screens_break_no_rule_of_access(desk_page, person, dispatcher, look_over, language):
    returned = [bring_back(person, dispatcher) for _number in range(2)][0]
    reply = add_reply(prisoner=person, by=dispatcher, text="Дякую!", received_on=timezone.localdate())
    printed = printed_of(make_pack([person]))[0].letter
    page = desk_page(width=320, language=language)

    for address in (
        f"{LIST}{printed.uuid}/",
        f"{LIST}{returned.uuid}/",
        f"{LIST}{posted_letter(person).uuid}/",
        f"{LIST}?step=follow_up",
        f"{LIST}stops/",
        f"{LIST}bank/",
        f"{LIST}replies/",
        f"{LIST}replies/add/",
        f"{LIST}replies/{reply.uuid}/",
    ):
        page.goto(address)
        look_over(page)


def test_letter_comes_back_and_a_reply_is_typed_without_scripts(desk_page, person):
    first, second = posted_letter(person), posted_letter(person)
    page = desk_page(width=360, javascript=False)

    page.goto(f"{LIST}{first.uuid}/")
    page.click("label:has([value=released])")
    with page.expect_navigation():
        page.click("form[action$='/come-back/'] button")
    assert state_of(first) == LetterState.RETURNED

    page.goto(f"{LIST}{second.uuid}/")
    follow(page, "a[href*='replies/add/']")
    page.fill("[name=text]", "Дякую за листа!")
    with page.expect_navigation():
        page.click("form[enctype] button[type=submit]")
    assert (Reply.objects.get().letter, state_of(second)) == (second, LetterState.ANSWERED)
    assert "Дякую за листа!" in page.inner_text("main")
