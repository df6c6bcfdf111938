"""Daily jobs: the worker asks every round, and the table says which of them were queued today."""

import logging
from collections.abc import Callable
from datetime import date

from django.db import DatabaseError, transaction
from django.utils import timezone

from home.jobs.queue import Turn, is_waiting, known_jobs, run_job
from home.models import DailyJob

logger = logging.getLogger(__name__)


def queue_daily_jobs() -> None:
    """Queue each daily job that has not been queued today.

    The day and the queued job are committed together: a worker that is killed leaves both or neither, and two
    workers never queue a job twice. A day without a worker is not made up for: the next run must find what
    was left undone by itself.
    """
    now = timezone.localtime()
    queued = set(DailyJob.objects.filter(queued_on=now.date()).values_list("name", flat=True))
    turns = {Turn.DAY: "{name}", Turn.HOUR: f"{{name}} {now.hour:02}"}
    every = {name: job.every for name, job in known_jobs().items() if job.every}
    # An hourly job is a daily one of each hour of the day.
    due = {turns[turn].format(name=name): name for name, turn in every.items()}
    for turn in due.keys() - queued:
        _queue(due[turn], now.date(), turn)


def queue_watched_jobs() -> None:
    """Queue each watched job that has something to do, unless it waits already."""
    watched = {name: job.is_due for name, job in known_jobs().items() if job.is_due}
    for name, is_due in watched.items():
        if _has_work(name, is_due) and not is_waiting(name):
            run_job.enqueue(name=name, kwargs={})


def _has_work(name: str, is_due: Callable[[], bool]) -> bool:
    try:
        return is_due()
    except DatabaseError:
        raise
    except Exception as fault:  # the others are asked all the same
        logger.error("Watch failed", exc_info=fault, extra={"event": "watch_failed", "job": name})
        return False


@transaction.atomic
def _queue(name: str, today: date, turn: str = "") -> None:
    """Queue the job for this turn, unless it waits: one that fails is tried again by itself."""
    turn = turn or name
    DailyJob.objects.get_or_create(name=turn)
    is_mine = DailyJob.objects.filter(name=turn).exclude(queued_on=today).update(queued_on=today)
    if is_mine and not is_waiting(name):
        run_job.enqueue(name=name, kwargs={})
