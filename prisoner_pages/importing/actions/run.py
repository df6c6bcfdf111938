"""One run of an import: what was asked for, what it knows, what it reports."""

from dataclasses import dataclass, field

from prisoner_pages.importing.actions.places import Places
from prisoner_pages.importing.actions.whose_row import People
from prisoner_pages.importing.actions.words import Words
from prisoner_pages.importing.refusal import Remark
from prisoner_pages.models import Partner

COUNTS = ("created", "updated", "unchanged", "skipped")


@dataclass
class Report:
    """Every row is counted once; a row in error is counted as skipped."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def count(self, outcome):
        setattr(self, outcome, getattr(self, outcome) + 1)

    def as_dict(self):
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
    report: Report = field(default_factory=Report)
    people: People = field(default_factory=People)
    places: Places = field(default_factory=Places)
    words: Words = None
    seen: set = field(
        default_factory=set
    )  # records this run has met: a second row of one never overwrites it

    def __post_init__(self):
        self.words = Words(publish=self.publish)

    def warn(self, row, column, message):
        self.report.warnings.append(Remark(row.number, column, str(message)))

    def keep(self):
        self.words.keep()
        self.places.keep()

    def forget(self):
        self.words.forget()
        self.places.forget()
