"""Invitations: who may send which, used once within two days, and what becomes of hostile or late ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.jobs.actions.outbox import send_due
from home.models import Invitation
from home.staff.actions.invitations import accept, forget_invitations, invite, send_again, take_back, token_of
from home.staff.given_roles import held_by, offered_by
from home.staff.roles import RoleKind, roles_of
from letters.choices.desk import DeskRole
from letters.oversight.actions.desks import create_desk
from prisoner_pages.roles import AUDITOR, COORDINATOR, EDITOR
from tests.factories.partners import employ_as, employ_coordinator, logged_in
from tests.home.staff.logins import PASSWORD, is_in, try_password
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
ADDRESS = "new.editor@example.org"
SCREEN = "/admin/people/invitations/"
EDITOR_KEY, SCREENER_KEY = "partner:editor:zmina", "desk:screener:zmina"
NAMES = {"username": "nova", "first_name": "Нова", "last_name": "Людина"}


@standing
def at(partner):
    """An account for each role there is, and a coordinator of the desk with a seat."""
    create_desk(partner=partner)
    return SimpleNamespace(
        partner=partner,
        staff={f"{role.kind}:{role.key}": employ_as(role, partner=partner) for role in roles_of()},
    )


@standing
def coordinator(partner):
    return employ_coordinator("coordinator.site")


def invited(by, *roles, **more):
    return invite(by=by, email=ADDRESS, roles=roles or [EDITOR_KEY], **more)


def link(invitation):
    return f"/admin/invitation/{token_of(invitation)}/"


def filled(**other):
    return {**NAMES, "password": PASSWORD, "again": PASSWORD, **other}


# --- Who may invite whom -------------------------------------------------------------------------

SITE = {f"account:{role.key}" for role in roles_of(RoleKind.ACCOUNT)}
PARTNER = {f"partner:{role.key}" for role in roles_of(RoleKind.PARTNER)}
LANGUAGE = {f"language:{role.key}" for role in roles_of(RoleKind.LANGUAGE)}
SEATS = {f"desk:{role}" for role in DeskRole} - {"desk:coordinator"}
# By hand, a second time: who may give which roles. Whoever is not named may give none.
MAY_GIVE = {
    "account:admin": SITE | PARTNER | LANGUAGE | {"desk:coordinator"},
    "account:coordinator": PARTNER | LANGUAGE | {"desk:coordinator"},
    "desk:coordinator": SEATS,
}


@pytest.mark.parametrize("who", [f"{role.kind}:{role.key}" for role in roles_of()])
def test_each_role_invites_to_what_the_table_says_and_to_nothing_else(at, who):
    by = at.staff[who]
    offered = {given.key.rpartition(":")[0]: given.key for given in offered_by(by)}
    every = {
        f"{given.role.kind}:{given.role.key}:{given.place}" for given in offered_by(at.staff["account:admin"])
    }

    assert set(offered) == MAY_GIVE.get(who, set())
    assert logged_in(by).get(SCREEN).status_code == (200 if offered else 302)
    for key in (every | {SCREENER_KEY}) - set(offered.values()):
        with pytest.raises(PermissionDenied):
            invited(by, key, languages=["en"])
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "key", ["", "x", "partner:editor:nobody", "account:admin:", "partner:editor:zmina:", "a" * 5000]
)
def test_role_that_is_not_offered_is_refused_by_the_form_and_by_the_action(coordinator, key):
    answer = logged_in(coordinator).post(SCREEN, {"email": ADDRESS, "roles": [key], "mail_language": "uk"})

    assert answer.status_code == 422
    with pytest.raises(PermissionDenied):
        invited(coordinator, key)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a@example.org\nBcc: b@example.org", "x" * 300 + "@example.org"]
)
def test_address_that_is_none_is_refused(coordinator, address):
    sent = {"email": address, "roles": [EDITOR_KEY], "mail_language": "uk"}

    assert logged_in(coordinator).post(SCREEN, sent).status_code == 422


def test_translator_is_invited_with_languages_and_not_without(coordinator):
    sent = {"email": ADDRESS, "roles": ["language:translator:"], "mail_language": "uk"}
    client = logged_in(coordinator)

    assert client.post(SCREEN, sent).status_code == 422
    assert client.post(SCREEN, {**sent, "languages": ["en", "uk"]}).status_code == 422  # the source of all
    assert client.post(SCREEN, {**sent, "languages": ["en"]}).status_code == 302
    user = accept(token=token_of(Invitation.objects.get()), password=PASSWORD, names=NAMES)
    assert [given.key for given in held_by(user)] == ["language:translator:en"]


def test_somebody_with_an_account_is_not_invited_a_second_time(coordinator, editor):
    with pytest.raises(ValidationError):
        invite(by=coordinator, email=editor.email.upper(), roles=[EDITOR_KEY])


# --- From the mail to the account ----------------------------------------------------------------


@pytest.mark.both_databases
def test_invited_person_chooses_name_and_password_and_has_the_role_and_no_other(coordinator, partner):
    logged_in(coordinator).post(SCREEN, {"email": ADDRESS, "roles": [EDITOR_KEY], "mail_language": "uk"})
    send_due()
    [message] = mail.outbox
    assert message.to == [ADDRESS] and "редактор" in message.body and "zmina" in message.body
    address = next(word for word in message.body.split() if word.startswith("http")).partition("8000")[2]
    client = Client()

    assert client.get(address).status_code == 200
    answer = client.post(address, filled())

    assert (answer.status_code, answer.url) == (302, "/admin/login/")
    user = get_user_model().objects.get(username="nova")
    assert (user.email, user.get_full_name(), user.is_superuser) == (ADDRESS, "Нова Людина", False)
    assert list(user.groups.all()) == [partner.editors]
    assert try_password(client, "nova", PASSWORD).status_code == 302 and is_in(client)
    assert Invitation.objects.get().email == ""


def test_link_is_used_once(coordinator):
    address = link(invited(coordinator))
    assert Client().post(address, filled()).status_code == 302

    assert Client().get(address).status_code == 410
    assert Client().post(address, filled(username="second")).status_code == 410
    assert not get_user_model().objects.filter(username="second").exists()


@pytest.mark.parametrize(("hours", "status"), [(47, 200), (49, 410)])
def test_link_holds_for_two_days(coordinator, hours, status):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        address = link(invited(coordinator))
        clock.shift(timedelta(hours=hours))

        assert Client().get(address).status_code == status


def test_sent_again_the_new_link_holds_and_the_old_one_does_not(coordinator):
    invitation = invited(coordinator)
    old = link(invitation)

    assert logged_in(coordinator).post(f"{SCREEN}{invitation.pk}/again/").status_code == 302

    assert Client().get(old).status_code == 410
    assert Client().get(link(Invitation.objects.get())).status_code == 200
    assert send_due() == 1  # the mail with the old link never leaves


def test_taken_back_nothing_is_left_of_it(coordinator):
    invitation = invited(coordinator)
    address = link(invitation)

    logged_in(coordinator).post(f"{SCREEN}{invitation.pk}/take-back/")

    assert Client().get(address).status_code == 410
    assert not Invitation.objects.exists() and send_due() == 0
    entries = list(ModelLogEntry.objects.filter(action__startswith="home."))
    assert len(entries) == 2 and not any(ADDRESS in f"{entry.label} {entry.data}" for entry in entries)


def test_inviting_the_same_address_again_replaces_the_first(coordinator):
    first = link(invited(coordinator))
    second = link(invited(coordinator))

    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)


def test_link_of_somebody_who_may_not_invite_any_more_opens_nothing(coordinator):
    address = link(invited(coordinator))
    coordinator.groups.clear()

    assert Client().post(address, filled()).status_code == 410
    assert not get_user_model().objects.filter(username="nova").exists()


def test_nobody_sends_again_what_they_could_not_give(at):
    chief, coordinator = at.staff["account:admin"], at.staff["account:coordinator"]
    invitation = invited(chief, "account:admin:")
    client = logged_in(coordinator)

    assert f"{SCREEN}{invitation.pk}/again/" not in client.get(SCREEN).content.decode()
    assert f"{SCREEN}{invitation.pk}/take-back/" in client.get(SCREEN).content.decode()
    with pytest.raises(PermissionDenied):
        send_again(by=coordinator, pk=invitation.pk)
    assert send_again(by=chief, pk=invitation.pk).sent_times == 2


def test_an_address_that_got_an_account_meanwhile_gets_no_second_one(coordinator, editor):
    address = link(invited(coordinator))
    editor.email = ADDRESS.upper()
    editor.save()

    answer = Client().post(address, filled())

    assert answer.status_code == 422 and "вже є обліковий запис" in answer.content.decode()
    assert not get_user_model().objects.filter(username="nova").exists()


def test_all_who_manage_the_staff_are_told_who_came_by_whom_to_what(at, coordinator):
    token = token_of(invited(coordinator))
    send_due()
    mail.outbox.clear()

    accept(token=token, password=PASSWORD, names=NAMES)
    send_due()

    managers = [at.staff["account:admin"], at.staff["account:coordinator"]]
    assert sorted(each.to[0] for each in mail.outbox) == sorted(user.email for user in managers)
    for message in mail.outbox:
        assert coordinator.username in message.body and "редактор" in message.body
        assert ADDRESS not in message.body and "nova" not in message.body


def test_nobody_sees_or_changes_an_invitation_of_others_but_who_manages_the_staff(at, coordinator):
    invitation = invited(coordinator)
    for_the_desk = logged_in(at.staff["desk:coordinator"])

    assert ADDRESS not in for_the_desk.get(SCREEN).content.decode()
    for path in ("again", "take-back"):
        for_the_desk.post(f"{SCREEN}{invitation.pk}/{path}/")
        assert logged_in(at.staff["account:auditor"]).get(f"{SCREEN}{invitation.pk}/{path}/").status_code in (
            302,
            405,
        )
    with pytest.raises(PermissionDenied):
        take_back(by=at.staff["desk:coordinator"], pk=invitation.pk)
    with pytest.raises(PermissionDenied):
        send_again(by=at.staff["account:auditor"], pk=invitation.pk)
    assert Invitation.objects.get().sent_times == 1


BAD = {
    "short password": {"password": "short", "again": "short"},
    "common password": {"password": "password123456", "again": "password123456"},
    "like the name": {
        "username": "somebody.of.ours",
        "password": "somebody.of.ours",
        "again": "somebody.of.ours",
    },
    "two passwords": {"again": "another long invented one"},
    "no name": {"username": ""},
    "blank name": {"username": "   "},
    "markup": {"username": "<b>x</b>"},
    "turned text": {"username": "\u202eadmin"},
    "long name": {"username": "x" * 151},
    "taken name": {"username": "coordinator.site"},
    "taken name in other letters": {"username": "Coordinator.Site"},
    "taken name in wide letters": {"username": "ｃoordinator.site"},
    "more than asked": {"username": "", "is_superuser": "on", "groups": "1"},
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_sentence_and_the_invitation_holds(coordinator, case):
    address = link(invited(coordinator))

    answer = Client().post(address, filled(**BAD[case]))

    assert answer.status_code == 422 and answer.context["form"].errors
    assert PASSWORD not in answer.content.decode()
    assert Client().get(address).status_code == 200


def test_fields_that_are_not_asked_for_change_nothing(coordinator):
    Client().post(
        link(invited(coordinator)),
        filled(is_superuser="on", is_staff="on", groups="1", email="x@example.org"),
    )

    user = get_user_model().objects.get(username="nova")
    assert (user.is_superuser, user.is_staff, user.email) == (False, False, ADDRESS)


@pytest.mark.parametrize("token", ["x", "a:b", "0" * 32 + "-1:x", "%00", "../../", "ї" * 40])
def test_link_that_is_not_ours_opens_nothing(token):
    assert Client().get(f"/admin/invitation/{token}/").status_code in (302, 400, 404, 410)


def test_row_of_the_database_makes_no_link(coordinator):
    invitation = invited(coordinator)
    guesses = [invitation.uuid.hex, f"{invitation.uuid.hex}-1", f"{invitation.uuid}", f"{invitation.pk}"]

    assert [Client().get(f"/admin/invitation/{guess}/").status_code for guess in guesses] == [410] * 4


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_makes_the_account(partner, coordinator):
    token = token_of(invited(coordinator))

    def take(number):
        try:
            return Client().post(f"/admin/invitation/{token}/", filled(username=f"nova{number}")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(take, range(2)))

    assert statuses == [302, 410]
    assert get_user_model().objects.filter(username__startswith="nova").count() == 1


def test_what_is_long_over_is_forgotten(coordinator):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        invited(coordinator)
        clock.shift(timedelta(days=29))
        forget_invitations()
        assert Invitation.objects.exists()
        clock.shift(timedelta(days=2))
        forget_invitations()

    assert not Invitation.objects.exists()


def test_no_group_stands_on_a_screen_by_its_name(coordinator, partner):
    page = logged_in(coordinator).get(SCREEN).content.decode()

    assert partner.editors.name not in page and COORDINATOR.group not in page and AUDITOR.group not in page
    assert str(EDITOR.label) in page
