"""Whoever holds a session that somebody left open makes, changes and ends no account with it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.login.rules import PROVEN
from home.login.views.proof import MOST_WRONG, WRONG
from home.models import Invitation
from tests.factories.login import code_of, led_to, log_in_fully, staff_account

pytestmark = pytest.mark.django_db
CONFIRM = "/admin/me/confirm/code/"
PEOPLE = "/admin/people/"
INVITATIONS = f"{PEOPLE}invitations/"


@pytest.fixture
def left_open(client, anna):
    """A session whose owner proved who they are eleven minutes ago."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in_fully(client, anna)
        clock.shift(timedelta(minutes=11))
        yield client


@pytest.mark.parametrize("name", sorted(PROVEN))
def test_each_such_address_asks_first(name, left_open):
    address = reverse(name, args=args_of(name))

    assert led_to(left_open.get(address)) == CONFIRM
    assert led_to(left_open.post(address, {"email": "x@example.org"})) == CONFIRM


def args_of(name):
    needs_none = ("index", "add", "staff_invitations")
    return [] if name.rpartition(":")[2] in needs_none else [1]


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


def test_looking_and_taking_back_ask_nothing(left_open):
    assert left_open.get(PEOPLE).status_code == 200
    assert "confirm" not in led_to(left_open.post(f"{INVITATIONS}1/take-back/"))


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"code": "not a code"}, {}])
def test_a_session_in_which_somebody_guesses_is_over(wrong, left_open):
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, wrong)
    assert left_open.get(PEOPLE).status_code == 200

    assert led_to(left_open.post(CONFIRM, wrong)) == "/admin/login/"

    assert led_to(left_open.get(PEOPLE)) == "/admin/login/"


def test_a_passkey_that_is_none_begins_no_new_count(left_open):
    for _try in range(MOST_WRONG - 1):
        left_open.post(CONFIRM, {"code": "000000"})

    left_open.post("/admin/me/confirm/passkey/", {"credential": "{}"})

    assert led_to(left_open.get(PEOPLE)) == "/admin/login/"


def test_a_right_code_begins_the_count_of_wrong_ones_anew(left_open):
    for _try in range(2):
        left_open.post(CONFIRM, {"code": "000000"})
    left_open.post(CONFIRM, {"code": code_of()})

    assert WRONG not in left_open.session and left_open.get(INVITATIONS).status_code == 200


def test_proof_gives_the_session_another_key_and_ends_the_one_before(left_open):
    before = left_open.cookies["sessionid"].value

    left_open.post(CONFIRM, {"code": code_of()})

    copied = Client()
    copied.cookies["sessionid"] = before
    assert left_open.cookies["sessionid"].value != before
    assert left_open.get(PEOPLE).status_code == 200
    assert led_to(copied.get(PEOPLE)) == "/admin/login/"
