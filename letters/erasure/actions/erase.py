"""Erasing: what was written goes, what counts stays. Also emptying a letter whose time of keeping is over."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from home.models import Outbox
from letters.choices.desk import Act, LogAction
from letters.choices.letters import ClosedReason, LetterState
from letters.handling.actions.transitions import do_by_staff, do_by_worker, do_by_writer, lock_letter
from letters.lifecycle import IN_HAND, SENT
from letters.log.actions.entries import log_by_worker
from letters.models import (
    GlassBreak,
    Letter,
    LetterDrawing,
    LetterLogEntry,
    LetterNote,
    LetterTranslation,
    ReleaseCopy,
    Reply,
    ScannedPage,
    TextVersion,
    WriterAddress,
    WriterCopy,
)
from letters.permissions.limits import ERASED_A_DAY
from letters.posting.actions.reply_translations import end_requests
from letters.printing.actions.pack_contents import take_out_erased
from letters.release.actions.copies import forget_copy
from letters.requests.actions.carrying_out import settle_all_about
from letters.retention.actions.tombstones import bury
from letters.retention.rules import erasure_tombstone_of, tombstone_of

# Everything in the letter's own row that the writer gave, or that was made from it.
BLANK = {
    "sealed_body": "",
    "sealed_name": "",
    "sealed_email": "",
    "sealed_wishes": "",
    "sealed_hidden": "",
    "email_index": "",
    "duplicate_hash": "",
    "flood_group": "",
    "is_unproven": False,
    "has_email": False,
    "has_drawing": False,
    "asked_for": "",
    "is_for_release": False,
}
# What answers are sealed to is of no use to anybody else, and stays as long as the code tells of the letter.
ERASED = BLANK | {"answer_key": None}
# What stays while a copy waits for the release: found by the address, too, the copy can be erased.
STAYS_WITH_A_COPY = frozenset({"is_for_release", "email_index"})
PARTS: list[type[Model]] = [LetterDrawing, LetterTranslation, TextVersion, LetterNote, ScannedPage]


class TooManyErased(PermissionDenied):
    """This account has erased as many letters today as one may."""


@dataclass(frozen=True)
class Erasure:
    """What the one who asked is told of the paper, which no erasing reaches."""

    was_printed: bool  # on paper, not handed over: it is taken out and destroyed
    was_posted: bool


@transaction.atomic
def erase_by_writer(*, letter: Letter, detail: str = "") -> Erasure:
    """Erase the letter for the holder of its code, or of its address; return an Erasure."""
    before = lock_letter(letter)
    letter = do_by_writer(Act.ERASE, letter=letter, detail=detail, changes=ERASED)
    return _finish(letter, before)


@transaction.atomic
def erase_by_staff(*, letter: Letter, by: User, version: int) -> Erasure:
    """Erase the letter for a coordinator; return an Erasure. Raises as `do_by_staff`; TooManyErased."""
    _require_few_erased(by)
    before = lock_letter(letter)
    letter = do_by_staff(Act.ERASE, letter=letter, by=by, version=version, changes=ERASED)
    return _finish(letter, before, by)


def _require_few_erased(by: User) -> None:
    today = LetterLogEntry.objects.filter(
        by=by, day=timezone.localdate(), action=LogAction.ERASED, state_after=LetterState.ERASED
    )
    if today.count() >= ERASED_A_DAY:
        raise TooManyErased


@transaction.atomic
def erase_by_worker(*, letter: Letter, detail: str, because: ClosedReason = ClosedReason.ERASED) -> Erasure:
    """Erase a letter that could not go in time, or one that came back with a backup; return an Erasure."""
    before = lock_letter(letter)
    letter = do_by_worker(Act.ERASE, letter=letter, detail=detail, changes=ERASED)
    Letter.objects.filter(pk=letter.pk).update(closed_because=because)
    return _finish(letter, before)


@transaction.atomic
def empty_letter(*, letter: Letter, detail: str) -> None:
    """Erase what a finished letter says, and leave its state, so that its code still tells what became of it.

    A copy for the release stays. `detail` is a Keeping, for the log. Idempotent.
    """
    letter = lock_letter(letter)
    if not letter.sealed_body:
        return
    email_index = letter.email_index
    stays = STAYS_WITH_A_COPY if ReleaseCopy.objects.filter(letter=letter).exists() else ()
    for name in BLANK.keys() - stays:
        setattr(letter, name, BLANK[name])
    letter.version += 1
    letter.save()
    log_by_worker(letter, LogAction.ERASED, detail=detail)
    _remove_parts(letter, email_index)
    bury(tombstone_of(letter.uuid))


def _finish(letter: Letter, before: Letter, by: User | None = None) -> Erasure:
    """Remove all that lies beside an erased letter; the paper is told of, not called back."""
    _remove_parts(letter, before.email_index)
    if before.is_for_release or ReleaseCopy.objects.filter(letter=letter).exists():
        forget_copy(letter)
    settle_all_about(letter)
    # What the prisoner wrote is the prisoner's; nothing leads from it to this writer any more.
    WriterCopy.objects.filter(letter=letter).delete()
    replies = Reply.objects.filter(letter=letter)
    end_requests(replies, by=by)
    replies.update(letter=None, for_writer_on=None, sealed_translation="")
    bury(erasure_tombstone_of(letter.uuid))
    return Erasure(
        was_printed=before.state in IN_HAND,
        was_posted=before.state in SENT,
    )


def _remove_parts(letter: Letter, email_index: str) -> None:
    for model in PARTS:
        model._default_manager.filter(letter=letter).delete()
    GlassBreak.objects.filter(letter=letter).update(sealed_reason="")
    take_out_erased(letter)
    _forget_address(email_index)
    waiting = Outbox.objects.filter(reference=letter.uuid, state=Outbox.State.PENDING)
    waiting.update(state=Outbox.State.NOT_NEEDED, sent_at=timezone.now())


def _forget_address(index: str) -> None:
    """Forget an address that no letter names any more; where only a copy is left, no mail goes out."""
    if index and not Letter.objects.filter(email_index=index).exclude(sealed_body="").exists():
        WriterAddress.objects.filter(index=index).delete()
