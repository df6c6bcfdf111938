"""Work that is done after a change is committed, by name, so that a lower app can ask a higher one for it.

A job is written in the transaction of its cause: both are committed or neither.

Apps provide their jobs (`provides_jobs`); the worker (`manage.py worker`) runs them. A job that raises is
tried again, as often as it takes, and holds up no other; somebody is told when that does not help.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from home.caching.transaction_marks import is_first
from home.registry import provided_by_name
from home.security.keyring import KeysLocked
from home.written_once import written_once

logger = logging.getLogger(__name__)

# A job that runs longer was left by a worker that died; it is run again, so every job must allow that.
ABANDONED_AFTER = timedelta(minutes=15)
# Between the attempts of a failing job; twice as long each time.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# What needs keys that are locked (home.security.keyring), or the clock, asks again after this; no failure.
ASK_AGAIN_AFTER = timedelta(minutes=1)
TELL_OF_FAILING = "home.tell_of_failing"
TOLD_AT = 2  # failures in a row


class Turn(Enum):
    HOUR, DAY = "hour", "day"


@dataclass(frozen=True)
class Job:
    """What runs under a name. `enqueue` passes arguments to `run`; everybody else calls it without."""

    run: Callable[..., object]
    # At the beginning of each (home.jobs.actions.daily).
    every: Turn | None = None
    # A cheap check, made once a minute: is there something to do?
    is_due: Callable[[], bool] | None = None
    # Run once a second in this many threads of the worker, beside all other work: for what waits on other
    # people's servers, and for what somebody waits for. Several calls run at once, and hold up no job and no
    # mail. What it raises is logged, and told to nobody.
    threads: int = 0


def known_jobs() -> dict[str, Job]:
    return provided_by_name("jobs")


class JobWaits(Exception):
    """A job needs keys that are locked, or a clock that is right. Nothing is amiss: it is done later."""


class JobFailed(Exception):
    """A job raised. Names the job and the type of the error, whose own words may quote a letter."""


Row = TypeVar("Row")


class RowsFailed(Exception):
    """Some rows of a job failed; all others are done."""


def enqueue(name: str, **kwargs: Any) -> None:
    """Run the job `name` once this transaction is committed.

    `kwargs` are numbers, strings and lists of them: ids, never content. Raises KeyError for an unknown name.
    """
    if name not in known_jobs():
        raise KeyError(f"no job is known as {name!r}")
    run_job.enqueue(name=name, kwargs=kwargs)


def enqueue_once(name: str) -> None:
    """The same, without arguments, unless such a job is waiting already and will begin after this commit.

    The waiting one is locked until then: a worker that began it now would not see the cause.
    """
    if is_first(("job", name)):
        _enqueue_unless_waiting(name)


@transaction.atomic(savepoint=False)  # nothing in it can fail but the database itself
def _enqueue_unless_waiting(name: str) -> None:
    if _waiting_locked(name).first() is None:
        enqueue(name)


def is_waiting(name: str) -> bool:
    """Say whether a job of this name, without arguments, is queued or to be tried again and not begun."""
    return _waiting(name).exists()


@written_once
def _waiting_locked(name: str) -> "QuerySet[DBTaskResult[..., Any], tuple[UUID]]":
    return _waiting(name).select_for_update(skip_locked=True).values_list("pk")[:1]


def _waiting(name: str) -> "QuerySet[DBTaskResult[..., Any]]":
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return ready.filter(args_kwargs__kwargs__name=name, args_kwargs__kwargs__kwargs={})


def is_worked_at() -> bool:
    """Say whether a worker may be running a job. One that takes longer was abandoned (`ABANDONED_AFTER`)."""
    since = timezone.now() - ABANDONED_AFTER
    return DBTaskResult.objects.running().filter(started_at__gte=since).exists()


@task()
def run_job(name: str, kwargs: dict[str, Any], failures: int = 0) -> None:
    """Run the job; `failures` counts how often in a row it has failed before."""
    try:
        known_jobs()[name].run(**kwargs)
    except (KeysLocked, JobWaits):
        raise JobWaits(name) from None
    except Exception as fault:
        logger.error("Job failed", exc_info=fault, extra={"event": "job_failed", "job": name})
        _try_again(name, kwargs, failures + 1)
        # The queue stores the message of what is raised here.
        raise JobFailed(f"{name}: {type(fault).__name__}") from None


def put_back_what_waits(row: "DBTaskResult[..., Any]") -> None:
    """Let a job that waits for keys or the clock be as if it had not begun; any other stays as it is."""
    if row.exception_class_path == f"{JobWaits.__module__}.{JobWaits.__qualname__}":
        row.status, row.run_after = TaskResultStatus.READY, timezone.now() + ASK_AGAIN_AFTER
        row.started_at = row.finished_at = None
        row.exception_class_path, row.traceback, row.worker_ids = "", "", []
        row.save()


@transaction.atomic
def _try_again(name: str, kwargs: dict[str, Any], failures: int) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
    later = run_job.using(run_after=timezone.now() + pause)
    later.enqueue(name=name, kwargs=kwargs, failures=failures)
    if failures >= TOLD_AT:
        _tell_of_failing(name)


def _tell_of_failing(name: str) -> None:
    if name != TELL_OF_FAILING:
        enqueue(TELL_OF_FAILING, job=name)


def do_each(rows: Iterable[Row], do: Callable[[Row], object]) -> None:
    """Call `do(row)` for each row; one that fails is logged by its number and holds up no other.

    Raises RowsFailed at the end if any failed, so that the job counts as failed and is tried again;
    KeysLocked if nothing is wrong but that some wait for keys.
    """
    total = failed = 0
    locked: KeysLocked | None = None
    for row in rows:
        total += 1
        try:
            do(row)
        except KeysLocked as fault:
            locked = fault
        except Exception as fault:
            if not connection.is_usable():
                raise
            failed += 1
            number = getattr(row, "pk", row)
            logger.warning("Row failed", exc_info=fault, extra={"event": "row_failed", "row": number})
    if failed:
        raise RowsFailed(f"{failed} of {total}")
    if locked:
        raise locked


def revive_abandoned(*, at: datetime | None = None) -> int:
    """Give back the jobs of workers that died while running them; return how many."""
    before = (at or timezone.now()) - ABANDONED_AFTER
    return sum(_revive(left) for left in DBTaskResult.objects.running().filter(started_at__lt=before))


@transaction.atomic
def _revive(left: "DBTaskResult[..., Any]") -> int:
    """Give one back, unless another worker did. That its worker died counts as a failure."""
    again = DBTaskResult.objects.running().filter(pk=left.pk, started_at=left.started_at)
    is_mine = again.update(status=TaskResultStatus.READY)
    name = _named_in(left.args_kwargs)
    if is_mine and name in known_jobs() and _deaths(left.worker_ids) >= TOLD_AT:
        _tell_of_failing(name)
    return is_mine


def _named_in(row: object) -> str:
    """Return the name of the job that arguments stand for, "" for none: anybody may have written the row."""
    match row:
        case {"kwargs": {"name": str(name)}}:
            return name
    return ""


def _deaths(workers: object) -> int:
    return len(workers) if isinstance(workers, list) else 0
