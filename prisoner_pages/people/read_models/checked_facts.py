"""What was checked about a person, when, and on which bases it may be shown."""

from collections.abc import Container, Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet, Value
from django.utils import timezone

from home.caching.written_once import Asked, written_once
from home.headless.answers.schemas import Shape
from prisoner_pages.choices import DatePrecision, FactGroup
from prisoner_pages.models import FactUpdate, Prisoner, Verification
from prisoner_pages.policies import GROUP_SCOPES
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of
from prisoner_pages.querysets.consents import bases_on

UPDATES_SHOWN = 12
Row = tuple[str, str, date, str]  # "check" or "update", group, day, precision

FACT_GROUPS = {group.value: group.label for group in FactGroup}
PLACES_OF_GROUPS = {group: place for place, group in enumerate(FACT_GROUPS)}


class Check(Shape):
    """A group of facts, and the day on which it was last found to hold, or changed."""

    facts: Word
    date: Day


def checks_of(prisoner: Any, words: Words) -> list[Check]:
    """Return what was verified when, in the order of the groups."""
    return sorted(_told("check", prisoner, words), key=lambda check: PLACES_OF_GROUPS[check.facts.code])


def updates_of(prisoner: Any, words: Words) -> list[Check]:
    """Return what changed when, the newest change first."""
    return _told("update", prisoner, words)[::-1][:UPDATES_SHOWN]


def _told(kind: str, prisoner: Any, words: Words) -> list[Check]:
    """`with_history` has brought the rows along."""
    return [
        Check.of(facts=words.coded(group, FACT_GROUPS[group]), date=day_of(on, precision))
        for each, group, on, precision in prisoner.history
        if each == kind and _group_shown(group, prisoner.bases)
    ]


def with_bases(prisoners: Iterable[Prisoner]) -> list[Any]:
    """Attach the scopes that hold today, not who gave them, in one query; return the people."""
    prisoners = list(prisoners)
    found: dict[int, set[str]] = {prisoner.pk: set() for prisoner in prisoners}
    for pk, scope in bases_on(timezone.localdate()).ask(people=list(found)) if found else ():
        found[pk].add(scope)
    for prisoner in prisoners:
        prisoner.bases = found[prisoner.pk]
    return prisoners


def with_history(prisoners: Iterable[Prisoner]) -> list[Any]:
    """Attach what `checks_of`, `updates_of` and the call to action read, in one query; return the people."""
    people: list[Any] = list(prisoners)
    history = history_of(people)
    for prisoner in people:
        prisoner.history = history[prisoner.pk]
        prisoner.place_verified_on = _place_verified_on(prisoner.history)
    return people


def _place_verified_on(history: Iterable[Row]) -> date | None:
    checked = (on for kind, group, on, _precision in history if (kind, group) == ("check", FactGroup.PLACE))
    return next(checked, None)


def history_of(prisoners: Iterable[Prisoner]) -> dict[int, list[Row]]:
    """Return {prisoner id: [(kind, group, day, precision)]}, the oldest first. One query."""
    found: dict[int, list[Row]] = {prisoner.pk: [] for prisoner in prisoners}
    rows = _history().ask(people=list(found)) if found else ()
    for pk, *row in sorted(rows, key=itemgetter(3)):
        found[pk].append(row)
    return found


@written_once
def _history() -> QuerySet[Verification, Any]:
    day, people = Value(DatePrecision.DAY.value), Asked("people")
    verified = Verification.objects.filter(prisoner__in=people).values_list(
        "prisoner_id", Value("check"), "group", "verified_on", "precision"
    )
    changed = (
        FactUpdate.objects.order_by()
        .filter(prisoner__in=people)
        .values_list("prisoner_id", Value("update"), "group", "changed_on", day)
    )
    return verified.union(changed, all=True)


def _group_shown(group: str, bases: Container[str]) -> bool:
    needed = GROUP_SCOPES.get(FactGroup(group))
    return needed is None or needed in bases
