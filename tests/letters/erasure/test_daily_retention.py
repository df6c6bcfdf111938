"""The run of each day over many rows, by hand and by the worker: a turn at a time, and nothing too early."""

import io
from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.jobs.actions import clock
from letters.choices.letters import HoldReason, Keeping, LetterState as S
from letters.erasure.actions import retention_run
from letters.erasure.actions.retention_run import DELETE, KEEP_TIMES, keep_times, keep_times_daily
from letters.log.read_models import verify
from letters.models import DayDigest, Letter, WriterRequest
from letters.retention import read_models
from prisoner_pages.models import Verification
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from prisoner_pages.records.actions.transfers import transfer_place
from tests.letters.aged_letters import in_days, put
from tests.tiers import RARE

pytestmark = pytest.mark.full(RARE)


@pytest.fixture
def settled(db):
    """Seven requests that are done, which take three reads."""
    rows = (WriterRequest(kind="notify", done_at=timezone.now()) for _turn in range(7))
    WriterRequest.objects.bulk_create(rows)


@pytest.mark.both_databases
class TestManyRows:
    @pytest.fixture(autouse=True)
    def _few_at_once(self, monkeypatch):
        monkeypatch.setattr(read_models, "KEYS_AT_ONCE", 3)

    def test_are_never_in_memory_together(self, settled):
        with in_days(8), CaptureQueriesContext(connection) as asked:
            assert keep_times(only_count=True)[Keeping.REQUEST] == 7

        reads = [query["sql"] for query in asked if 'FROM "letters_request"' in query["sql"]]
        assert len(reads) == 4 and all("LIMIT 3" in read and '"sealed"' not in read for read in reads)

    def test_are_deleted_to_the_last_and_one_at_fault_keeps_no_other(self, settled, monkeypatch):
        first = WriterRequest.objects.order_by("pk").first()

        def fail_once(row):
            if row.pk == first.pk:
                raise RuntimeError("of this row")
            row.delete()

        monkeypatch.setitem(DELETE, Keeping.REQUEST, fail_once)
        with in_days(8):
            assert keep_times()[Keeping.REQUEST] == 6
        assert WriterRequest.objects.get() == first

    def test_worker_deletes_a_turns_worth_and_goes_on_in_another_job(self, settled, monkeypatch):
        queued = mock.Mock()
        monkeypatch.setattr(retention_run, "DELETED_A_TURN", 4)
        monkeypatch.setattr(retention_run, "enqueue_once", queued)
        with in_days(8):
            keep_times_daily()
            assert WriterRequest.objects.count() == 3
            queued.assert_called_once_with(KEEP_TIMES)

            keep_times_daily()
        assert not WriterRequest.objects.exists()
        queued.assert_called_once_with(KEEP_TIMES)


@pytest.mark.both_databases
class TestCommand:
    def run(self, *arguments):
        out = io.StringIO()
        call_command("keep_times", *arguments, stdout=out)
        return out.getvalue()

    def test_counts_what_a_later_day_deletes_and_deletes_nothing(self, write):
        put(write(), S.POSTED)
        day = (timezone.localdate() + timedelta(days=31)).isoformat()

        line = next(line for line in self.run("--dry-run", "--at", day).splitlines() if "sent " in line)

        assert line.split() == ["sent", "30", "days", "1", "due"]
        assert Letter.objects.get().sealed_body

    def test_never_deletes_before_the_day(self, db):
        with pytest.raises(CommandError, match="dry-run"):
            self.run("--at", "2030-01-01")

    def test_deletes(self, write):
        put(write(), S.POSTED)

        with in_days(31):
            assert "deleted" in self.run()

        assert not Letter.objects.get().sealed_body


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
class TestWorker:
    @pytest.fixture(autouse=True)
    def _queue(self, settings, monkeypatch):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        # Days go by without a worker: a machine that did not know the time would wait for somebody to look.
        monkeypatch.setattr(clock, "is_synchronised", lambda: True)

    def test_keeps_the_times_each_day_and_looks_at_holds_each_hour(self, write, world):
        letter, sent = write(), put(write(body="Другий"), S.POSTED)
        DBTaskResult.objects.all().delete()  # the search index, which would take the first rounds
        call_command("worker", once=True)
        Verification.objects.update(verified_on=timezone.localdate() - timedelta(days=58))

        with in_days(1):
            call_command("worker", once=True)
            letter.refresh_from_db()
            assert letter.held_because == ""
        with in_days(3):
            call_command("worker", once=True)
            letter.refresh_from_db()
            assert letter.held_because == HoldReason.PLACE_STALE
            assert verify().is_sound and DayDigest.objects.count() >= 2
        with in_days(31):
            call_command("worker", once=True)
            sent.refresh_from_db()
            assert not sent.sealed_body

    def test_hold_begins_and_ends_with_the_fact_that_makes_it(self, write, world):
        letter, editor = write(), None
        DBTaskResult.objects.all().delete()

        for action, reason in [
            (lambda: pause_prisoner(world, by=editor), HoldReason.PAUSED),
            (lambda: resume_prisoner(world, by=editor), ""),
            (lambda: transfer_place(world, facility=None, by=editor), HoldReason.IN_TRANSFER),
        ]:
            action()
            call_command("worker", once=True)
            letter.refresh_from_db()
            assert letter.held_because == reason
        assert [entry.action for entry in letter.log.all()] == ["received", "held", "hold_ended", "held"]
