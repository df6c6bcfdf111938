"""Deleting what is past its time of keeping, row by row: each row is looked at anew and deleted on its own.

So a run that is killed has done part of the work and no row by half, and two runs at once do each row once.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Model
from django.utils import timezone

from home.jobs.queue import RowsFailed, enqueue_once
from home.security.keyring import KeysLocked, ring
from letters.choices.desk import Act, LogAction
from letters.choices.letters import ClosedReason, Keeping
from letters.erasure.actions.erase import empty_letter, erase_by_worker
from letters.handling.actions.transitions import do_by_worker, lock_letter
from letters.log.actions.entries import log_by_worker
from letters.models import (
    DayPack,
    GlassBreak,
    Letter,
    LetterLogEntry,
    PrintFile,
    ReleaseCopy,
    Reply,
    ScanBatch,
    WriterAddress,
)
from letters.posting.actions.kept_replies import empty_reply, keep_offline
from letters.release.actions.copies import forget_copy, put_aside
from letters.retention.read_models import days_kept, due, kept_in, keys_due
from letters.retention.rules import RETENTION_RULES
from letters.sealing.sealed_box import has_release_key

logger = logging.getLogger(__name__)

KEEP_TIMES = "letters.keep_times"
# Rows of a kind that the worker deletes before it looks at its other work.
DELETED_A_TURN = 10_000


def keep_times(*, at: datetime | None = None, only_count: bool = False) -> dict[Keeping, int]:
    """Delete what is past its time; return {Keeping: how many}. `only_count` deletes nothing.

    A row at fault is left, logged by its number and does not keep the others.
    """
    if only_count:
        now, days = timezone.localtime(at), days_kept()
        return {kind: sum(1 for _key in keys_due(kind, now=now, days=days)) for kind in RETENTION_RULES}
    return {kind: deleted for kind, (deleted, _failed) in _delete_all(at).items()}


def keep_times_daily() -> None:
    """The worker's run of the day, of which more than a turn is left to another job.

    Raises RowsFailed when all is done that could be, or KeysLocked.
    """
    ends = _delete_all(at_most=DELETED_A_TURN)
    counts = {str(kind): deleted for kind, (deleted, _failed) in ends.items() if deleted}
    logger.info("Times of keeping", extra={"event": "kept_times", "deleted": counts})
    if any(deleted == DELETED_A_TURN for deleted in counts.values()):
        enqueue_once(KEEP_TIMES)
    if failed := sum(failed for _deleted, failed in ends.values()):
        ring("letters_private")  # what is sealed for an offline key is opened before: locked, the job waits
        raise RowsFailed(f"{failed} at fault")


def _delete_all(at: datetime | None = None, at_most: int | None = None) -> dict[Keeping, tuple[int, int]]:
    now, days = timezone.localtime(at), days_kept()
    return {kind: _delete_due(kind, now, days, at_most) for kind in RETENTION_RULES}


def _delete_due(
    kind: Keeping, now: datetime, days: dict[Keeping, int], at_most: int | None
) -> tuple[int, int]:
    """Return how many rows were deleted and how many were at fault; a kind that can't be asked for is one."""
    deleted = failed = 0
    try:
        for pk in keys_due(kind, now=now, days=days):
            try:
                deleted += _delete_one(kind, pk, now, days)
            except KeysLocked:  # the job asks again each minute: no line for each row each time
                failed += 1
            except Exception as fault:
                failed += _note_fault(fault, kind=kind, row=pk)
            if deleted == at_most:
                break
    except Exception as fault:
        failed += _note_fault(fault, kind=kind)
    return deleted, failed


def _note_fault(fault: Exception, **where: object) -> int:
    logger.warning("Not deleted", exc_info=fault, extra={"event": "keeping_failed", **where})
    return 1


@transaction.atomic
def _delete_one(kind: Keeping, pk: Any, now: datetime, days: dict[Keeping, int]) -> int:
    """Delete the row if it is still due now that it is locked; return how many were deleted."""
    list(kept_in(kind, now=now, days=days)._base_manager.select_for_update().filter(pk=pk))
    rows = due(kind, now=now, days=days, pk=pk)
    for row in rows:
        DELETE[kind](row)
    return len(rows)


def _empty_sent(letter: Letter) -> None:
    if letter.is_for_release and has_release_key():
        put_aside(letter)
    empty_letter(letter=letter, detail=Keeping.SENT)


def _empty(kind: Keeping) -> Callable[[Letter], None]:
    return lambda letter: empty_letter(letter=letter, detail=kind)


def _erase_too_late(letter: Letter) -> None:
    erase_by_worker(letter=letter, detail=Keeping.UNSENT, because=ClosedReason.TOO_LATE)


def _lapse(letter: Letter) -> None:
    do_by_worker(Act.LAPSE, letter=letter)


def _forget_unconfirmed(address: WriterAddress) -> None:
    Letter.objects.filter(email_index=address.index).update(sealed_email="", has_email=False)
    address.delete()


def _forget_email(letter: Letter) -> None:
    """The index stays with the letter's text: who asks by e-mail can still have it erased."""
    Letter.objects.filter(pk=letter.pk).update(sealed_email="", has_email=False)


def _empty_files(pack: DayPack) -> None:
    PrintFile.objects.filter(pack=pack).update(sealed=b"")


def _drop_scans(batch: ScanBatch) -> None:
    """The batch stays, with the log of who has looked at its pages."""
    batch.pages.filter(letter=None).delete()
    batch.files.update(sealed=b"", page_count=F("pages_read"))


def _empty_reply(reply: Reply) -> None:
    reply.writer_copies.all().delete()
    empty_reply(reply)


def _end_copy(copy: ReleaseCopy) -> None:
    letter = lock_letter(copy.letter)
    log_by_worker(letter, LogAction.ERASED, detail=Keeping.RELEASE_COPY)
    forget_copy(letter)


def _blank_reason(access: GlassBreak) -> None:
    access.sealed_reason = ""
    access.save(update_fields=["sealed_reason"])


def _delete_log(letter: Letter) -> None:
    # The model refuses: nobody deletes from a log. The whole chain of an empty letter goes at its time.
    models.QuerySet(LetterLogEntry).filter(letter=letter).delete()


def _delete(row: Model) -> None:
    row.delete()


DELETE: dict[Keeping, Callable[[Any], object]] = {
    Keeping.SENT: _empty_sent,
    Keeping.UNSENT: _erase_too_late,
    Keeping.UNSENT_AT_MOST: _erase_too_late,
    Keeping.ABUSE: _empty(Keeping.ABUSE),
    Keeping.CLOSED: _empty(Keeping.CLOSED),
    Keeping.QUESTION: _lapse,
    Keeping.UNCONFIRMED_ADDRESS: _forget_unconfirmed,
    Keeping.ADDRESS: _forget_email,
    Keeping.ERASURE_REQUEST: _delete,
    Keeping.PRINT_FILES: _empty_files,
    Keeping.SCANS: _drop_scans,
    Keeping.REPLIES: _empty_reply,
    Keeping.REPLIES_AT_HAND: keep_offline,
    Keeping.RELEASE_COPY: _end_copy,
    Keeping.GLASS_REASON: _blank_reason,
    Keeping.MAIL_SENT: _delete,
    Keeping.MAIL_DEAD: _delete,
    Keeping.FAMILY: _delete,
    Keeping.REQUEST: _delete,
    Keeping.JOB: _delete,
    Keeping.LOG: _delete_log,
    Keeping.SCAN_OPENINGS: _delete,
    Keeping.TOMBSTONE: _delete,
}
