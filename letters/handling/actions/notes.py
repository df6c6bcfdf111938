"""Notes of the desk: a word from one member to the others, sealed as the letter is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import Act, LogAction
from letters.choices.letters import LetterPart
from letters.handling.actions.transitions import lock_letter
from letters.lifecycle import check_act
from letters.log.actions.entries import log_by_staff
from letters.models import Letter, LetterNote
from letters.permissions.letters import require_read, require_role
from letters.sealing.sealed_box import seal_text, unseal_text

FIELD = "note"


@dataclass(frozen=True)
class OpenedNote:
    by_name: str
    at: datetime
    text: str = field(repr=False)


@transaction.atomic
def write_note(*, letter: Letter, by: User, text: str) -> LetterNote:
    """Add a note to the letter and return it. A note needs no claim and leaves the version as it is.

    Raises PermissionDenied, and InvalidTransition for a closed letter.
    """
    letter = lock_letter(letter)
    require_role(by, Act.NOTE, letter)
    check_act(Act.NOTE, letter.state)
    note = LetterNote.objects.create(
        letter=letter,
        by=by,
        by_name=by.get_username(),
        at=timezone.now(),
        sealed_text=seal_text(text, letter=letter.uuid, field=FIELD),
    )
    log_by_staff(letter, LogAction.NOTED, by=by)
    return note


def open_notes(*, letter: Letter, by: User) -> list[OpenedNote]:
    """Return the notes of the letter, oldest first. Raises PermissionDenied, UnsealError."""
    require_read(by, LetterPart.NOTES, letter)
    return [
        OpenedNote(note.by_name, note.at, unseal_text(note.sealed_text, letter=letter.uuid, field=FIELD))
        for note in letter.notes.order_by("pk")
    ]
