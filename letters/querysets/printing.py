"""Reads of packs, their letters and files."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Q

from letters.choices.paper import FileKind, RunState
from letters.lifecycle import TO_PRINT
from letters.querysets.letters import SEALED

if TYPE_CHECKING:
    from letters.models import DayPack, LetterDesk, PrintedLetter, PrintFile


class DayPackQuerySet(models.QuerySet["DayPack"]):
    def at_desks(self, desks: "Iterable[LetterDesk]") -> Self:
        return self.filter(desk__in=desks)

    def listed(self) -> Self:
        """Newest first, each with `letter_count` in its files and `copy_count` not yet destroyed."""
        in_files = Q(runs__printed__fault="")
        kept = Q(copies__destroyed_at=None)
        return (
            self.select_related("desk__partner", "made_by")
            .annotate(
                letter_count=Count("runs__printed", filter=in_files, distinct=True),
                copy_count=Count("copies", filter=kept, distinct=True),
            )
            .order_by("-made_at", "-pk")
        )

    def unfinished(self) -> Self:
        return self.filter(state=RunState.BUILDING)


class PrintedLetterQuerySet(models.QuerySet["PrintedLetter"]):
    def of(self, pack: "DayPack") -> Self:
        return self.filter(run__pack=pack)

    def in_files(self) -> Self:
        """Those that went or go with their packs: neither faulty nor taken out."""
        return self.filter(fault="")

    def to_print(self) -> Self:
        """Those of the files that are neither posted nor taken out."""
        return self.filter(fault="", is_open=True)

    def in_order(self) -> Self:
        """As they lie in the pile, with what a list says of them and nothing that is sealed."""
        related = self.select_related("run__facility", "letter__prisoner__partner")
        return related.defer(*(f"letter__{name}" for name in SEALED)).order_by("run__position", "position")

    def with_texts(self) -> Self:
        """Each with what is sealed of its letter and the text handed on last (`newest_versions`)."""
        versions = apps.get_model("letters", "TextVersion").objects.newest()
        newest = models.Prefetch("letter__text_versions", versions, to_attr="newest_versions")
        return self.defer(None).select_related("letter__prisoner__facility").prefetch_related(newest)

    def left_out(self) -> Self:
        """Those that were taken out of their packs, each with its fault."""
        return self.exclude(fault="")

    def waiting(self) -> Self:
        """Those whose letter is not on paper yet."""
        return self.filter(is_open=True, letter__state__in=TO_PRINT)


class PrintFileQuerySet(models.QuerySet["PrintFile"]):
    def of_whole_packs(self) -> Self:
        return self.filter(printed=None)

    def filled(self) -> Self:
        """Those that are not emptied: their time is not over."""
        return self.exclude(sealed=b"")

    def letters(self) -> Self:
        return self.filter(kind=FileKind.LETTERS)
