"""Reads of packs, their letters and files."""

from django.db import models
from django.db.models import Count, Q

from letters.choices.paper import FileKind, RunState
from letters.lifecycle import TO_PRINT
from letters.querysets.letters import SEALED


class DayPackQuerySet(models.QuerySet):
    def at_desks(self, desks):
        return self.filter(desk__in=desks)

    def listed(self):
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

    def unfinished(self):
        return self.filter(state=RunState.BUILDING)


class PrintedLetterQuerySet(models.QuerySet):
    def of(self, pack):
        return self.filter(run__pack=pack)

    def in_files(self):
        """Those that went or go with their packs: neither faulty nor taken out."""
        return self.filter(fault="")

    def to_print(self):
        """Those of the files that are neither posted nor taken out."""
        return self.filter(fault="", is_open=True)

    def in_order(self):
        """As they lie in the pile, with what a list says of them and nothing that is sealed."""
        related = self.select_related("run__facility", "letter__prisoner__partner")
        return related.defer(*(f"letter__{name}" for name in SEALED)).order_by("run__position", "position")

    def with_texts(self):
        """Each with what is sealed of its letter and the text handed on last (`newest_versions`)."""
        versions = self.model.letter.field.related_model.text_versions.rel.related_model.objects
        newest = models.Prefetch("letter__text_versions", versions.newest(), to_attr="newest_versions")
        return self.defer(None).select_related("letter__prisoner__facility").prefetch_related(newest)

    def left_out(self):
        """Those that were taken out of their packs, each with its fault."""
        return self.exclude(fault="")

    def waiting(self):
        """Those whose letter is not on paper yet."""
        return self.filter(is_open=True, letter__state__in=TO_PRINT)


class PrintFileQuerySet(models.QuerySet):
    def of_whole_packs(self):
        return self.filter(printed=None)

    def filled(self):
        """Those that are not emptied: their time is not over."""
        return self.exclude(sealed=b"")

    def letters(self):
        return self.filter(kind=FileKind.LETTERS)
