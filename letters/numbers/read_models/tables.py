"""Letters counted: by campaign, event, partner, language, place and month, and how long each step took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.languages.language_names import LANGUAGE_WORDS
from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.lifecycle import CLOSED, NOT_SENT, SENT
from letters.models import Letter, LetterLogEntry
from letters.numbers.small_numbers import FEWEST, Shown, protected
from letters.querysets.letters import LetterQuerySet

STAGES = {
    "in_work": (_("In work"), NOT_SENT),
    "sent": (_("Sent"), SENT),
    "closed": (_("Closed"), CLOSED),
}
STAGE_COLUMNS = [label for label, _states in STAGES.values()]
LANGUAGE = Case(When(language_declared="", then=F("language_detected")), default=F("language_declared"))
NONE = _("none")


@dataclass(frozen=True)
class Dimension:
    """What letters are told apart by: `key` is a field or an expression, `name` the column of its words."""

    title: Promise
    key: object
    name: str = ""


DIMENSIONS = [
    Dimension(_("Campaign"), F("campaign"), "campaign__title"),
    Dimension(_("Event"), F("event"), "event__title"),
    Dimension(_("Partner"), F("prisoner__partner"), "prisoner__partner__name_uk"),
    Dimension(_("Language"), LANGUAGE),
    Dimension(_("Place"), F("prisoner__facility"), "prisoner__facility__name_uk"),
    Dimension(_("Month"), TruncMonth("received_on")),
]


@dataclass(frozen=True)
class Table:
    """`lines` are (name, numbers as shown, total last), `totals` the last line; no lines: too few letters."""

    title: Promise
    columns: list
    lines: list
    totals: list


@dataclass(frozen=True)
class StepDuration:
    """How many days pass between two days of a letter, in the middle; None when too few letters did it."""

    title: Promise
    days: int | float | None


# --- The letters that are counted -------------------------------------------------------------------
def counted(*, partners: Iterable[int] | None, first: date | None, last: date | None) -> LetterQuerySet:
    """Return the letters to be counted: at the desks of `partners` (None: all), received in these months."""
    letters = Letter.objects.all() if partners is None else Letter.objects.at_desks(partners)
    if first:
        letters = letters.filter(received_on__gte=first)
    return letters.filter(received_on__lt=month_after(last)) if last else letters


def month_after(day: date) -> date:
    """Return the first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


# --- Tables ----------------------------------------------------------------------------------------
def tables(letters: LetterQuerySet) -> list[Table]:
    """Return [Table]: states, then one for each dimension. One query each; no order that tells a number."""
    states = dict(letters.order_by().values_list("state").annotate(count=Count("pk")))
    totals = protected([[sum(states.get(state, 0) for state in held) for _name, held in STAGES.values()]])
    shown = totals[-1] if totals else None
    return [_states(states, shown), *(_by(dimension, letters, shown) for dimension in DIMENSIONS)]


def _states(states: Mapping[str, int], totals: list[Shown] | None) -> Table:
    """Each state stands in a stage, whose total is shown in all tables."""
    lines = []
    for place, (_name, held) in enumerate(STAGES.values()):
        ordered = [state for state in LetterState if state in held]
        column = [[states.get(state, 0)] for state in ordered]
        shown = totals and protected(column, totals=[totals[place]] * 2)
        if shown:
            lines += [(state.label, numbers[:1]) for state, numbers in zip(ordered, shown[:-1], strict=True)]
    return Table(_("State"), [_("Letters")], lines, totals[-1:] if totals else [])


def _by(dimension: Dimension, letters: LetterQuerySet, totals: list[Shown] | None) -> Table:
    in_stages = {name: Count("pk", filter=Q(state__in=held)) for name, (_label, held) in STAGES.items()}
    name = F(dimension.name) if dimension.name else Value("")
    found: Iterable[Mapping[str, Any]] = (
        letters.order_by().values(key=dimension.key, name=name).annotate(**in_stages)
    )
    rows = sorted((_label(row), [row[stage] for stage in STAGES]) for row in found)
    shown = totals and protected([numbers for _name, numbers in rows], totals=totals)
    lines = (
        [(str(name), numbers) for (name, _n), numbers in zip(rows, shown[:-1], strict=True)] if shown else []
    )
    return Table(dimension.title, [*STAGE_COLUMNS, pgettext_lazy("letters", "All")], lines, totals or [])


def _label(row: Mapping[str, Any]) -> str:
    if row["name"]:
        return row["name"]
    if isinstance(row["key"], date):
        return f"{row['key']:%Y-%m}"
    return str(LANGUAGE_WORDS.get(row["key"], row["key"] or NONE))


# --- Time ------------------------------------------------------------------------------------------
# The days of a letter, in order: each the last time the log says so. Receipt stands on the letter.
DAYS = {
    "accepted": [LogAction.ACCEPTED],
    "approved": [LogAction.APPROVED, LogAction.APPROVED_AS_IS],
    "translated": [LogAction.APPROVED],
    "printed": [LogAction.PRINTED],
    "posted": [LogAction.POSTED],
}
STEPS = [
    (_("received → accepted"), "received", "accepted"),
    (_("accepted → approved"), "accepted", "approved"),
    (_("approved → printed"), "approved", "printed"),
    (_("printed → posted"), "printed", "posted"),
    (_("received → posted"), "received", "posted"),
]


def steps(letters: LetterQuerySet) -> list[StepDuration]:
    """Return the StepDurations of these letters; one query."""
    rows = days_of(letters.order_by())
    return [StepDuration(title, _middle(rows, begins, ends)) for title, begins, ends in STEPS]


def days_of(letters: QuerySet[Any, Any]) -> list[Mapping[str, Any]]:
    """Return of each of these letters {"received" and each of DAYS: its day, or None}; one query."""
    wanted = [action for actions in DAYS.values() for action in actions]
    entries = LetterLogEntry.objects.filter(letter__in=letters, action__in=wanted).order_by()
    last = {name: Max("day", filter=Q(action__in=actions)) for name, actions in DAYS.items()}
    return list(entries.values("letter", received=F("letter__received_on")).annotate(**last))


def _middle(rows: Iterable[Mapping[str, Any]], begins: str, ends: str) -> float | None:
    both = [(row[begins], row[ends]) for row in rows if row[begins] and row[ends]]
    days = [(end - begin).days for begin, end in both if end >= begin]
    return median(days) if len(days) >= FEWEST else None
