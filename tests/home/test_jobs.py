from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home import jobs

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
