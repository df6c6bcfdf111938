"""One run of an import: what was asked for, what it knows, what it reports."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise

from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.known import Known
from prisoner_pages.importing.actions.places import Places
from prisoner_pages.importing.actions.whose_row import People
from prisoner_pages.importing.actions.words import Words
from prisoner_pages.importing.refusal import Remark
from prisoner_pages.models import Partner

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

    def __post_init__(self) -> None:
        self.words = Words(publish=self.publish)

    @cached_property
    def known(self) -> Known:
        return Known()

    def warn(self, row: PersonRow, column: str, message: str | Promise) -> None:
        self.report.warnings.append(Remark(row.number, column, str(message)))

    def keep(self) -> None:
        self.words.keep()
        self.places.keep()

    def forget(self) -> None:
        self.words.forget()
        self.places.forget()
