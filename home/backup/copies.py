"""Which backups of a folder are kept: the newest of each of the last days and weeks, none for too long."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

NAME = "letters-%Y-%m-%dT%H%M%SZ.backup"
PATTERN = re.compile(r"letters-\d{4}-\d\d-\d\dT\d{6}Z\.backup")
# Writers are promised that what was erased has left the backups by then (docs/operations.md).
LONGEST = timedelta(days=30)


def name_at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(NAME)


def outdated(names: Iterable[str], *, now: datetime, days: int, weeks: int) -> list[str]:
    """Return the names of backups that may go, oldest first; of other files none, and never the newest one.

    Kept are the newest of each of the last `days` days and `weeks` weeks that have one.
    """
    made = sorted((_moment(name), name) for name in names if PATTERN.fullmatch(name))
    by_day = {moment.date(): name for moment, name in made}
    by_week = {moment.isocalendar()[:2]: name for moment, name in made}
    kept = {*_last(by_day.values(), days), *_last(by_week.values(), weeks)}
    newest = {name for _moment, name in made[-1:]}
    young = {name for moment, name in made if now - moment <= LONGEST}
    return [name for _moment, name in made if name not in (kept & young) | newest]


def _last(names: Iterable[str], count: int) -> list[str]:
    return list(names)[-count:] if count else []


def _moment(name: str) -> datetime:
    return datetime.strptime(name, NAME).replace(tzinfo=UTC)
