"""Access in an emergency: two persons, a reason, a short time, and everything in the log."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.models import Invitation
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.handling.actions import emergency_access
from letters.handling.actions.emergency_access import RequestOver, ask_for_access, grant_access, open_requests
from letters.handling.actions.opening import open_letter
from letters.lifecycle import ACCESS_GRANTED_WITHIN, ACCESS_HOLDS
from letters.models import GlassBreak, LetterLogEntry
from letters.oversight.actions.desks import unseat
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR, COORDINATOR
from tests.factories.login import led_to, prove
from tests.letters.approved import make_translated
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

REASON = "CANARY-REASON"
LIST = "/admin/letters/glass/"
CONFIRM = "/admin/me/confirm/password/"


def enter(client, user):
    """Log in as somebody who has just proved once more who they are."""
    client.force_login(user)
    return prove(client, user)


@standing
def letter(world):
    return make_letter(world, body="CANARY-BODY", state=LetterState.POSTED)


@standing
def people(world, other_partner):
    """One account for each kind of person."""
    users = {role.value: make_member(world.partner, role.value, role) for role in DeskRole}
    users["second"] = make_member(world.partner, "second", DeskRole.COORDINATOR)
    users["other"] = make_member(other_partner, "other", DeskRole.COORDINATOR)
    for name, role in (("across", COORDINATOR), ("auditor", AUDITOR)):
        users[name] = make_member(world.partner, name)
        users[name].groups.add(group_of(role))
    users["admin"] = make_member(world.partner, "admin")
    users["admin"].is_superuser = True
    users["admin"].save()
    return users


@standing
def head(people):
    return people["coordinator"]


def may(action, **given):
    try:
        return bool(action(**given))
    except PermissionDenied:
        return False


def test_only_coordinators_of_the_letters_desk_ask(people, letter):
    asked = {name for name, by in people.items() if may(ask_for_access, letter=letter, by=by, reason="x")}

    assert asked == {"coordinator", "second"}


def test_another_coordinator_of_the_desk_or_an_auditor_grants(people, letter, head):
    access = ask_for_access(letter=letter, by=head, reason=REASON)

    def grants(by):
        GlassBreak.objects.update(granted_at=None, granted_by=None, expires_at=None)
        return may(grant_access, access=access, by=by)

    assert {name for name, by in people.items() if grants(by)} == {"second", "auditor"}


def test_a_coordinator_whose_account_was_just_made_by_whoever_asks_grants_nothing(people, letter, head):
    access = ask_for_access(letter=letter, by=head, reason=REASON)
    now = timezone.now()
    Invitation.objects.create(by=head, account=people["second"], sent_at=now, used_at=now)

    assert not may(grant_access, access=access, by=people["second"])
    assert may(grant_access, access=access, by=people["auditor"])


def test_nothing_is_read_before_it_is_granted_nor_after_it_is_over(people, letter, head):
    access = ask_for_access(letter=letter, by=head, reason=REASON)
    assert not may(open_letter, letter=letter, by=head)

    grant_access(access=access, by=people["auditor"])
    assert open_letter(letter=letter, by=head).body == "CANARY-BODY"
    assert not may(open_letter, letter=letter, by=people["second"]), "for the one who asked alone"
    assert not may(open_letter, letter=make_letter(letter.prisoner), by=head), "for this letter alone"

    with time_machine.travel(timezone.now() + ACCESS_HOLDS + timedelta(seconds=1)):
        assert not may(open_letter, letter=letter, by=head)


def test_access_ends_with_the_seat(people, letter, head):
    grant_access(access=ask_for_access(letter=letter, by=head, reason="x"), by=people["auditor"])
    unseat(member=head.desk_seats.get())

    assert not may(open_letter, letter=letter, by=type(head).objects.get(pk=head.pk))


@pytest.mark.both_databases
def test_request_is_granted_once_and_within_a_day(people, letter, head):
    access = ask_for_access(letter=letter, by=head, reason="x")
    with time_machine.travel(timezone.now() + ACCESS_GRANTED_WITHIN), pytest.raises(RequestOver):
        grant_access(access=access, by=people["auditor"])

    grant_access(access=access, by=people["auditor"])

    with pytest.raises(RequestOver):
        grant_access(access=access, by=people["second"])


def test_asking_twice_is_one_request(letter, head):
    first = ask_for_access(letter=letter, by=head, reason="x")

    assert ask_for_access(letter=letter, by=head, reason="y") == first


def test_every_step_and_every_opening_is_in_the_log_without_content(people, letter, head):
    grant_access(access=ask_for_access(letter=letter, by=head, reason=REASON), by=people["auditor"])
    open_letter(letter=letter, by=head)
    open_letter(letter=letter, by=head)

    entries = LetterLogEntry.objects.filter(letter=letter).order_by("number")
    assert [(entry.action, entry.by) for entry in entries] == [
        (LogAction.GLASS_ASKED, head),
        (LogAction.GLASS_GRANTED, people["auditor"]),
        (LogAction.OPENED, head),
        (LogAction.OPENED, head),
    ]
    assert {entry.detail for entry in entries if entry.action == LogAction.OPENED} == {"glass"}
    assert "CANARY" not in str([entry.facts for entry in entries])


def test_reason_is_sealed_and_read_by_those_who_find_the_request(people, letter, head):
    access = ask_for_access(letter=letter, by=head, reason=REASON)

    readers = {name for name, by in people.items() if open_requests(by=by, at_most=1) == [(access, REASON)]}

    assert "CANARY" not in access.sealed_reason
    assert readers == {"coordinator", "second", "auditor", "admin"}


def test_second_persons_and_auditors_are_told_without_content(people, letter, head, mailoutbox):
    access = ask_for_access(letter=letter, by=head, reason=REASON)
    send_due()
    asked = list(mailoutbox)
    grant_access(access=access, by=people["auditor"])
    send_due()

    assert {to for mail in asked for to in mail.to} == {"second@staff.example", "auditor@staff.example"}
    assert [mail.to for mail in mailoutbox[2:]] == [["auditor@staff.example"]]
    said = " ".join(mail.subject + mail.body for mail in mailoutbox)
    assert LIST in said
    for private in ("CANARY", "coordinator@", str(letter.uuid), letter.prisoner.name_uk):
        assert private not in said


def test_mail_that_is_late_is_not_sent(people, letter, head, mailoutbox):
    access = ask_for_access(letter=letter, by=head, reason=REASON)
    GlassBreak.objects.filter(pk=access.pk).delete()

    send_due()

    assert not mailoutbox


class TestScreens:
    def test_asked_on_the_page_granted_in_the_list_read_on_the_page(self, client, people, letter, head):
        page = reverse("letter_desk:detail", args=[letter.uuid])
        enter(client, head)
        assert "CANARY" not in client.get(page).content.decode()

        client.post(reverse("letter_desk:ask_access", args=[letter.uuid]), {"text": REASON})
        client.post(f"{LIST}{GlassBreak.objects.get().pk}/grant/")
        assert "CANARY" not in client.get(page).content.decode()

        enter(client, people["auditor"])
        assert REASON in client.get(LIST).content.decode()
        assert client.post(f"{LIST}{GlassBreak.objects.get().pk}/grant/").status_code == 302
        assert client.post(f"{LIST}{GlassBreak.objects.get().pk}/grant/").status_code == 409
        assert "CANARY" not in client.get(page).content.decode()

        client.force_login(head)
        assert "CANARY-BODY" in client.get(page).content.decode()

    def test_both_texts_are_read_as_one_opening(self, client, people, letter, head):
        letter = make_translated(letter.prisoner, "Русский текст", body="CANARY-BODY")
        grant_access(access=ask_for_access(letter=letter, by=head, reason=REASON), by=people["auditor"])
        client.force_login(head)

        html = client.get(reverse("letter_desk:detail", args=[letter.uuid])).content.decode()

        assert (html.count("CANARY-BODY"), html.count("Русский текст")) == (1, 1)
        opened = letter.log.filter(by=head).exclude(action=LogAction.GLASS_ASKED)
        assert [*opened.values_list("action", "detail")] == [(LogAction.BOTH_OPENED, "glass")]

    def test_list_opens_to_coordinators_and_auditors_each_with_their_own(self, client, people, letter, head):
        ask_for_access(letter=letter, by=head, reason=REASON)

        def finds(user):
            client.force_login(user)
            answer = client.get(LIST)
            return answer.status_code == 200 and REASON in answer.content.decode()

        assert {name for name, user in people.items() if finds(user)} == {
            "coordinator",
            "second",
            "auditor",
            "admin",
        }

    def test_without_a_proof_nothing_is_asked_for_and_what_was_typed_stays(self, client, letter, head):
        client.force_login(head)
        there = reverse("letter_desk:ask_access", args=[letter.uuid])

        assert led_to(client.get(there)) == CONFIRM
        answer = client.post(there, {"text": REASON})

        assert answer.status_code == 422 and REASON in answer.text and "/admin/me/confirm/" in answer.text
        assert not GlassBreak.objects.exists()
        prove(client, head)
        assert led_to(client.post(there, {"text": REASON})) == reverse(
            "letter_desk:detail", args=[letter.uuid]
        )
        assert GlassBreak.objects.count() == 1

    def test_without_a_proof_nothing_is_granted(self, client, people, letter, head):
        access = ask_for_access(letter=letter, by=head, reason=REASON)
        client.force_login(people["auditor"])

        assert led_to(client.post(f"{LIST}{access.pk}/grant/")) == CONFIRM

        access.refresh_from_db()
        assert access.granted_at is None

    @pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 2001])
    def test_reason_that_is_none_is_answered_with_the_form(self, client, letter, head, text):
        client.force_login(head)

        answer = client.post(reverse("letter_desk:ask_access", args=[letter.uuid]), {"text": text})

        assert answer.status_code == 422 and "<textarea" in answer.content.decode()
        assert not GlassBreak.objects.exists()

    def test_emptied_letter_is_not_asked_for(self, client, letter, head):
        type(letter).objects.update(sealed_body="")
        client.force_login(head)

        client.post(reverse("letter_desk:ask_access", args=[letter.uuid]), {"text": "x"})

        assert not GlassBreak.objects.exists()

    def test_list_costs_the_same_for_many_requests(
        self, client, people, letter, head, django_assert_num_queries
    ):
        ask_for_access(letter=letter, by=head, reason=REASON)
        client.force_login(people["auditor"])
        client.get(LIST)
        with django_assert_num_queries(13) as one:  # one of them asks who changed whom of late
            client.get(LIST)
        for _number in range(10):
            another = make_letter(letter.prisoner)
            ask_for_access(letter=another, by=head, reason=REASON)
        with django_assert_num_queries(len(one)):
            client.get(LIST)


def test_turned_off_the_rule_lets_one_person_do_both(letter, head, monkeypatch):
    monkeypatch.setattr(emergency_access, "may_grant_access", lambda user, access: True)

    grant_access(access=ask_for_access(letter=letter, by=head, reason="x"), by=head)

    assert open_letter(letter=letter, by=head).body == "CANARY-BODY"
