"""Work that is done after a change is committed, by name: a lower app can ask for what a higher one does.

A job is written in the transaction of its cause: both are committed or neither.

Apps fill the registry in `AppConfig.ready`; the worker (`manage.py worker`) runs the jobs. One that raises is
tried again, as often as it takes, and keeps no other job back; somebody is told when that does not help.
"""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

REGISTRY = {}
DAILY, HOURLY = [], []
WATCHED = {}
BESIDE = {}
# A job that runs longer was left by a worker that died; it is run again, so every job must bear that.
ABANDONED_AFTER = timedelta(minutes=15)
# Between the tries of a job that fails; twice as long each time.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
TELL_OF_FAILING = "home.tell_of_failing"
TOLD_AT = 2  # failures in a row


class JobFailed(Exception):
    """A job raised. Names the job and the kind of what it raised, whose own words may quote a letter."""


class RowsFailed(Exception):
    """Some rows of a job were at fault; all others are done."""


def register(name, function):
    """Let `enqueue(name, ...)` call `function` with the same keyword arguments."""
    REGISTRY[name] = function


def register_daily(name, function):
    """Let the worker call `function()` once each day, as soon as the day begins (home.jobs.actions.daily)."""
    register(name, function)
    if name not in DAILY:
        DAILY.append(name)


def register_hourly(name, function):
    """Let the worker call `function()` once each hour, as soon as the hour begins."""
    register(name, function)
    if name not in HOURLY:
        HOURLY.append(name)


def register_watched(name, is_due, function):
    """Let the worker call `function()` whenever `is_due()`, a cheap question that it asks once a minute."""
    register(name, function)
    WATCHED[name] = is_due


def register_beside(name, function, *, threads):
    """Let the worker call `function()` once a second in this many threads of its own, beside all other work.

    For what waits on other people's servers: it keeps no job and no mail waiting. Several calls run at once.
    """
    BESIDE[name] = function, threads


def enqueue(name, **kwargs):
    """Run the job `name` once this transaction is committed.

    `kwargs` are numbers, strings and lists of them: ids, never content. Raises KeyError for an unknown name.
    """
    if name not in REGISTRY:
        raise KeyError(f"no job is registered as {name!r}")
    run_job.enqueue(name=name, kwargs=kwargs)


@transaction.atomic
def enqueue_once(name):
    """The same, without arguments, unless such a job waits that will begin after this commit.

    The one that waits is held until then: a worker that began it now would not see the cause.
    """
    if _waiting(name).select_for_update(skip_locked=True).first() is None:
        enqueue(name)


def is_waiting(name):
    """Is a job of this name, without arguments, queued or to be tried again, and begun by no worker?"""
    return _waiting(name).exists()


def _waiting(name):
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return ready.filter(args_kwargs__kwargs__name=name, args_kwargs__kwargs__kwargs={})


def is_worked_at():
    """Is a job begun that a worker may still be at? One that takes longer was left (`ABANDONED_AFTER`)."""
    since = timezone.now() - ABANDONED_AFTER
    return DBTaskResult.objects.running().filter(started_at__gte=since).exists()


@task()
def run_job(name, kwargs, failures=0):
    """Run the job; `failures` says how often in a row it has failed before."""
    try:
        REGISTRY[name](**kwargs)
    except Exception as fault:
        logger.error("Job failed", exc_info=fault, extra={"event": "job_failed", "job": name})
        _try_again(name, kwargs, failures + 1)
        # The queue keeps the words of what is raised here.
        raise JobFailed(f"{name}: {type(fault).__name__}") from None


@transaction.atomic
def _try_again(name, kwargs, failures):
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    later = run_job.using(run_after=timezone.now() + pause)
    later.enqueue(name=name, kwargs=kwargs, failures=failures)
    if failures >= TOLD_AT:
        _tell_of_failing(name)


def _tell_of_failing(name):
    if name != TELL_OF_FAILING:
        enqueue(TELL_OF_FAILING, job=name)


def do_each(rows, do):
    """Call `do(row)` for each row; one at fault is logged by its number and keeps no other back.

    Raises RowsFailed at the end where there were any, so that the job counts as failed and is tried again.
    """
    total = failed = 0
    for row in rows:
        total += 1
        try:
            do(row)
        except Exception as fault:
            if not connection.is_usable():
                raise
            failed += 1
            number = getattr(row, "pk", row)
            logger.warning("Row failed", exc_info=fault, extra={"event": "row_failed", "row": number})
    if failed:
        raise RowsFailed(f"{failed} of {total}")


def revive_abandoned(*, at=None):
    """Give back the jobs of workers that died while running them; return how many."""
    before = (at or timezone.now()) - ABANDONED_AFTER
    return sum(_revive(left) for left in DBTaskResult.objects.running().filter(started_at__lt=before))


@transaction.atomic
def _revive(left):
    """Give one back, unless another worker did. That a worker died of it counts as a failure."""
    again = DBTaskResult.objects.running().filter(pk=left.pk, started_at=left.started_at)
    is_mine = again.update(status=TaskResultStatus.READY)
    name = left.args_kwargs["kwargs"].get("name")
    if is_mine and name in REGISTRY and len(left.worker_ids) >= TOLD_AT:
        _tell_of_failing(name)
    return is_mine
