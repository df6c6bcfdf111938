"""What stands beside the records: what was checked when, which bases hold, what other sources state."""

from collections import defaultdict
from collections.abc import Container, Iterable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, Value
from django.utils import timezone

from home.headless.answers.schemas import Shape
from home.written_once import Asked, written_once
from prisoner_pages.choices import DatePrecision, FactGroup
from prisoner_pages.models import Claim, Consent, FactUpdate, Prisoner, PrisonerPage, Verification
from prisoner_pages.policies import GROUP_SCOPES
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of
from prisoner_pages.querysets.consents import bases_on

UPDATES_SHOWN = 12
# Five lists of their keys stand in one question; SQLite takes 32,766 values in all.
PEOPLE_A_QUESTION = 5_000
# What stands in the columns of a Known that have no value.
BLANK, NO_KEY, NO_DAY = Value(""), Value(0), Value(None, output_field=DateField())

FACT_GROUPS = {group.value: group.label for group in FactGroup}
PLACES_OF_GROUPS = {group: place for place, group in enumerate(FACT_GROUPS)}


class Known(NamedTuple):
    """What stands beside a record: a check or an update of a group of facts, a basis, a claim or a story."""

    kind: str
    name: str  # of the group, the scope, the field or the language
    day: Any  # of a check or an update
    dated: str  # how precise that day is; of a claim its day, as stated
    value: str
    url: str
    pk: int


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
    """`with_all_known` has brought the rows along."""
    return [
        Check.of(facts=words.coded(row.name, FACT_GROUPS[row.name]), date=day_of(row.day, row.dated))
        for row in prisoner.history
        if row.kind == kind and _group_shown(row.name, prisoner.bases)
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


def with_all_known(prisoners: Iterable[Prisoner], *, and_stories: bool = False) -> list[Any]:
    """Attach the bases, what was checked and changed, and what other sources state; return the people.

    `and_stories`: besides the languages in which the stories are told. One query for up to PEOPLE_A_QUESTION.
    """
    people: list[Any] = list(prisoners)
    found: dict[int, list[Known]] = {prisoner.pk: [] for prisoner in people}
    keys, known = list(found), _known(timezone.localdate(), and_stories)
    for start in range(0, len(keys), PEOPLE_A_QUESTION):
        for pk, *row in known.ask(people=keys[start : start + PEOPLE_A_QUESTION]):
            found[pk].append(Known(*row))
    for prisoner in people:
        _attach(prisoner, found[prisoner.pk])
    return people


def _attach(prisoner: Any, rows: Iterable[Known]) -> None:
    known = defaultdict(list)
    for row in rows:
        known[row.kind].append(row)
    prisoner.bases = {row.name for row in known["basis"]}
    prisoner.history = sorted(known["check"] + known["update"], key=attrgetter("day"))
    checked = (row.day for row in known["check"] if row.name == FactGroup.PLACE)
    prisoner.place_verified_on = next(checked, None)
    claims = sorted(known["claim"], key=attrgetter("pk"))
    claims.sort(key=attrgetter("dated"), reverse=True)
    prisoner.shown_claims = sorted(claims, key=attrgetter("name"))
    prisoner.told_in = {row.name for row in known["story"]}


@written_once
def _known(today: date, and_stories: bool) -> QuerySet[Any, Any]:
    """Return (person, *Known) of `people`."""
    people, day = Asked("people"), Value(DatePrecision.DAY.value)
    checks = Verification.objects.filter(prisoner__in=people).values_list(
        "prisoner_id", Value("check"), "group", "verified_on", "precision", BLANK, BLANK, NO_KEY
    )
    updates = FactUpdate.objects.filter(prisoner__in=people).values_list(
        "prisoner_id", Value("update"), "group", "changed_on", day, BLANK, BLANK, NO_KEY
    )
    valid = Consent.objects.valid(today).filter(prisoner__in=people)
    bases = valid.values_list("prisoner_id", Value("basis"), "scope", NO_DAY, BLANK, BLANK, BLANK, NO_KEY)
    shown = Claim.objects.shown().filter(prisoner__in=people)
    claims = shown.values_list(
        "prisoner_id", Value("claim"), "field", NO_DAY, "stated_on", "value", "source_url", "pk"
    )
    live = PrisonerPage.objects.live().filter(prisoner__in=people)
    stories = live.values_list(
        "prisoner_id", Value("story"), "locale__language_code", NO_DAY, BLANK, BLANK, BLANK, NO_KEY
    )
    others = [updates, bases, claims, *([stories] if and_stories else [])]
    return checks.union(*(rows.order_by() for rows in others), all=True)


def _group_shown(group: str, bases: Container[str]) -> bool:
    needed = GROUP_SCOPES.get(FactGroup(group))
    return needed is None or needed in bases
