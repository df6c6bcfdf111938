"""Scans come in: sealed at once, read page by page by the worker, parted into letters."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from home.jobs.queue import enqueue
from letters.choices.desk import DeskWork
from letters.choices.scans import ScanKind, ScanTrouble
from letters.intake.scan_pages import ReadPage, ScanUnreadable, read_pages
from letters.models import SCAN_FILE, SCANNED_PAGE, EventSheet, LetterDesk, ScanBatch, ScanFile, ScannedPage
from letters.page_groups import ASIDE, group_of
from letters.permissions.letters import require_desk_work, takes_in_for
from letters.sealing.bindings import binding_in, sheet_in
from letters.sealing.sealed_box import seal_bytes, unseal_bytes
from prisoner_pages.models import CampaignPage, EventPage

logger = logging.getLogger(__name__)

READ_SCANS = "letters.read_scans"
GO_ON_READING = "letters.go_on_reading_scans"
# A batch that waits longer was left by a worker that died, or by one without the key.
LEFT_AFTER = timedelta(minutes=15)
# (ScanKind, bytes, ScanTrouble or "" where nothing is wrong).
FoundFile = tuple[str, bytes, str]


@transaction.atomic
def bring_scans(
    *,
    uuid: UUID,
    desk: LetterDesk,
    files: Iterable[FoundFile],
    by: User,
    campaign: CampaignPage | None = None,
    event: EventPage | None = None,
) -> ScanBatch:
    """Seal the files and let the worker read them; return the ScanBatch.

    `files` are (ScanKind, bytes, ScanTrouble or ""); of a refused one nothing is kept. `uuid` is the form's:
    sent again, it brings nothing twice. Raises PermissionDenied.
    """
    require_desk_work(by, DeskWork.BRING_SCANS, desk.partner_id)
    batch, is_new = ScanBatch.objects.get_or_create(
        uuid=uuid, defaults={"desk": desk, "by": by, "campaign": campaign, "event": event}
    )
    if (batch.by_id, batch.desk_id) != (by.pk, desk.pk):
        raise PermissionDenied
    if is_new:
        ScanFile.objects.bulk_create(_sealed(batch, *each) for each in enumerate(files, start=1))
        enqueue(READ_SCANS, batch_id=batch.pk)
    return batch


def _sealed(batch: ScanBatch, position: int, file: FoundFile) -> ScanFile:
    kind, content, trouble = file
    sealed = b"" if trouble else seal_bytes(content, letter=batch.uuid, field=SCAN_FILE)
    return ScanFile(batch=batch, position=position, kind=kind, trouble=trouble, sealed=sealed)


def read_scans(batch_id: int) -> None:
    """Read what is unread of the batch, a few pages at a time; a job, that goes on where it was killed."""
    for file in ScanFile.objects.filter(batch=batch_id).unread().select_related("batch"):
        try:
            _read(file)
        except ScanUnreadable as error:
            _refuse(file, error.trouble)


def go_on_reading(at: datetime | None = None) -> None:
    """Read on what a dead worker has left; hourly."""
    before = (at or timezone.now()) - LEFT_AFTER
    for pk in ScanBatch.objects.unread().filter(at__lte=before).values_list("pk", flat=True):
        enqueue(READ_SCANS, batch_id=pk)


def _read(file: ScanFile) -> None:
    content = unseal_bytes(file.sealed, letter=file.batch.uuid, field=SCAN_FILE)
    while not file.is_read:
        total, pages = read_pages(content, kind=ScanKind(file.kind), first=file.pages_read)
        for page in pages:
            if not _keep(file, page, total):
                return  # another worker is at this file


@transaction.atomic
def _keep(file: ScanFile, page: ReadPage, total: int) -> bool:
    """Store one page sealed and count it, in one; return whether it was this reader's turn."""
    batch = ScanBatch.objects.select_for_update(of=("self",)).select_related("desk").get(pk=file.batch_id)
    stored = ScanFile.objects.get(pk=file.pk)
    if stored.pages_read != file.pages_read or stored.trouble:
        return False
    _store_page(batch, file, page)
    file.page_count, file.pages_read = total, file.pages_read + 1
    # The file as it came is needed no more once its last page is kept.
    file.sealed = b"" if file.is_read else file.sealed
    file.save(update_fields=["page_count", "pages_read", "sealed"])
    return True


def _store_page(batch: ScanBatch, file: ScanFile, page: ReadPage) -> None:
    before = file.pages.order_by("-number").first()
    codes = [sheet_in(code) for code in page.codes]
    sheet = EventSheet.objects.filter(code__in=codes).select_related("prisoner__partner").first()
    newest, last = batch.pages.aggregate(newest=Max("group"), last=Max("position")).values()
    group = group_of(
        is_blank=page.is_blank,
        sheet=sheet.pk if sheet else None,
        before=(before.group, before.sheet_id) if before else None,
        newest=newest or ASIDE,
    )
    goes_on = before if before and group == before.group != ASIDE else None
    ScannedPage.objects.create(
        batch=batch,
        file=file,
        number=file.pages_read + 1,
        group=group,
        position=(last or 0) + 1,
        sheet=goes_on.sheet if goes_on else sheet,
        slip=next(filter(binding_in, page.codes), ""),
        prisoner_id=goes_on.prisoner_id if goes_on else _recipient_on(sheet, batch),
        format=page.picture.format,
        sealed=seal_bytes(page.picture.bytes, letter=batch.uuid, field=SCANNED_PAGE),
    )


def _recipient_on(sheet: EventSheet | None, batch: ScanBatch) -> int | None:
    """Return the id of the person the sheet names, if this desk takes letters in for them."""
    if sheet is None or sheet.prisoner is None:
        return None
    return sheet.prisoner_id if takes_in_for(batch.desk, sheet.prisoner) else None


def _refuse(file: ScanFile, trouble: ScanTrouble) -> None:
    """Keep nothing of a file that can't be read to its end but the pages read before, and say why."""
    ScanFile.objects.filter(pk=file.pk).update(trouble=trouble, sealed=b"")
    logger.info("Scan refused", extra={"event": "scan_refused", "file": file.pk, "trouble": trouble})
