"""Desks, numbers and requests for access in a real browser: by keys, without scripts, on a phone."""

import pytest
from wagtail.users.models import UserProfile

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.handling.actions.emergency_access import ask_for_access
from letters.models import DeskMember
from letters.oversight.actions.desks import seat
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter, make_letters
from tests.standing import standing

pytestmark = pytest.mark.browser


@standing
def head(public_site):
    person = PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=[])
    head = make_member(person.partner, "head", DeskRole.COORDINATOR)
    desk = head.desk_seats.get().desk
    volunteer = make_member(person.partner, "volunteer")
    seat(desk=desk, user=volunteer, role=DeskRole.TRANSLATOR, languages="de,crh")
    for state in (LetterState.RECEIVED, LetterState.POSTED):
        make_letters(person, 9, state=state)
    second = make_member(person.partner, "second", DeskRole.COORDINATOR)
    ask_for_access(letter=make_letter(person), by=second, reason="Родина просить")
    return head


@pytest.fixture
def open_page(head, as_user):
    def opened(language="uk", **how):
        UserProfile.objects.update_or_create(user=head, defaults={"preferred_language": language})
        return as_user(head, **how)

    return opened


def screens(head):
    desk = head.desk_seats.get().desk_id
    seats = DeskMember.objects.get(user__username="volunteer").pk
    return [
        "/admin/letters/desks/",
        f"/admin/letters/desks/{desk}/",
        f"/admin/letters/desks/{desk}/postage/",
        f"/admin/letters/desks/{desk}/seats/{seats}/",
        f"/admin/letters/desks/{desk}/seats/{seats}/end/",
        "/admin/letters/numbers/",
        "/admin/letters/glass/",
    ]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_screens_break_no_rule_of_access_and_fit(open_page, head, look_over, language):
    page = open_page(language, width=320)
    for path in screens(head):
        page.goto(path)
        look_over(page)


def test_seat_is_given_and_numbers_are_asked_for_by_keys_alone_without_scripts(open_page, head):
    make_member(head.desk_seats.get().desk.partner, "newcomer")
    page = open_page(javascript=False)
    page.goto(screens(head)[1])
    page.focus("#id_person")
    page.keyboard.type("newcomer")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.type") != "checkbox":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    given = DeskMember.objects.get(user__username="newcomer")
    assert given.role == DeskRole.TRANSLATOR and given.language_codes == ["uk"]

    page.goto("/admin/letters/numbers/")
    page.fill("#id_first", "2020-01")
    page.focus("#id_first")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "first=2020-01" in page.url and page.locator(".letter-numbers").count() > 1
