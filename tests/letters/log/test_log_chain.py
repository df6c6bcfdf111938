"""The days of the log: chained, told to the auditors, and any change of a row is found."""

import io
from uuid import UUID

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import models

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from letters.log.actions.digests import close_days, mark_gap
from letters.log.read_models import verify
from letters.models import DayDigest, LetterLogEntry
from tests.letters.aged_letters import in_days
from tests.letters.conftest import make_member
from tests.tiers import LONG


@pytest.fixture
def auditor(world):
    user = make_member(world.partner, "auditor")
    user.user_permissions.add(Permission.objects.get(codename="audit_letters"))
    return user


def entries():
    return models.QuerySet(LetterLogEntry)


@pytest.mark.both_databases
def test_day_is_closed_once_it_is_over_and_days_without_entries_too(write):
    write()

    close_days()
    assert not DayDigest.objects.exists()
    with in_days(3):
        close_days()
        close_days()
        digests = list(DayDigest.objects.all())
        assert [digest.entries for digest in digests] == [1, 0, 0]
        assert digests[1].previous == digests[0].hash
        assert verify().is_sound


@pytest.mark.both_databases
@pytest.mark.parametrize("change", [{"action": "opened"}, {"by_name": "x"}, {"day": "2020-01-01"}])
def test_changed_entry_is_found_with_its_letter(write, change):
    letter = write()
    entries().update(**change)

    assert verify().letters == {str(letter.uuid): [1]}


@pytest.mark.both_databases
def test_log_that_vanished_whole_is_found_by_its_day(write):
    write()
    write(body="Другий")
    with in_days(2):
        close_days()
        entries().filter(pk=LetterLogEntry.objects.first().pk).delete()

        assert len(verify().days) == 1
        with pytest.raises(CommandError, match="changed outside"):
            call_command("check_log", stdout=io.StringIO())


def test_digest_that_was_made_anew_does_not_follow(write):
    write()
    with in_days(3):
        close_days()
        DayDigest.objects.filter(pk=DayDigest.objects.first().pk).update(hash="f" * 64)

        assert len(verify().days) == 2


def test_gap_is_marked_and_no_fault(write):
    write()
    with in_days(2):
        close_days()
        mark_gap()

    with in_days(4):
        close_days()
        verdict = verify()
        assert verdict.is_sound and len(verdict.gaps) == 1


@pytest.mark.full(LONG)
def test_logs_deleted_at_their_time_are_no_fault(write):
    write()
    with in_days(2):
        close_days()

    with in_days(733):
        entries().all().delete()
        close_days()
        assert verify().is_sound


@pytest.mark.both_databases
def test_auditor_gets_the_digest_and_nothing_else(write, auditor, world):
    letter = write(email="olena@example.org")
    Outbox.objects.all().delete()
    make_member(world.partner, "other")

    with in_days(2):
        close_days()
        send_due()

    (message,) = mail.outbox
    digest = DayDigest.objects.order_by("-pk").first()
    assert message.to == [auditor.email] and digest.hash in message.body
    for secret in ("Олена", "olena@", str(letter.uuid), letter.code, world.slug, world.name_uk):
        assert secret not in message.body


def test_mail_to_one_who_is_no_auditor_any_more_is_not_needed(write, auditor):
    write()
    with in_days(2):
        close_days()
        auditor.user_permissions.clear()
        send_due()

    assert mail.outbox == []
    assert isinstance(Outbox.objects.get().reference, UUID)
    assert Outbox.objects.get().state == Outbox.State.NOT_NEEDED
