"""Which generations hold now: asked before each answer, on the connection of the thread.

Where SQLite's own index tells that nothing was committed since they were asked, they are not asked again.
"""

import sqlite3
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import Error, connections
from django.utils import timezone

from home.backup.replaced_file import OPENED, File, file_at, leave_replaced_file
from home.caching.kept_whole import APART
from home.caching.read_models import current
from home.kept_pages.wal_index import WalIndex

# Numbers are random and never reused: as long as their sum is the same, each of them is. Of each so many
# bits, so that no sum is too large for a column.
BITS = 2**48 - 1
SUM = f"SELECT CAST(SUM(number & {BITS}) AS bigint) FROM home_generation"  # noqa: S608
STATEMENT = b"generations"  # the question's name on a connection to PostgreSQL
PREPARED = "has_generations_prepared"  # the mark of a connection of psycopg that has


@dataclass(frozen=True)
class State:
    """All that kept answers hang on, but for the address."""

    total: int | None  # of the numbers as they are stored
    numbers: dict[str, int]
    begins: float  # of the day
    ends: float  # with the day, or when a number that waits begins to hold
    file: File | None  # of the database

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
        self._seen = b"", self.state  # together, since other threads ask, too
        self._found = 0.0, self.state  # when it was asked, and what was found
        self._index: WalIndex | None = None
        self._sought_for: File | None = None

    def since(self, came: float | None) -> State | None:
        """Return what held at some moment after a request came, by the monotonic clock; see `now`."""
        asked, state = self._found
        if came is not None and came < asked and state.begins <= time.time() < state.ends:
            return state
        return self.now()

    def now(self) -> State | None:
        """Return the State, the same object as long as nothing has changed; None where nobody can tell."""
        here: Any = connections["default"]
        asked = time.monotonic()
        try:
            state = self._now(here)
        except (Error, here.Database.Error, OSError):
            return None
        if asked > self._found[0] and not here.in_atomic_block:  # which may see what was before
            self._found = asked, state
        return state

    def _now(self, here: Any) -> State:
        header, (seen, state) = self._header(here), self._seen
        if header and header == seen and state.begins <= time.time() < state.ends:
            return state
        _read_what_lies_there(here)
        state = self._asked(here)
        # The header was read first: after a commit between the two it is another one, and we ask again.
        if header and self._index and self._index.number(SUM) == state.total:
            self._seen = header, state
        self._seek_index(here)
        return state

    def _asked(self, here: Any) -> State:
        known = self.state
        total = _total(here)
        file = getattr(here, OPENED, None)
        if (total, file) == (known.total, known.file) and known.begins <= time.time() < known.ends:
            return known
        numbers, (begins, ends) = current(), _day()
        ends = min([ends, *(moment.timestamp() for moment in numbers.waiting)])
        self.state = State(total, numbers, begins, ends, file)
        return self.state

    def _header(self, here: Any) -> bytes:
        """Return what the index says; nothing where a question has to be asked."""
        if here.vendor != "sqlite" or here.in_atomic_block:
            return b""
        if self._index and self._index.file == file_at(here.settings_dict["NAME"]):
            return self._index.header()
        return b""

    def _seek_index(self, here: Any) -> None:
        """Seek it once for each file: a database without a log has none."""
        opened = getattr(here, OPENED, None)
        if opened == self._sought_for:
            return
        self._sought_for = opened
        try:
            self._index = WalIndex(str(here.settings_dict["NAME"]))
        except (OSError, sqlite3.Error):
            self._index = None


def _read_what_lies_there(here: Any) -> None:
    """Leave a connection whose file was put aside: each request of Django begins so, too."""
    opened = here.connection is not None and getattr(here, OPENED, None)
    if opened and file_at(here.settings_dict["NAME"]) != opened:
        leave_replaced_file()


def _total(here: Any) -> int | None:
    """Ask past Django's layers, which take fifty times as long; what broke is opened once more."""
    try:
        return _asked(here)
    except here.Database.Error:
        if here.in_atomic_block:
            raise
        here.close()
        return _asked(here)


def _asked(here: Any) -> int | None:
    if here.connection is None:
        here.ensure_connection()
    if here.vendor == "postgresql":
        return _asked_of_libpq(here)
    total: int | None = here.connection.execute(SUM).fetchone()[0]
    return total


def _asked_of_libpq(here: Any) -> int | None:
    """Ask past psycopg, too: it waits in Python, and lets other threads in at each of several steps.

    Prepared once for each connection: to plan it anew each time is a third of PostgreSQL's work on it.
    """
    libpq = here.connection.pgconn
    if not getattr(here.connection, PREPARED, False):
        refused = libpq.prepare(STATEMENT, SUM.encode()).error_message
        setattr(here.connection, PREPARED, not refused)
    found = libpq.exec_prepared(STATEMENT, [])
    if not found.ntuples:  # a pooler answered by another connection, or somebody had all statements discarded
        setattr(here.connection, PREPARED, False)
        found = libpq.exec_(SUM.encode())
    if not found.ntuples:
        raise here.Database.OperationalError(found.error_message)
    total = found.get_value(0, 0)
    return None if total is None else int(total)


def _day() -> tuple[float, float]:
    today, zone = timezone.localdate(), timezone.get_default_timezone()
    begins = datetime.combine(today, datetime.min.time(), tzinfo=zone)
    ends = datetime.combine(today + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return begins.timestamp(), ends.timestamp()
