"""After a restore from a backup: erased stays erased, no mail goes out twice, the gap is marked."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from home.jobs.actions.clock import may_be_ahead
from home.models import Outbox
from home.settings.defaults import settings
from letters.choices.letters import Keeping, LetterState
from letters.choices.requests import RequestKind
from letters.erasure.actions.erase import empty_letter, erase_by_worker
from letters.handling.actions.transitions import lock_letter, lock_with_recipient
from letters.lifecycle import FINISHED, SENT
from letters.log.actions.digests import mark_gap
from letters.models import DayDigest, Letter, ReleaseCopy, Reply, Tombstone, WriterCopy, WriterRequest
from letters.posting.actions.answers import close_again, take_back_again
from letters.posting.actions.reply_translations import end_requests
from letters.release.actions.copies import forget_copy, is_copy_buried, put_aside
from letters.requests.actions.carrying_out import SETTLED
from letters.retention.ledger import add_to_ledger, parsed, read_ledger
from letters.retention.rules import (
    RETENTION_RULES,
    answer_tombstone_of,
    copy_tombstone_of,
    erasure_tombstone_of,
    reply_tombstone_of,
    tombstone_of,
)
from letters.sealing.sealed_box import has_release_key

RESTORED = "restored"  # as the log says why


@dataclass(frozen=True)
class Restored:
    erased: int
    copies_forgotten: int
    answers_taken_back: int
    replies_closed: int
    mails_stopped: int


def note_erased() -> None:
    """Write the erasures to the ledger; a job, safe to run twice. Lines of a newer database stay."""
    _note(dict(Tombstone.objects.values_list("digest", "erased_on")))


def add_lines_of_backup(content: bytes) -> None:
    """Add what the ledger said when the backup was made, since this host may have lost its own.

    Raises LedgerError.
    """
    _note(parsed(content.decode("ascii", "replace"), of="the ledger in the backup"))


def _note(erasures: dict[str, date]) -> None:
    oldest = timezone.localdate() - timedelta(days=RETENTION_RULES[Keeping.TOMBSTONE].days)
    add_to_ledger(settings.ERASURE_LEDGER, erasures, forget_before=date.min if may_be_ahead() else oldest)


def after_restore(*, ledger: str | Path | None = None) -> Restored:
    """Bring a restored database up to date; return what was done. Safe to run twice in a day.

    Run before the worker starts. Mail that waits in the backup, or was asked for, is given up: nobody can say
    what of it has gone out since. What else was asked for is carried out, if it was not. Raises LedgerError.
    """
    known = read_ledger(ledger or settings.ERASURE_LEDGER)
    is_first = not DayDigest.objects.filter(day=timezone.localdate(), is_gap=True).exists()
    for digest, day in known.items():
        Tombstone.objects.get_or_create(digest=digest, defaults={"erased_on": day})
    digests = set(Tombstone.objects.values_list("digest", flat=True))
    forgotten = sum(_forget_again(letter) for letter in _with_buried_copies(digests))
    # Before what was closed: of what was taken back the desk keeps its own copy.
    taken_back = sum(take_back_again(reply) for reply in _taken_back_since(digests))
    closed = sum(close_again(reply) for reply in _closed_since(digests))
    erased = sum(_erase_again(letter) for letter in _erased_since(digests))
    emptied = sum(_empty_again(letter) for letter in _emptied_since(digests))
    stopped = _stop_mail() if is_first else 0
    if is_first:
        end_requests(Reply.objects.all(), by=None)  # one of them may have been over
        mark_gap()
    return Restored(erased + emptied, forgotten, taken_back, closed, stopped)


def _erased_since(digests: Container[str]) -> list[Letter]:
    """Return the letters that were erased; what came after one was emptied, an answer, is no less to go."""
    letters = Letter.objects.exclude(state=LetterState.ERASED).only("pk", "uuid", "state")
    return [letter for letter in letters if erasure_tombstone_of(letter.uuid) in digests]


def _emptied_since(digests: Container[str]) -> list[Letter]:
    """Return the letters with content whose time of keeping was over, or that an earlier release erased."""
    letters = Letter.objects.exclude(sealed_body="").only("pk", "uuid", "state")
    return [letter for letter in letters if tombstone_of(letter.uuid) in digests]


def _taken_back_since(digests: Container[str]) -> list[Reply]:
    """Return the replies of which their writers find what was taken back from them, or replaced."""
    texts = WriterCopy.objects.filter(position=0).select_related("reply").only("name", "reply__letter")
    return [text.reply for text in texts if answer_tombstone_of(text.name) in digests]


def _with_buried_copies(digests: Container[str]) -> list[Letter]:
    """Return the letters whose copy for the release is gone for good, though the backup has it."""
    copies = ReleaseCopy.objects.select_related("letter").only("letter__uuid")
    return [copy.letter for copy in copies if copy_tombstone_of(copy.letter.uuid) in digests]


def _closed_since(digests: Container[str]) -> list[Reply]:
    """Return the replies that their desks have closed since the backup, and of which the writer has a copy.

    One that the backup holds for the desk alone stays: its writer would lose it for good.
    """
    with_writers = Reply.objects.filter(closed_on=None).exclude(for_writer_on=None).only("uuid")
    return [reply for reply in with_writers if reply_tombstone_of(reply.uuid) in digests]


@transaction.atomic
def _forget_again(letter: Letter) -> int:
    forget_copy(lock_letter(letter))
    return 1


def _erase_again(letter: Letter) -> int:
    erase_by_worker(letter=letter, detail=RESTORED)
    return 1


@transaction.atomic
def _empty_again(letter: Letter) -> int:
    """A finished letter keeps its state, as one does whose time of keeping is over; its copy is made anew."""
    if letter.state in FINISHED:
        letter = lock_with_recipient(letter)
        if _leaves_a_copy(letter):
            put_aside(letter)
        empty_letter(letter=letter, detail=RESTORED)
    elif letter.state != LetterState.ERASED:
        erase_by_worker(letter=letter, detail=RESTORED)
    return 1


def _leaves_a_copy(letter: Letter) -> bool:
    is_wished = letter.is_for_release and letter.state in SENT
    return is_wished and has_release_key() and not is_copy_buried(letter)


@transaction.atomic
def _stop_mail() -> int:
    waiting, now = Outbox.objects.filter(state=Outbox.State.PENDING), timezone.now()
    asked = WriterRequest.objects.waiting().filter(kind__in=[RequestKind.NOTIFY, RequestKind.ERASE_MAIL])
    return waiting.update(state=Outbox.State.DEAD, sent_at=now) + asked.update(done_at=now, **SETTLED)
