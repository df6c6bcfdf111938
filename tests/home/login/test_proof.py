"""Whoever holds a session that somebody left open makes, changes and ends no account with it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.login.rules import PROVEN
from home.login.views.proof import MOST_WRONG, proof_page
from home.models import Invitation
from tests.factories.login import PASSWORD, code_of, led_to, log_in_fully, staff_account
from tests.home.login.test_passkey_login import Passkey
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
CONFIRM = "/admin/me/confirm/code/"
PEOPLE = "/admin/people/"
INVITATIONS = f"{PEOPLE}invitations/"
CREDENTIAL = '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}'


@pytest.fixture
def left_open(client, anna):
    """A session whose owner proved who they are eleven minutes ago."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in_fully(client, anna)
        clock.shift(timedelta(minutes=11))
        yield client


@pytest.mark.parametrize("name", first_of(sorted(PROVEN)))
def test_each_such_address_asks_first(name, left_open):
    address = reverse(name, args=args_of(name))

    assert led_to(left_open.get(address)) == CONFIRM
    assert led_to(left_open.post(address, {"email": "x@example.org"})) == CONFIRM


def args_of(name):
    needs_none = ("index", "add", "staff_invitations", "account_change_password", "roles")
    needs_two = ("edit_seat", "end_seat")
    last = name.rpartition(":")[2]
    return [] if last in needs_none else [1, 1] if last in needs_two else [1]


def test_what_gives_rights_or_a_password_asks_and_so_does_the_page_with_the_form():
    pages = {"letter_desk:desk", "translation_desk:roles", "staff_invitations", "account_change_password"}
    buttons = {f"letter_desk:{name}_seat" for name in ("add", "edit", "end")}

    assert pages | buttons | {"translation_desk:end_role", "staff_take_back"} < PROVEN


def test_an_open_session_invites_nobody_and_closes_no_account(left_open):
    olena = staff_account("olena", is_superuser=False)
    sent = {"email": "thief@example.org", "roles": ["account:admin:"], "mail_language": "uk"}

    left_open.post(INVITATIONS, sent)
    left_open.post(f"{PEOPLE}{olena.pk}/", {"roles": ["account:admin:"]})
    left_open.post(f"{PEOPLE}{olena.pk}/leave/")
    left_open.post(f"/admin/users/edit/{olena.pk}/", {"username": "olena", "email": "thief@example.org"})

    assert not Invitation.objects.exists()
    olena = get_user_model().objects.get(pk=olena.pk)
    assert (olena.is_active, olena.is_superuser, olena.email) == (True, False, "olena@example.org")


def test_its_owner_proves_it_and_goes_on_to_the_page(left_open):
    asked = left_open.get(INVITATIONS)

    answer = left_open.post(asked["Location"], {"code": code_of()})

    assert led_to(answer) == INVITATIONS
    assert left_open.get(INVITATIONS).status_code == 200


def test_after_a_button_its_owner_comes_back_to_the_page_with_the_button(left_open):
    page = "http://testserver/admin/people/7/"

    answer = left_open.post(f"{PEOPLE}7/end-role/", headers={"Referer": page})
    elsewhere = left_open.post(f"{PEOPLE}7/end-role/", headers={"Referer": "https://evil.example/x/"})

    assert answer["Location"] == f"{CONFIRM}?next=%2Fadmin%2Fpeople%2F7%2F"
    assert "evil" not in elsewhere["Location"]


def test_looking_asks_nothing(left_open):
    assert left_open.get(PEOPLE).status_code == 200


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"code": "not a code"}])
def test_a_session_in_which_somebody_guesses_is_over(wrong, left_open):
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, wrong)
    assert left_open.get(PEOPLE).status_code == 200

    assert led_to(left_open.post(CONFIRM, wrong)) == "/admin/login/"

    assert led_to(left_open.get(PEOPLE)) == "/admin/login/"


@pytest.mark.full(LONG)
def test_an_empty_answer_and_one_that_came_too_soon_are_no_guesses(left_open):
    for _try in range(2 * MOST_WRONG):
        left_open.post(CONFIRM, {"code": ""})
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, {"code": "000000"})
    for _try in range(MOST_WRONG):
        answer = left_open.post(CONFIRM, {"code": ""})

    assert answer.status_code in (200, 429) and left_open.get(PEOPLE).status_code == 200


def test_of_many_answers_at_once_no_more_are_looked_at(left_open):
    """As many threads would: each comes in before the one before it is answered."""
    looked_at = []
    request = left_open.get(PEOPLE).wsgi_request
    request.method = "POST"

    def looks(request):
        looked_at.append(request)
        if len(looked_at) < 3 * MOST_WRONG:
            page(request)
        return HttpResponse()

    page = proof_page(looks)
    page(request)

    assert len(looked_at) == MOST_WRONG


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_wrong_old_passwords_end_the_session_though_it_is_proven(headers, client, anna):
    log_in_fully(client, anna)
    guess_old_passwords(client, headers)

    assert led_to(client.get(PEOPLE)) == "/admin/login/"


def test_and_that_of_an_account_without_a_second_step(client, anna, settings):
    settings.SECOND_STEP = False
    client.force_login(anna)
    guess_old_passwords(client)

    assert led_to(client.get(PEOPLE)) == "/admin/login/"


def guess_old_passwords(client, headers=None):
    """Guess as often as one may; before the last the session is still open."""
    new = dict.fromkeys(("password1", "password2"), "quite another invented password")
    for number in range(MOST_WRONG):
        assert client.get(PEOPLE).status_code == 200
        client.post("/admin/me/password/", {"oldpassword": f"guess {number}", **new}, headers=headers)


def test_a_new_password_that_is_too_weak_is_no_guess(client, anna):
    log_in_fully(client, anna)
    for _try in range(MOST_WRONG):
        client.post("/admin/me/password/", {"oldpassword": PASSWORD, "password1": "1", "password2": "1"})

    assert client.get(PEOPLE).status_code == 200


def test_a_passkey_that_is_none_begins_no_new_count(left_open, anna):
    Passkey(anna)
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, {"code": "000000"})

    left_open.post("/admin/me/confirm/passkey/", {"credential": CREDENTIAL})
    assert left_open.get(PEOPLE).status_code == 200  # a signature is nothing to guess

    left_open.post(CONFIRM, {"code": "000000"})

    assert led_to(left_open.get(PEOPLE)) == "/admin/login/"


def test_a_right_code_begins_the_count_of_wrong_ones_anew(left_open):
    for _try in range(2):
        left_open.post(CONFIRM, {"code": "000000"})
    left_open.post(CONFIRM, {"code": code_of()})
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, {"code": "000000"})

    assert left_open.get(INVITATIONS).status_code == 200


def test_a_proof_in_one_tab_logs_out_no_other(left_open):
    """The other asks at the same time, and so with the key from before the proof."""
    other = Client()
    other.cookies["sessionid"] = left_open.cookies["sessionid"].value

    left_open.post(CONFIRM, {"code": code_of()})

    assert other.get(PEOPLE).status_code == 200
    assert left_open.get(PEOPLE).status_code == 200
