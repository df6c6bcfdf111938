"""Daily jobs: the worker asks every round, the table says which of them this day has had."""

from django.db import transaction
from django.utils import timezone

from home.jobs import DAILY, HOURLY, WATCHED, is_waiting, run_job
from home.models import DailyJob


def queue_daily_jobs():
    """Queue each daily job that has not been queued today.

    The day and the queued job are committed together: a worker that is killed leaves both or neither, and two
    workers never queue a job twice. A job that fails, or had no worker for days, is not made up for: the next
    run must find by itself what was left undone.
    """
    now = timezone.localtime()
    queued = set(DailyJob.objects.filter(queued_on=now.date()).values_list("name", flat=True))
    # An hourly job is a daily one of each hour of the day.
    due = {name: name for name in DAILY} | {f"{name} {now.hour:02}": name for name in HOURLY}
    for turn in due.keys() - queued:
        _queue(due[turn], now.date(), turn)


def queue_watched_jobs():
    """Queue each watched job that has something to do, unless it waits already."""
    for name, is_due in WATCHED.items():
        if is_due() and not is_waiting(name):
            run_job.enqueue(name=name, kwargs={})


@transaction.atomic
def _queue(name, today, turn=None):
    turn = turn or name
    DailyJob.objects.get_or_create(name=turn)
    if DailyJob.objects.filter(name=turn).exclude(queued_on=today).update(queued_on=today):
        run_job.enqueue(name=name, kwargs={})
