"""Copies that wait until their recipient is free, sealed for a key no server has: none is opened here."""

import base64

from django.utils import timezone

from letters.choices.desk import LogAction
from letters.log.actions.entries import log_by_worker
from letters.models import Letter, LetterDrawing, ReleaseCopy, Tombstone
from letters.retention.actions.tombstones import bury
from letters.retention.rules import copy_tombstone_of
from letters.sealing.sealed_box import seal_offline, unseal_bytes, unseal_text
from letters.text.side_by_side import plain


def put_aside(letter: Letter) -> None:
    """Seal for the offline key, once, what the letter says. Its row must be locked.

    Raises UnsealError, KeyRingError.
    """
    if ReleaseCopy.objects.filter(letter=letter).exists():
        return
    offline = seal_offline(_parts(letter), letter=letter.uuid)
    ReleaseCopy.objects.create(letter=letter, made_on=timezone.localdate(), offline=offline)
    log_by_worker(letter, LogAction.COPY_KEPT)


def _parts(letter: Letter) -> dict[str, str]:
    """Return what a copy holds, {name: text}; `letters.release.pages` shows it."""
    parts = {
        "to": letter.prisoner.name_in("uk"),
        "received_on": letter.received_on.isoformat(),
        "language": letter.language,
        "body": unseal_text(letter.sealed_body, letter=letter.uuid, field="body"),
        "name": unseal_text(letter.sealed_name, letter=letter.uuid, field="name"),
    }
    translation = getattr(letter, "translation", None)
    if translation and translation.sealed_text:
        sealed = translation.sealed_text
        parts["translation"] = plain(unseal_text(sealed, letter=letter.uuid, field="translation"))
    return parts | _drawing(letter)


def _drawing(letter: Letter) -> dict[str, str]:
    """A drawing that was left out of the letter is no part of it."""
    drawing = LetterDrawing.objects.filter(letter=letter).exclude(is_accepted=False).first()
    if drawing is None:
        return {}
    content = unseal_bytes(drawing.sealed, letter=letter.uuid, field="drawing")
    return {"drawing": base64.b64encode(content).decode(), "drawing_format": drawing.format}


def forget_copy(letter: Letter) -> None:
    """Delete the copy for good, with what was kept for its sake. The letter's row must be locked."""
    ReleaseCopy.objects.filter(letter=letter).delete()
    Letter.objects.filter(pk=letter.pk).update(is_for_release=False)
    Letter.objects.filter(pk=letter.pk, sealed_body="").update(email_index="")
    bury(copy_tombstone_of(letter.uuid))


def is_copy_buried(letter: Letter) -> bool:
    """Is a copy of this letter gone for good, whatever a backup says?"""
    return Tombstone.objects.filter(digest=copy_tombstone_of(letter.uuid)).exists()
