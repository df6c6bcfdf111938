"""A pack as its page shows it: progress, files, letters by place, who was left out, copies to destroy."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import Keeping
from letters.choices.paper import FileKind, RunState
from letters.models import DayPack, FileCopy, Omission, PrintedLetter
from letters.paper_sizes import LABELS
from letters.retention.read_models import days_kept

# What each file is called where it is opened.
FILES = (FileKind.LETTERS, FileKind.ENVELOPES, FileKind.MANIFEST, FileKind.ELECTRONIC)
FOR_LABELS = _("labels")


@dataclass(frozen=True)
class FileLine:
    kind: FileKind
    label: str | Promise
    name: str


@dataclass(frozen=True)
class Place:
    """The letters of one run, in the order of the pile."""

    run: object
    rows: list

    @property
    def sheets(self) -> int:
        return sum(row.sheets or 0 for row in self.rows)

    @property
    def grams(self) -> int:
        return sum(row.grams or 0 for row in self.rows)


@dataclass(frozen=True)
class PackPage:
    pack: DayPack

    @cached_property
    def rows(self) -> list[PrintedLetter]:
        printed = PrintedLetter.objects.of(self.pack).in_order()
        return list(printed.select_related("letter__prisoner__facility"))

    @property
    def in_files(self) -> list[PrintedLetter]:
        return [row for row in self.rows if not row.fault]

    @property
    def places(self) -> list[Place]:
        groups = groupby(self.in_files, key=lambda row: row.run)
        return [Place(run, list(rows)) for run, rows in groups]

    @property
    def done_count(self) -> int:
        """Letters that are set; the last steps are quick."""
        return sum(row.pages is not None for row in self.in_files)

    @property
    def sheets(self) -> int:
        return sum(place.sheets for place in self.places)

    @property
    def grams(self) -> int:
        return sum(place.grams for place in self.places)

    @property
    def left_out(self) -> list[PrintedLetter]:
        """Letters that were taken out after they had a number."""
        return [row for row in self.rows if row.fault]

    @cached_property
    def omissions(self) -> list[Omission]:
        """Letters that were chosen and never taken in."""
        return list(self.pack.omissions.select_related("letter__prisoner__partner"))

    @property
    def to_pull(self) -> list[PrintedLetter]:
        """Printed letters of people who are paused, held or elsewhere by now: posted in vain."""
        return [row for row in self.in_files if row.is_open and _is_out_of_place(row)]

    @cached_property
    def files(self) -> list[FileLine]:
        """[FileLine] in the order of the work; empty until all are ready, and again when they are gone."""
        if self.pack.state not in (RunState.READY, RunState.POSTED):
            return []
        filled = self.pack.files.of_whole_packs().filled()
        kinds = set(filled.order_by().values_list("kind", flat=True))
        return [
            FileLine(kind, self._label(kind), self.pack.file_name(kind)) for kind in FILES if kind in kinds
        ]

    def _label(self, kind: FileKind) -> str | Promise:
        is_labels = kind == FileKind.ENVELOPES and self.pack.envelope_format in LABELS
        return FOR_LABELS if is_labels else kind.label

    @cached_property
    def reprinted(self) -> set[int]:
        """Ids of the letters that have files of their own."""
        return set(self.pack.files.exclude(printed=None).filled().values_list("printed", flat=True))

    @cached_property
    def copies(self) -> list[tuple[FileKind, str | Promise, list[FileCopy]]]:
        """[(kind, label, [FileCopy])] of copies nobody has confirmed destroyed, by file."""
        kept = list(
            self.pack.copies.filter(destroyed_at=None).select_related("opened_by").order_by("kind", "pk")
        )
        kinds = groupby(kept, key=lambda copy: copy.kind)
        return [(FileKind(kind), self._label(FileKind(kind)), list(copies)) for kind, copies in kinds]

    @property
    def files_go_on(self) -> datetime | None:
        """The moment at which the files are emptied, or None while nothing was posted."""
        kept = timedelta(days=days_kept()[Keeping.PRINT_FILES])
        return self.pack.posted_at and self.pack.posted_at + kept

    @property
    def is_stopped(self) -> bool:
        return self.pack.state == RunState.FAILED or (
            self.pack.state == RunState.BUILDING and not self.pack.is_worked_on
        )

    @property
    def can_be_cancelled(self) -> bool:
        return self.pack.state in (RunState.BUILDING, RunState.READY, RunState.FAILED)


def _is_out_of_place(row: PrintedLetter) -> bool:
    person = row.letter.prisoner
    return bool(person.paused_at or person.held_at or person.facility_id != row.run.facility_id)
