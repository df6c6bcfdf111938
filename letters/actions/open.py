"""Opening a letter: the only place where what a writer wrote is read, and each time is logged."""

import json
from dataclasses import dataclass, field

from django.db import transaction

from letters.actions.log import log_by_staff
from letters.choices import LogAction
from letters.models import Letter
from letters.permissions import require_open
from letters.sealing import unseal_bytes, unseal_text


@dataclass(frozen=True)
class OpenedLetter:
    """What a screener reads. No e-mail address: staff see only that there is one."""

    body: str = field(repr=False)
    name: str = field(repr=False)
    wishes: dict


@transaction.atomic
def open_letter(*, letter, by):
    """Return the OpenedLetter. Raises PermissionDenied, and UnsealError when its key is not here."""
    require_open(by, letter)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    opened = OpenedLetter(
        body=unseal_text(letter.sealed_body, letter=letter.uuid, field="body"),
        name=unseal_text(letter.sealed_name, letter=letter.uuid, field="name"),
        wishes=json.loads(unseal_text(letter.sealed_wishes, letter=letter.uuid, field="wishes")),
    )
    log_by_staff(letter, LogAction.OPENED, by=by)
    return opened


@transaction.atomic
def open_drawing(*, letter, by):
    """Return (bytes, format) of the letter's drawing. Raises as `open_letter`; LetterDrawing.DoesNotExist."""
    require_open(by, letter)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    drawing = letter.drawing
    content = unseal_bytes(drawing.sealed, letter=letter.uuid, field="drawing")
    log_by_staff(letter, LogAction.DRAWING_OPENED, by=by)
    return content, drawing.format
