"""Replies whose time at the desk is over: sealed for the offline key, taken out for a stated reason."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import DeskWork, LogAction
from letters.choices.letters import OpeningReason, ReplyAction
from letters.handling.actions.transitions import lock_letter
from letters.log.actions.entries import log_by_worker
from letters.log.actions.replies import log_reply
from letters.models import NOBODY_ASKED, Reply, ReplyPage
from letters.permissions.letters import desks_for
from letters.posting.kept_replies import CONSENT, TEXT, TRANSLATION, page_field
from letters.sealing.sealed_box import (
    OFFLINE,
    KeptOffline,
    KeyNotHere,
    LettersLocked,
    Sealed,
    UnsealError,
    enclose,
    reseal,
)
from letters.sealing.sealed_copies import write_copies

TEXTS = ["sealed_text", "sealed_consent", "sealed_translation"]


class StillAtHand(Exception):
    """The desk can read the reply: nothing is to be taken out."""


def keep_offline(reply: Reply) -> None:
    """Seal all parts of the reply for the offline key. Its row must be locked. Idempotent.

    Raises LettersLocked and KeyNotHere, and KeyRingError without an offline key: then the caller must roll
    back, so that the desk still reads the whole reply and the next night tries it again.
    """
    before = _texts(reply)
    reply.sealed_text, reply.sealed_consent, reply.sealed_translation = map(_kept, before)
    pages = list(reply.pages.values_list("pk", flat=True))
    changed = [_keep_page(pk) for pk in pages]  # one by one: each may be some megabytes
    reply.kept_offline_on = reply.kept_offline_on or timezone.localdate()
    _ask_nobody(reply)
    reply.save(update_fields=[*TEXTS, *NOBODY_ASKED, "kept_offline_on"])
    if any(changed) or before != _texts(reply):
        log_reply(reply, ReplyAction.KEPT_OFFLINE)


def empty_reply(reply: Reply) -> None:
    """Delete all that the desk, or the offline key, opens of the reply. Its row must be locked."""
    reply.pages.all().delete()
    reply.sealed_text = reply.sealed_consent = reply.sealed_translation = ""
    reply.is_shared, reply.kept_offline_on = False, None
    _ask_nobody(reply)
    reply.save(update_fields=[*TEXTS, *NOBODY_ASKED, "is_shared", "kept_offline_on"])


def _texts(reply: Reply) -> list[str]:
    return [reply.sealed_text, reply.sealed_consent, reply.sealed_translation]


def _ask_nobody(reply: Reply) -> None:
    if reply.asked_on:
        log_reply(reply, ReplyAction.REQUEST_ENDED)
    for name, value in NOBODY_ASKED.items():
        setattr(reply, name, value)


def _keep_page(pk: int) -> bool:
    """Seal one picture; return whether that changed it."""
    page = ReplyPage.objects.get(pk=pk)
    before = bytes(page.sealed)
    page.sealed = _kept(before)
    page.save(update_fields=["sealed"])
    return page.sealed != before


def _kept(part: Sealed) -> Sealed:
    """Return the part sealed anew; one that is offline already, as it is.

    One that its own key does not open, or that is nothing of ours, is damaged for good: it is enclosed, so
    that it is due no more, and whoever opens the reply offline is told of it.
    """
    try:
        return reseal(part, OFFLINE) if part else part
    except KeptOffline:
        return part
    except (LettersLocked, KeyNotHere):  # it may be whole
        raise
    except UnsealError:
        return enclose(part)


def take_out(*, reply: Reply, asked_by: User, because: OpeningReason, target: Path) -> int:
    """Write the parts of the reply, sealed as they are, to the new file `target`; return how many.

    Logged before it leaves, in the log of its letter, too. `asked_by` must be one who reads replies there.
    Raises PermissionDenied, StillAtHand, OSError.
    """
    if not asked_by.is_active or reply.desk not in desks_for(asked_by, DeskWork.READ_REPLIES):
        raise PermissionDenied
    if reply.kept_offline_on is None:
        raise StillAtHand
    with transaction.atomic():
        log_reply(reply, ReplyAction.TAKEN_OUT, asked_by, because)
        if reply.letter:
            log_by_worker(lock_letter(reply.letter), LogAction.REPLY_TAKEN_OUT, detail=because)
    return write_copies(target, _parts_offline(reply))


def _parts_offline(reply: Reply) -> Iterator[tuple[UUID, str, bytes]]:
    """Yield (uuid, part, sealed) of what is kept offline."""
    pages = reply.pages.values_list("position", "sealed").iterator(chunk_size=1)
    parts = chain(
        zip((TEXT, CONSENT, TRANSLATION), map(str.encode, _texts(reply)), strict=True),
        ((page_field(position), bytes(sealed)) for position, sealed in pages),
    )
    for field, sealed in parts:
        if sealed.startswith(f"{OFFLINE}:".encode()):
            yield reply.uuid, field, sealed
