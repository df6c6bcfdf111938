"""Work that is done after a change is committed, by name: a lower app can ask for what a higher one does.

Apps fill the registry in `AppConfig.ready`; the worker (`manage.py worker`) runs the jobs.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

REGISTRY = {}
DAILY, HOURLY = [], []
WATCHED = {}
BESIDE = {}
# A job that runs longer was left by a worker that died; it is run again, so every job must bear that.
ABANDONED_AFTER = timedelta(minutes=15)


def register(name, function):
    """Let `enqueue(name, ...)` call `function` with the same keyword arguments."""
    REGISTRY[name] = function


def register_daily(name, function):
    """Let the worker call `function()` once each day, as soon as the day begins (home.actions.daily)."""
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
    transaction.on_commit(lambda: run_job.enqueue(name=name, kwargs=kwargs))


def is_waiting(name):
    """Is a job of this name queued that no worker has begun?"""
    return DBTaskResult.objects.ready().filter(args_kwargs__kwargs__name=name).exists()


@task()
def run_job(name, kwargs):
    REGISTRY[name](**kwargs)


def revive_abandoned(*, at=None):
    """Give back the jobs of workers that died while running them; return how many."""
    before = (at or timezone.now()) - ABANDONED_AFTER
    left = DBTaskResult.objects.running().filter(started_at__lt=before)
    return left.update(status=TaskResultStatus.READY)
