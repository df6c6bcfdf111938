"""Desks, numbers and requests for access in a real browser: by keys, without scripts, on a phone."""

import pytest
from wagtail.users.models import UserProfile

from home.models import StaffSession
from home.staff.actions.session_store import SessionStore
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.handling.actions.emergency_access import ask_for_access
from letters.models import DeskMember, GlassBreak
from letters.oversight.actions.desks import seat
from tests.browser.conftest import follow
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter, make_letters
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

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


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_screens_break_no_rule_of_access_and_fit(open_page, head, look_over, language):
    page = open_page(language, width=320)
    for path in screens(head):
        page.goto(path)
        look_over(page, as_closely="glass" in path)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_list_of_letters_tells_a_link_in_small_print_from_the_words_around_it(open_page, look_over):
    page = open_page()
    page.goto("/admin/letters/")
    links = page.locator("main td small a", has_text="усі листи цій людині")
    assert links.count() > 1
    assert "underline" in links.first.evaluate("link => getComputedStyle(link).textDecorationLine")
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


def give_password(page):
    page.fill("input[name=password]", "password")
    follow(page, "main form button[type=submit]")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)], ids=["scripts", "no scripts"])
def test_access_is_granted_after_a_proof_by_its_button(open_page, head, javascript):
    page = open_page("en", javascript=javascript)
    page.goto("/admin/letters/glass/")
    grant = "form[action$='/grant/'] button"
    follow(page, grant)
    assert "/admin/me/confirm/password/" in page.url and not GlassBreak.objects.get().granted_at

    give_password(page)
    assert page.url.endswith("/admin/letters/glass/")
    follow(page, grant)

    assert GlassBreak.objects.get().granted_by == head


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_access_is_asked_for_after_a_proof_and_words_outlive_an_old_one(open_page, head, look_over):
    page = open_page("en", width=320)
    letter = GlassBreak.objects.get().letter
    page.goto(f"/admin/letters/{letter.uuid}/")
    follow(page, "text=Ask to read this letter")
    give_password(page)
    page.fill("textarea[name=text]", "The family asks")
    forget_proofs(head)

    follow(page, "text=Ask for access")
    look_over(page, "asked-too-late")
    assert page.input_value("textarea[name=text]") == "The family asks"
    with page.expect_popup() as tab:
        page.click("text=Confirm in a new tab")
    give_password(tab.value)
    assert tab.value.url.endswith("/admin/me/logged-in/")
    follow(page, "text=Ask for access")

    assert GlassBreak.objects.filter(letter=letter, asked_by=head).count() == 1


def forget_proofs(user):
    """Let what somebody proved in their session be long ago."""
    row = StaffSession.objects.get(user=user)
    data = SessionStore().decode(row.session_data)
    for record in data["account_authentication_methods"]:
        record["at"] -= 3600
    StaffSession.objects.filter(user=user).update(session_data=SessionStore().encode(data))
