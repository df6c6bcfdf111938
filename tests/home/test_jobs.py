from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home import jobs
from home.actions.daily import _queue, queue_daily_jobs
from home.management.commands import worker
from home.models import DailyJob

pytestmark = pytest.mark.both_databases

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def done(monkeypatch):
    found = []
    monkeypatch.setitem(jobs.REGISTRY, "tests.note", lambda what: found.append(what))
    return found


def test_job_runs_after_commit_only(db, done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("tests.note", what="a")
        assert done == []

    assert done == ["a"]


def test_unknown_job_is_refused_at_once(db):
    with pytest.raises(KeyError):
        jobs.enqueue("tests.nothing")


@pytest.mark.django_db(transaction=True)
class TestWorker:
    @pytest.fixture(autouse=True)
    def _queue(self, settings):
        settings.TASKS = DATABASE

    def test_worker_runs_what_is_queued(self, done):
        for what in "abc":
            jobs.enqueue("tests.note", what=what)
        assert done == []

        call_command("worker", once=True)

        assert sorted(done) == ["a", "b", "c"]

    def test_once_means_all_that_is_due_and_not_one_round(self, done, monkeypatch):
        monkeypatch.setattr(worker, "JOBS_A_ROUND", 2)
        for what in "abcde":
            jobs.enqueue("tests.note", what=what)

        call_command("worker", once=True)

        assert sorted(done) == ["a", "b", "c", "d", "e"]
        assert not DBTaskResult.objects.ready().exists()

    def test_job_that_fails_stops_nobody(self, done, monkeypatch):
        monkeypatch.setitem(jobs.REGISTRY, "tests.fail", lambda: 1 / 0)
        jobs.enqueue("tests.fail")
        jobs.enqueue("tests.note", what="after")

        call_command("worker", once=True)

        assert done == ["after"]
        assert DBTaskResult.objects.failed().count() == 1

    def test_job_of_a_worker_that_died_is_run_again(self, done):
        jobs.enqueue("tests.note", what="left")
        long_ago = timezone.now() - timedelta(hours=1)
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)

        call_command("worker", once=True)

        assert done == ["left"]

    def test_job_in_hand_is_left_alone(self, done):
        jobs.enqueue("tests.note", what="mine")
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())

        call_command("worker", once=True)

        assert done == []


@pytest.mark.django_db(transaction=True)
class TestDailyJobs:
    @pytest.fixture(autouse=True)
    def _in_database(self, settings):
        settings.TASKS = DATABASE

    @pytest.fixture
    def runs(self, monkeypatch):
        """Return the hours at which the one daily job has run."""
        found = []
        monkeypatch.setattr("home.actions.daily.DAILY", ["tests.daily"])
        monkeypatch.setattr("home.actions.daily.HOURLY", [])
        monkeypatch.setitem(jobs.REGISTRY, "tests.daily", lambda: found.append(timezone.localtime().hour))
        return found

    def test_a_daily_job_runs_once_a_day_from_midnight_on(self, runs):
        with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False) as clock:
            call_command("worker", once=True)
            call_command("worker", once=True)
            assert runs == [15]  # in Kyiv

            clock.move_to(datetime(2026, 5, 1, 20, 59, tzinfo=UTC))
            call_command("worker", once=True)
            assert runs == [15]

            clock.move_to(datetime(2026, 5, 1, 21, 1, tzinfo=UTC))
            call_command("worker", once=True)
            assert runs == [15, 0]

    def test_a_worker_killed_while_queueing_leaves_the_day_open(self, runs, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr("home.actions.daily.run_job", Killed())
            with pytest.raises(KeyboardInterrupt):
                queue_daily_jobs()
        assert not DailyJob.objects.exists()

        call_command("worker", once=True)

        assert len(runs) == 1

    def test_a_worker_killed_after_queueing_leaves_the_job(self, runs):
        queue_daily_jobs()
        assert runs == []

        call_command("worker", once=True)

        assert len(runs) == 1

    def test_two_workers_queue_it_once(self, runs):
        """The second has read the table before the first wrote to it."""
        queue_daily_jobs()

        _queue("tests.daily", timezone.localdate())

        assert DBTaskResult.objects.count() == 1

    def test_a_failing_job_stops_neither_worker_nor_the_next_day(self, runs, monkeypatch):
        with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False) as clock:
            with monkeypatch.context() as broken:
                broken.setitem(jobs.REGISTRY, "tests.daily", lambda: 1 / 0)
                call_command("worker", once=True)

            clock.shift(timedelta(days=1))
            call_command("worker", once=True)

        assert runs == [15]


class Killed:
    def enqueue(self, **kwargs):
        raise KeyboardInterrupt
