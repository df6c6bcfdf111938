"""Which generations hold now: one cheap query before each answer, on the connection of the thread."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from home.backup.replaced_file import OPENED, leave_replaced_file
from home.caching.kept_whole import APART

# Numbers are random and never reused: as long as their sum is the same, each of them is. Of each so many
# bits, so that no sum is too large for a column.
BITS = 2**48 - 1
SUM = f"SELECT CAST(SUM(number & {BITS}) AS bigint) FROM home_generation"  # noqa: S608
ROWS = "SELECT name, number FROM home_generation"


@dataclass(frozen=True)
class State:
    """All that kept answers hang on, but for the address."""

    total: int | None
    numbers: dict[str, int]
    begins: float  # of the day
    ends: float
    file: tuple[int, int] | None  # of the database

    @cached_property
    def common(self) -> tuple[Any, ...]:
        shown = sorted(each for each in self.numbers.items() if each[0] not in APART)
        return self.file, self.begins, *shown

    def of(self, apart: Collection[str]) -> tuple[Any, ...]:
        return self.common, tuple(self.numbers.get(name) for name in sorted(apart))


class Numbers:
    """Asks them; one for a process."""

    def __init__(self) -> None:
        self.state = State(None, {}, 0, 0, None)

    def now(self) -> State | None:
        """Return the State, the same object as long as nothing has changed; None where nobody can tell."""
        try:
            return self._now()
        except Error:
            return None

    def _now(self) -> State:
        known, file = self.state, _file()
        total = _asked(SUM)[0][0]
        if (total, file) == (known.total, known.file) and known.begins <= time.time() < known.ends:
            return known
        rows = dict(_asked(ROWS))
        total = sum(number & BITS for number in rows.values()) if rows else None
        self.state = State(total, rows, *_day(), file)
        return self.state


def _file() -> tuple[int, int] | None:
    """Return which file the connection of this thread reads; the one that lies there now, on SQLite."""
    leave_replaced_file()
    connection.ensure_connection()
    return getattr(connection, OPENED, None)


def _asked(statement: str) -> list[Any]:
    """Ask past Django's layers, which take fifty times as long; what broke is opened once more."""
    try:
        return _run(statement)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _run(statement)


def _run(statement: str) -> list[Any]:
    with connection.wrap_database_errors:
        connection.ensure_connection()
        return list(connection.connection.execute(statement).fetchall())


def _day() -> tuple[float, float]:
    today, zone = timezone.localdate(), timezone.get_default_timezone()
    begins = datetime.combine(today, datetime.min.time(), tzinfo=zone)
    ends = datetime.combine(today + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return begins.timestamp(), ends.timestamp()
