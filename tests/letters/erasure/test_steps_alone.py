"""Each step of hourly and daily work stands alone: one that fails keeps no other, and somebody is told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.jobs import queue
from letters.choices.letters import HoldReason, LetterState as S
from letters.erasure.actions import requests, retention_run
from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.requests import erase_as_asked
from letters.models import DayDigest, ErasureRequest, Letter
from letters.retention.ledger import read_ledger
from letters.retention.rules import erasure_tombstone_of
from prisoner_pages.models import Verification
from tests.letters.aged_letters import in_days, put
from tests.tiers import LONG

pytestmark = pytest.mark.both_databases


@pytest.fixture
def one_at_fault(write, monkeypatch):
    """Two letters whose writers have confirmed that they shall go; the first one cannot be erased."""
    letters = [write(body=f"Лист {number}") for number in range(2)]
    for letter in letters:
        Letter.objects.filter(pk=letter.pk).update(email_index=f"index {letter.pk}")
        ErasureRequest.objects.create(
            asked_at=timezone.now(), confirmed_at=timezone.now(), index=f"index {letter.pk}"
        )
    queue.enqueue_once(requests.ERASE_AS_ASKED)  # as the confirmation does

    def erase(*, letter, detail):
        if letter.pk == letters[0].pk:
            raise RuntimeError("CANARY-BODY")
        return erase_by_writer(letter=letter, detail=detail)

    monkeypatch.setattr(requests, "erase_by_writer", erase)
    return letters


def states(letters):
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


def work():
    DBTaskResult.objects.filter(task_path__startswith="wagtail").delete()
    call_command("worker", once=True)


@pytest.mark.django_db(transaction=True)
class TestWorker:
    @pytest.fixture(autouse=True)
    def _queue(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    @pytest.mark.full(LONG)
    def test_one_letter_that_cannot_be_erased_keeps_no_erasure_no_hold_no_digest_and_no_ledger(
        self, write, world, one_at_fault, ledger
    ):
        waiting = write(body="Чекає")
        Verification.objects.update(verified_on=timezone.localdate() - timedelta(days=59))

        with in_days(2):
            work()

            waiting.refresh_from_db()
            assert states(one_at_fault) == [S.RECEIVED, S.ERASED]
            assert waiting.held_because == HoldReason.PLACE_STALE
            assert DayDigest.objects.exists()
            assert erasure_tombstone_of(one_at_fault[1].uuid) in read_ledger(ledger)

    @pytest.mark.full(LONG)
    def test_letter_at_fault_is_erased_once_it_can_be_and_not_an_hour_later(self, one_at_fault, monkeypatch):
        work()
        assert states(one_at_fault) == [S.RECEIVED, S.ERASED]

        monkeypatch.setattr(requests, "erase_by_writer", erase_by_writer)
        with in_days(2 / 24 / 60):
            work()

        assert states(one_at_fault) == [S.ERASED, S.ERASED]
        assert not ErasureRequest.objects.exclude(index="").exists()

    @pytest.mark.full(LONG)
    def test_kind_that_cannot_be_looked_for_keeps_no_other_kind(self, write, monkeypatch):
        """The day’s run deletes what it can, and counts as failed."""
        sent = put(write(), S.POSTED)
        keys_due = retention_run.keys_due

        def faulty(kind, **asked):
            if kind == retention_run.Keeping.UNSENT_AT_MOST:
                raise RuntimeError("CANARY-BODY")
            return keys_due(kind, **asked)

        monkeypatch.setattr(retention_run, "keys_due", faulty)
        rules = {
            retention_run.Keeping.UNSENT_AT_MOST: retention_run.RETENTION_RULES[
                retention_run.Keeping.UNSENT_AT_MOST
            ],
            **retention_run.RETENTION_RULES,
        }
        monkeypatch.setattr(retention_run, "RETENTION_RULES", rules)
        with in_days(31):
            work()

        sent.refresh_from_db()
        assert not sent.sealed_body
        assert (
            DBTaskResult.objects.failed().filter(args_kwargs__kwargs__name=retention_run.KEEP_TIMES).exists()
        )


def test_request_whose_letter_is_at_fault_waits_and_the_next_is_carried_out(one_at_fault):
    with pytest.raises(Exception, match="^1 of 2$"):
        erase_as_asked()

    assert states(one_at_fault) == [S.RECEIVED, S.ERASED]
    assert ErasureRequest.objects.exclude(index="").count() == 1
