import io
import logging
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.jobs import queue
from home.jobs.actions.daily import _queue, queue_daily_jobs
from home.jobs.queue import Job, Turn
from home.management.commands import worker
from home.models import DailyJob
from home.site.middleware.request_log import SafeFormatter
from tests.rivals import at_once
from tests.tiers import LONG

pytestmark = pytest.mark.both_databases

moved = import_module("home.migrations.0003_jobs_have_moved")

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def done(monkeypatch):
    found = []
    monkeypatch.setitem(queue.known_jobs(), "tests.note", Job(lambda what: found.append(what)))
    return found


def test_job_runs_after_commit_only(db, done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue("tests.note", what="a")
        assert done == []

    assert done == ["a"]


def test_unknown_job_is_refused_at_once(db):
    with pytest.raises(KeyError):
        queue.enqueue("tests.nothing")


@pytest.mark.django_db(transaction=True)
class TestWorker:
    @pytest.fixture(autouse=True)
    def _queue(self, settings):
        settings.TASKS = DATABASE

    @pytest.mark.full(LONG)
    def test_worker_runs_what_is_queued(self, done):
        for what in "abc":
            queue.enqueue("tests.note", what=what)
        assert done == []

        call_command("worker", once=True)

        assert sorted(done) == ["a", "b", "c"]

    @pytest.mark.full(LONG)
    def test_job_that_was_queued_under_its_former_name_runs_after_the_release(self, done):
        queue.enqueue("tests.note", what="a")
        DBTaskResult.objects.update(task_path=moved.BEFORE)

        moved.call_jobs_by(moved.NOW, moved.BEFORE)(apps, schema_editor=None)
        call_command("worker", once=True)

        assert done == ["a"]

    @pytest.mark.full(LONG)
    def test_once_means_all_that_is_due_and_not_one_round(self, done, monkeypatch):
        monkeypatch.setattr(worker, "JOBS_A_ROUND", 2)
        for what in "abcde":
            queue.enqueue("tests.note", what=what)

        call_command("worker", once=True)

        assert sorted(done) == ["a", "b", "c", "d", "e"]
        assert not DBTaskResult.objects.ready().exists()

    @pytest.mark.full(LONG)
    def test_job_that_fails_stops_nobody(self, done, monkeypatch):
        monkeypatch.setitem(queue.known_jobs(), "tests.fail", Job(lambda: 1 / 0))
        queue.enqueue("tests.fail")
        queue.enqueue("tests.note", what="after")

        call_command("worker", once=True)

        assert done == ["after"]
        assert DBTaskResult.objects.failed().count() == 1

    @pytest.mark.full(LONG)
    def test_job_of_a_worker_that_died_is_run_again(self, done):
        queue.enqueue("tests.note", what="left")
        long_ago = timezone.now() - timedelta(hours=1)
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago)

        call_command("worker", once=True)

        assert done == ["left"]

    @pytest.mark.full(LONG)
    def test_job_in_hand_is_left_alone(self, done):
        queue.enqueue("tests.note", what="mine")
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())

        call_command("worker", once=True)

        assert done == []


@pytest.mark.django_db(transaction=True)
class TestJobAndCause:
    """Both are committed or neither, and one that waits begins after everything that counts on it."""

    @pytest.fixture(autouse=True)
    def _in_database(self, settings, monkeypatch):
        settings.TASKS = DATABASE
        monkeypatch.setitem(queue.known_jobs(), "tests.again", Job(lambda: None))

    @pytest.mark.full(LONG)
    def test_a_process_killed_right_after_the_commit_leaves_both(self, done):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            transaction.on_commit(killed)
            DailyJob.objects.create(name="cause")
            queue.enqueue("tests.note", what="a")

        call_command("worker", once=True)

        assert (DailyJob.objects.filter(name="cause").exists(), done) == (True, ["a"])

    def test_a_cause_that_is_rolled_back_leaves_none(self, done):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            queue.enqueue("tests.note", what="a")
            raise ZeroDivisionError

        assert not DBTaskResult.objects.exists()

    def test_one_that_waits_is_enough(self):
        for _cause in range(3):
            queue.enqueue_once("tests.again")

        assert DBTaskResult.objects.count() == 1

    def test_one_that_has_begun_is_not(self):
        queue.enqueue_once("tests.again")
        DBTaskResult.objects.get().claim("worker")

        queue.enqueue_once("tests.again")

        assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="no worker begins while another one writes")
    def test_no_worker_begins_the_waiting_one_before_the_commit_that_counts_on_it(self):
        queue.enqueue_once("tests.again")
        with transaction.atomic():
            queue.enqueue_once("tests.again")
            assert at_once(take_up) == [None]

        assert at_once(take_up) == [DBTaskResult.objects.get()]


@transaction.atomic
def take_up():
    return DBTaskResult.objects.ready().get_locked()


@pytest.mark.django_db(transaction=True)
class TestDailyJobs:
    @pytest.fixture(autouse=True)
    def _in_database(self, settings):
        settings.TASKS = DATABASE

    @pytest.fixture
    def runs(self, monkeypatch):
        """Return the hours at which the one daily job has run."""
        found = []
        daily = Job(lambda: found.append(timezone.localtime().hour), every=Turn.DAY)
        known_alone(monkeypatch, {"tests.daily": daily})
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
            broken.setattr("home.jobs.actions.daily.run_job", Killed())
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
                known_alone(broken, {"tests.daily": Job(lambda: 1 / 0, every=Turn.DAY)})
                call_command("worker", once=True)

            clock.shift(timedelta(days=1))
            call_command("worker", once=True)

        assert runs == [15]


class Killed:
    def enqueue(self, **kwargs):
        raise KeyboardInterrupt


CANARY = "CANARY-7c1e"


@pytest.mark.django_db(transaction=True)
class TestFailingJobs:
    """A job that raises is logged, tried again and, at the second time, told to whoever runs the site."""

    @pytest.fixture(autouse=True)
    def _in_database(self, settings):
        settings.TASKS = DATABASE

    @pytest.fixture
    def clock(self):
        with time_machine.travel(datetime(2026, 5, 1, 12, 0, tzinfo=UTC), tick=False) as clock:
            yield clock

    @pytest.fixture
    def admin(self, django_user_model):
        django_user_model.objects.create_user("editor", "editor@staff.example", "password")
        return django_user_model.objects.create_superuser("admin", "admin@staff.example", "password")

    @pytest.fixture
    def runs(self, monkeypatch):
        """Return [names of the runs]; the first job fails as long as it stands in `runs.at_fault`."""
        found = Runs(["tests.first"])
        names = ("tests.first", "tests.second")
        known_alone(monkeypatch, {name: Job(found.run(name), every=Turn.HOUR) for name in names})
        return found

    def after(self, clock, **passed):
        clock.shift(timedelta(**passed))
        call_command("worker", once=True)

    def test_one_that_fails_is_tried_again_soon_and_keeps_no_other(self, clock, runs):
        call_command("worker", once=True)
        assert sorted(runs) == ["tests.first", "tests.second"]

        runs.at_fault.clear()
        self.after(clock, minutes=2)
        self.after(clock, minutes=30)

        assert sorted(runs) == ["tests.first", "tests.first", "tests.second"]

    @pytest.mark.full(LONG)
    def test_pauses_grow_to_an_hour_and_it_is_never_given_up(self, clock, runs):
        call_command("worker", once=True)
        for _minute in range(59):
            self.after(clock, minutes=1)
        assert 5 <= runs.count("tests.first") <= 7

        del runs[:]
        for _hour in range(30):
            self.after(clock, hours=1, minutes=1)
        assert 29 <= runs.count("tests.first") <= 31

    @pytest.mark.full(LONG)
    def test_administrators_are_told_when_it_fails_twice_and_each_day_after(
        self, clock, runs, admin, mailoutbox
    ):
        call_command("worker", once=True)
        assert mailoutbox == []

        self.after(clock, minutes=2)
        self.after(clock, minutes=1)
        assert [(mail.to, "tests.first" in mail.body) for mail in mailoutbox] == [([admin.email], True)]

        for _hour in range(23):
            self.after(clock, hours=1)
        assert len(mailoutbox) == 1
        for _hour in range(3):
            self.after(clock, hours=1)
        assert len(mailoutbox) == 2

    def test_one_that_succeeds_at_the_second_time_alarms_nobody(self, clock, runs, admin, mailoutbox):
        call_command("worker", once=True)
        runs.at_fault.clear()
        self.after(clock, minutes=2)
        for _hour in range(3):
            self.after(clock, hours=1)
            runs.at_fault[:] = ["tests.first"] * (not runs.at_fault)

        assert mailoutbox == []

    def test_words_of_the_fault_reach_no_log_no_mail_and_no_queue(self, clock, runs, admin, mailoutbox):
        log = io.StringIO()
        handler = logging.StreamHandler(log)
        handler.setFormatter(SafeFormatter())
        logging.getLogger().addHandler(handler)
        try:
            call_command("worker", once=True)
            self.after(clock, minutes=2)
            self.after(clock, minutes=1)
        finally:
            logging.getLogger().removeHandler(handler)

        assert "event=job_failed" in log.getvalue() and "job=tests.first" in log.getvalue()
        assert "ZeroDivisionError" in log.getvalue()
        kept = [f"{row.traceback} {row.args_kwargs}" for row in DBTaskResult.objects.all()]
        said = [log.getvalue(), *kept, *(mail.subject + mail.body for mail in mailoutbox)]
        assert mailoutbox and CANARY not in "".join(said)

    def test_job_that_takes_its_worker_along_twice_is_told_too(self, clock, runs, admin, mailoutbox):
        runs.at_fault.clear()
        queue.enqueue("tests.first")
        for _death in range(2):
            row = DBTaskResult.objects.get(args_kwargs__kwargs__name="tests.first")
            row.claim("worker that dies")
            clock.shift(timedelta(minutes=16))
            queue.revive_abandoned()
        assert runs == []

        self.after(clock, minutes=1)

        assert [mail.to for mail in mailoutbox] == [[admin.email]]
        assert "tests.first" in runs

    def test_worker_killed_between_failing_and_noting_it_loses_neither(self, clock, runs, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(DBTaskResult, "set_failed", killed)
            with pytest.raises(KeyboardInterrupt):
                call_command("worker", once=True)
        runs.at_fault.clear()

        for _quarter in range(2):
            self.after(clock, minutes=16)

        assert runs.count("tests.first") > 1 and runs.count("tests.second") == 1
        assert not DBTaskResult.objects.ready().exists()

    def test_watch_that_cannot_tell_keeps_no_other_watch(self, runs, monkeypatch):
        runs.at_fault.clear()
        watches = {"tests.first": lambda: 1 / 0, "tests.second": lambda: True}
        watched = {name: Job(runs.run(name), is_due=is_due) for name, is_due in watches.items()}
        known_alone(monkeypatch, watched)

        call_command("worker", once=True)

        assert runs == ["tests.second"]


def known_alone(monkeypatch, known):
    """Let the site have these jobs, and none that begins by itself beside them."""
    by_themselves = [name for name, job in queue.known_jobs().items() if job.every or job.is_due]
    for name in by_themselves:
        monkeypatch.delitem(queue.known_jobs(), name)
    for name, job in known.items():
        monkeypatch.setitem(queue.known_jobs(), name, job)


class Runs(list):
    def __init__(self, at_fault):
        self.at_fault = at_fault

    def run(self, name):
        def job():
            self.append(name)
            if name in self.at_fault:
                raise ZeroDivisionError(CANARY)

        return job


def killed(*_arguments):
    raise KeyboardInterrupt
