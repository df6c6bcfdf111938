"""Letters on paper before anybody has typed them: sheets of events, scans, their pages."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from letters.choices.scans import ScanKind, ScanTrouble
from letters.models.desk import LetterDesk
from letters.models.letter import Letter
from letters.querysets.scans import ScanBatchQuerySet, ScanFileQuerySet
from prisoner_pages.models import CampaignPage, EventPage, Prisoner

# The fields for which a file and its pages are sealed, both under the uuid of their batch.
SCAN_FILE, SCANNED_PAGE = "scan_file", "scan_page"


class EventSheet(models.Model):
    """A sheet on which guests of an event write by hand; its QR code begins with `code`.

    Of its slip nothing is stored (letters.sealing.bindings): one that is never used leaves nothing.
    """

    code = models.CharField(max_length=20, unique=True)
    event = models.ForeignKey(EventPage, models.CASCADE, related_name="sheets")
    prisoner = models.ForeignKey(Prisoner, models.PROTECT, null=True, blank=True, related_name="+")


class ScanBatch(models.Model):
    """Scans brought in together, split into letters; what matches nobody waits in the tray."""

    # The form's: sent twice, it makes one batch.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    desk = models.ForeignKey(LetterDesk, models.PROTECT, related_name="scans")
    campaign = models.ForeignKey(CampaignPage, models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.ForeignKey(EventPage, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # Counts changes of the groups, so that whoever saw an older version is told.
    version = models.PositiveIntegerField(default=1)

    objects = ScanBatchQuerySet.as_manager()


class ScanFile(models.Model):
    """A file of a batch: sealed as it came until its pages are read, then empty. Its name is not kept."""

    batch = models.ForeignKey(ScanBatch, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ScanKind.choices, blank=True)
    page_count = models.PositiveIntegerField(null=True)  # None until somebody has looked
    pages_read = models.PositiveIntegerField(default=0)
    # Why it was refused; then nothing of it is kept.
    trouble = models.CharField(max_length=20, choices=ScanTrouble.choices, blank=True)
    sealed = models.BinaryField()

    objects = ScanFileQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position"]

    @property
    def is_read(self) -> bool:
        return self.page_count is not None and self.pages_read >= self.page_count


class ScannedPage(models.Model):
    """One page of a scan, sealed. Pages with the same `group` are one letter; `letter` once keyed in."""

    batch = models.ForeignKey(ScanBatch, models.CASCADE, related_name="pages")
    # Where the page comes from; a page is read once, however often its reading was begun.
    file = models.ForeignKey(ScanFile, models.CASCADE, null=True, related_name="pages")
    number = models.PositiveIntegerField(default=0)
    group = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    sheet = models.ForeignKey(EventSheet, models.SET_NULL, null=True, related_name="+")
    # What the QR code of a sheet with a slip says: to whoever has this row alone, nothing.
    slip = models.CharField(max_length=200, blank=True)
    # The recipient, by the sheet or as a screener chose; the same on all pages of a group.
    prisoner = models.ForeignKey(Prisoner, models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey(Letter, models.CASCADE, null=True, related_name="scans")
    format = models.CharField(max_length=5)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["batch", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number"], condition=Q(file__isnull=False), name="scanned_page_once"
            )
        ]


class ScanOpening(models.Model):
    """Somebody has looked at a page that is no letter yet: one row a person, page and day. Never changed."""

    page = models.ForeignKey(ScannedPage, models.SET_NULL, null=True, related_name="openings")
    batch = models.ForeignKey(ScanBatch, models.CASCADE, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "by", "day"], name="one_opening_a_day")]
