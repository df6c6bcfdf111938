"""Reads of scans."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from letters.page_groups import ASIDE

if TYPE_CHECKING:
    from letters.models import LetterDesk, ScanBatch, ScanFile


# Files of scans that are not read to the end, and not refused.
UNREAD = Q(trouble="") & (Q(page_count=None) | Q(pages_read__lt=F("page_count")))


class ScanFileQuerySet(models.QuerySet["ScanFile"]):
    def unread(self) -> Self:
        return self.filter(UNREAD)


class ScanBatchQuerySet(models.QuerySet["ScanBatch"]):
    def at_desks(self, desks: "Iterable[LetterDesk | int]") -> Self:
        return self.filter(desk__in=desks)

    def counted(self) -> Self:
        """Newest first, each with its counts of pages and files, and of letters that wait to be keyed in."""
        pages = apps.get_model("letters", "ScannedPage").objects.filter(batch=OuterRef("pk")).order_by()
        files = apps.get_model("letters", "ScanFile").objects.filter(batch=OuterRef("pk")).order_by()
        waiting = pages.filter(letter=None, group__gt=ASIDE)
        return (
            self.select_related("desk__partner", "event", "campaign", "by")
            .order_by("-pk")
            .annotate(
                page_count=_counted(pages, Count("pk")),
                aside_count=_counted(pages.filter(letter=None, group=ASIDE), Count("pk")),
                file_count=_counted(files, Count("pk")),
                unread_count=_counted(files.filter(UNREAD), Count("pk")),
                refused_count=_counted(files.exclude(trouble=""), Count("pk")),
                waiting_count=_counted(waiting, Count("group", distinct=True)),
                unmatched_count=_counted(waiting.filter(prisoner=None), Count("group", distinct=True)),
            )
        )

    def unread(self) -> Self:
        """Batches of which a file still waits to be read."""
        files = apps.get_model("letters", "ScanFile").objects.filter(UNREAD, batch=OuterRef("pk"))
        return self.filter(models.Exists(files))


def _counted(rows: QuerySet[Any], count: Count) -> Coalesce:
    """Return the count over rows of which each names the batch, as a subquery."""
    counted = rows.values("batch").annotate(counted=count).values("counted")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())
