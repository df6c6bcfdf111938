"""What waits for one member of staff: all numbers of My day in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.urls import reverse

from home.day.entries import DayEntry, DaySubject, entries_for


@dataclass(frozen=True)
class Number:
    entry: DayEntry
    count: int

    @property
    def url(self) -> str:
        return address_of(self.entry)


@dataclass(frozen=True)
class Day:
    """`sections` are [(subject, [Number])] of what waits; under the subjects of `quiet` nothing does.

    Whom letters reach is told with its zeros, and never done.
    """

    sections: list[tuple[DaySubject, list[Number]]]
    quiet: list[DaySubject]


def my_day_of(user: User) -> Day:
    entries = entries_for(user)
    counts = counts_of(entries, user)
    numbers = [Number(entry, counts[entry.name]) for entry in entries]
    by_subject = {
        each: [
            one for one in numbers if one.entry.subject == each and (one.count or each == DaySubject.REACH)
        ]
        for each in DaySubject
    }
    shown = {entry.subject for entry in entries} - {DaySubject.REACH}
    return Day(
        sections=[
            (subject, found) for subject, found in by_subject.items() if any(one.count for one in found)
        ],
        quiet=[subject for subject, found in by_subject.items() if subject in shown and not found],
    )


def counts_of(entries: Iterable[DayEntry], user: User) -> dict[str, int]:
    """Return {name of the entry: how many rows}; one query, and what the rows themselves ask."""
    counted = {entry.name: Subquery(_count(entry.rows(user))) for entry in entries}
    row: Any = get_user_model().objects.filter(pk=user.pk).annotate(**counted).values(*counted)
    return row.get() if counted else {}


def _count(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Count all rows at once: an aggregate of Django's would count them by groups."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return rows.order_by().annotate(day_count=number).values("day_count")


def address_of(entry: DayEntry) -> str:
    return entry.leads_to() if entry.leads_to else reverse("my_day_list", args=[entry.name])
