"""What is deleted by its day waits while the clock may be ahead: nothing goes early.

The worker notes the time each minute, and beside it the time that it believes. Where far more than a minute
has passed, the clock was set ahead, or no worker worked: from here they look the same. So the believed time
stays behind until the clock goes back, the machine says that it is synchronised, or somebody says that it is
right: `manage.py keep_times --clock-is-right`.
"""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from home.jobs.queue import JobWaits
from home.models import Heartbeat

NOTED, BELIEVED = "home.clock_noted", "home.clock_believed"
# Longer than a restart takes, and than the hour by which a zone is mistaken.
LEAP = timedelta(hours=2)
SYNCHRONISED = ("timedatectl", "show", "--property=NTPSynchronized", "--value")
SECONDS = 5

P = ParamSpec("P")
R = TypeVar("R")


@transaction.atomic
def note_time() -> None:
    """Note the time, and the time that is believed: no leap moves it ahead."""
    now = timezone.now()
    _note(now, believed=_believed(now))


def _believed(now: datetime) -> datetime:
    noted, believed = _at(NOTED), _at(BELIEVED)
    if noted is None or believed is None:
        return now
    step = now - noted
    return min(believed + (step if abs(step) <= LEAP else timedelta(0)), now)


def _note(now: datetime, *, believed: datetime) -> None:
    for name, at in ((NOTED, now), (BELIEVED, believed)):
        Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def _at(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def may_be_ahead() -> timedelta | None:
    """Return how far the clock may be ahead; None while it can be believed."""
    now = timezone.now()
    ahead = now - _believed(now)
    if ahead <= LEAP:
        return None
    if is_synchronised():
        believe_clock()
        return None
    return ahead


def is_synchronised() -> bool:
    """Ask the machine whether its time is that of the world; False where nobody can tell."""
    if shutil.which(SYNCHRONISED[0]) is None:
        return False
    try:
        # S603: a fixed command
        told = subprocess.run(SYNCHRONISED, capture_output=True, text=True, timeout=SECONDS)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return told.stdout.strip() == "yes"


@transaction.atomic
def believe_clock() -> None:
    now = timezone.now()
    _note(now, believed=now)


def by_a_clock_that_is_right(run: Callable[P, R]) -> Callable[P, R]:
    """Let a job wait while the clock is in doubt; it is tried again each minute, and counts as no failure."""

    @wraps(run)
    def wait_or_run(*args: P.args, **kwargs: P.kwargs) -> R:
        if may_be_ahead():
            raise JobWaits("for the clock")
        return run(*args, **kwargs)

    return wait_or_run
