"""One run of an import: what was asked for, what it knows, what it reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise

from prisoner_pages.facts.read_models.fact import Fact, PersonRow
from prisoner_pages.importing.actions.known import ExactlyKnownPlaces, Known
from prisoner_pages.importing.actions.places import Places
from prisoner_pages.importing.actions.whose_row import People
from prisoner_pages.importing.actions.words import Words
from prisoner_pages.importing.refusal import Remark
from prisoner_pages.models import Partner, Prisoner

COUNTS = ("created", "updated", "unchanged", "skipped", "proposed")


@dataclass
class Report:
    """Every row is counted once; a row in error is counted as skipped.

    `proposed` are rows of people whom another partner keeps: what they say waits there for a decision.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    proposed: int = 0
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def as_dict(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in COUNTS}
        remarks = {
            name: [remark.as_dict() for remark in getattr(self, name)] for name in ("errors", "warnings")
        }
        return counts | remarks


@dataclass(frozen=True)
class Change:
    """What becomes of one fact; `old` is what the record holds, in words, where that may be shown."""

    field: str
    stated: str
    kind: str  # puts, claims, side_by_side, or proposed
    old: str = ""


@dataclass
class Run:
    """`publish` is the operator's act for every row; `rehearse` undoes each row and keeps only the report."""

    partner: Partner
    publish: bool
    rehearse: bool
    by: User | None = None  # whose act it is; None is the operator of a command
    report: Report = field(default_factory=Report)
    people: People = field(default_factory=People)
    places: Places = field(default_factory=Places)
    words: Words = field(init=False)
    # Records this run has met: a second row of one never overwrites it.
    seen: set[int] = field(default_factory=set)
    met: int | None = None  # the record of the row in hand
    # Facts of the row in hand that an editor takes although somebody has changed them, with what they saw.
    takes: Mapping[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = Words(publish=self.publish)
        if self.by:
            self.places = ExactlyKnownPlaces()  # places of detention are the coordinators'

    # How a record's value is told.
    describe: Callable[[Fact, Prisoner], str] = Fact.held_by

    @cached_property
    def known(self) -> Known:
        return Known()

    def note(self, fact: Fact, row: PersonRow, kind: str, held_by: Prisoner | None = None) -> None:
        old = self.describe(fact, held_by) if held_by else ""
        self.changes.append(Change(fact.name, fact.stated(row), kind, old))

    def warn(self, row: PersonRow, column: str, message: str | Promise) -> None:
        self.report.warnings.append(Remark(row.number, column, str(message)))

    def keep(self) -> None:
        self.words.keep()
        self.places.keep()

    def forget(self) -> None:
        self.words.forget()
        self.places.forget()
