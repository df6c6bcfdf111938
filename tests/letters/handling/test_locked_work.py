"""While the rings are locked the worker waits, and fails at nothing; each administrator is told once."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.jobs import queue
from home.jobs.actions.alarms import TELL_OF_LOCKED
from home.jobs.actions.daily import queue_watched_jobs
from home.jobs.queue import Job, enqueue
from home.models import Outbox
from home.security.keyring import ring
from letters.following.actions.mail import LETTER_RECEIVED
from letters.models import Letter, WriterRequest
from letters.requests.actions.carrying_out import carry_out_requests
from tests.letters.conftest import filled
from tests.tiers import LONG

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
ADMINISTRATOR = ["admin@example.org"]
NEEDS_KEYS = "tests.needs_keys"
WRITER = ["olena@example.org"]


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def administrator():
    return get_user_model().objects.create_superuser("boss", ADMINISTRATOR[0], "x")


@pytest.fixture(autouse=True)
def _needs_keys(monkeypatch):
    monkeypatch.setitem(queue.known_jobs(), NEEDS_KEYS, Job(lambda: ring("letters_private")))


@pytest.fixture
def host(staff_host):
    staff_host.run("lock")
    return staff_host


def work():
    """Let the time pass after which what waits asks again, then do a round."""
    earlier = timezone.now() - timedelta(seconds=1)
    DBTaskResult.objects.filter(task_path__startswith="wagtail").delete()
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=earlier)
    Outbox.objects.filter(state=Outbox.State.PENDING).update(due_at=earlier)
    queue_watched_jobs()
    call_command("worker", once=True)


def jobs(name):
    return [row for row in DBTaskResult.objects.all() if row.args_kwargs["kwargs"].get("name") == name]


@pytest.mark.full(LONG)
def test_jobs_and_mail_to_writers_wait_without_failing_and_are_done_once_unlocked(
    client, check_url, host, mailoutbox
):
    client.post(check_url, filled(email=WRITER[0]))

    for _round in range(2):
        work()
    assert WriterRequest.objects.waiting().count() == 1
    host.unlock()
    carry_out_requests()
    host.run("lock")
    enqueue(NEEDS_KEYS)
    for _round in range(2):
        work()

    [job] = jobs(NEEDS_KEYS)
    mail = Outbox.objects.get(template=LETTER_RECEIVED)
    assert (job.status, job.worker_ids) == (TaskResultStatus.READY, [])
    assert (mail.state, mail.attempts) == (Outbox.State.PENDING, 0)
    assert WRITER not in [sent.to for sent in mailoutbox]
    assert not Outbox.objects.filter(template="job_fails").exists()

    host.unlock()
    work()

    [job] = jobs(NEEDS_KEYS)
    assert job.status == TaskResultStatus.SUCCESSFUL
    assert Letter.objects.get().duplicate_hash
    assert WRITER in [sent.to for sent in mailoutbox]


@pytest.mark.full(LONG)
def test_each_administrator_is_told_once_for_each_lock(host, mailoutbox):
    for _round in range(3):
        work()

    assert [sent.to for sent in mailoutbox] == [ADMINISTRATOR]
    assert "letters_keys unlock" in mailoutbox[0].body
    assert len(jobs(TELL_OF_LOCKED)) == 1

    host.unlock()
    host.run("lock")
    work()
    work()

    assert [sent.to for sent in mailoutbox] == [ADMINISTRATOR] * 2


@pytest.mark.full(LONG)
def test_nobody_is_told_who_unlocks_at_once(host, mailoutbox):
    queue_watched_jobs()
    call_command("worker", once=True)
    assert Outbox.objects.get().due_at > timezone.now() + timedelta(minutes=4)

    host.unlock()
    work()

    assert mailoutbox == []
    assert Outbox.objects.get().state == Outbox.State.NOT_NEEDED
