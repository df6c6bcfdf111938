"""Copies for somebody who is free again: taken out as they are sealed, deleted once they are handed over."""

from collections.abc import Callable, Container, Iterator
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from letters.choices.desk import LogAction
from letters.handling.actions.transitions import lock_letter
from letters.log.actions.entries import log_by_worker
from letters.models import Letter, ReleaseCopy
from letters.release.actions.copies import forget_copy
from letters.sealing.sealed_copies import RELEASE, write_copies
from prisoner_pages.can_be_written_to import CALL_FOR_STATUS, Call
from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner

COPIES_AT_ONCE = 50


class NotFree(Exception):
    """The record does not say that the person is out of the hands of those who held them."""


class NothingKept(Exception):
    """No copy of a letter waits for this person, or none was taken out."""


def export_copies(*, record: Prisoner, target: Path) -> int:
    """Write the copies kept for this person, sealed as they are, to the new file `target`; return how many.

    Each is logged before it leaves, and counts as taken out only once the file is whole.
    Raises NotFree, NothingKept, OSError.
    """
    if CALL_FOR_STATUS[Status(record.status)].call is not Call.FREED:
        raise NotFree
    copies = ReleaseCopy.objects.kept_for(record)
    logged = [pk for pk in copies.values_list("pk", flat=True) if _log(pk, LogAction.COPY_EXPORTED)]
    if not logged:
        raise NothingKept
    written: list[int] = []
    write_copies(target, _sealed(copies, set(logged), written))
    for start in range(0, len(written), COPIES_AT_ONCE):
        done = ReleaseCopy.objects.filter(pk__in=written[start : start + COPIES_AT_ONCE])
        done.update(exported_on=timezone.localdate())
    return len(written)


def _sealed(
    copies: QuerySet[ReleaseCopy], logged: Container[int], written: list[int]
) -> Iterator[tuple[UUID, str, bytes]]:
    """Yield (uuid, part, sealed) of what was logged and is still there; note each in `written`."""
    rows = copies.values_list("pk", "letter__uuid", "offline")
    for pk, uuid, sealed in rows.iterator(chunk_size=COPIES_AT_ONCE):
        if pk in logged:
            yield uuid, RELEASE, bytes(sealed)
            written.append(pk)


def forget_handed_over(*, record: Prisoner) -> tuple[int, int]:
    """Delete the copies of this person that were taken out; return (deleted, still here). One a transaction.

    Raises NothingKept when none was taken out.
    """
    copies = ReleaseCopy.objects.kept_for(record)
    pks = list(copies.exported().values_list("pk", flat=True))
    if not pks:
        raise NothingKept
    deleted = sum(_log(pk, LogAction.COPY_HANDED_OVER, then=forget_copy) for pk in pks)
    return deleted, copies.count()


@transaction.atomic
def _log(pk: int, action: LogAction, then: Callable[[Letter], object] = lambda letter: None) -> bool:
    """Log the action at the letter of a copy and do `then` to it; return whether the copy was still there."""
    copy = ReleaseCopy.objects.select_related("letter").filter(pk=pk).first()
    if copy is None:
        return False
    letter = lock_letter(copy.letter)
    if not ReleaseCopy.objects.filter(pk=pk).exists():
        return False
    log_by_worker(letter, action)
    then(letter)
    return True
