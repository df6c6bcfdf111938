"""Reads of scans."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from letters.page_groups import ASIDE

# Files of scans that are not read to the end, and not refused.
UNREAD = Q(trouble="") & (Q(page_count=None) | Q(pages_read__lt=F("page_count")))


class ScanFileQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(UNREAD)


class ScanBatchQuerySet(models.QuerySet):
    def at_desks(self, desks):
        return self.filter(desk__in=desks)

    def counted(self):
        """Newest first, each with its counts of pages and files, and of letters that wait to be keyed in."""
        pages = self.model.pages.rel.related_model.objects.filter(batch=OuterRef("pk")).order_by()
        files = self.model.files.rel.related_model.objects.filter(batch=OuterRef("pk")).order_by()
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

    def unread(self):
        """Batches of which a file still waits to be read."""
        files = self.model.files.rel.related_model.objects.filter(UNREAD, batch=OuterRef("pk"))
        return self.filter(models.Exists(files))


def _counted(rows, count):
    """Return the count over rows of which each names the batch, as a subquery."""
    counted = rows.values("batch").annotate(counted=count).values("counted")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())
