"""Sheets for the table of an event, each with a code drawn by chance that tells only us where it lay."""

import logging
import secrets
from functools import partial

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from letters.codes import grouped
from letters.models import EventSheet
from letters.paper.ruled_sheet_words import sheet_for_event
from letters.paper.ruled_sheets import Copy, print_copies
from letters.sealing.bindings import new_code as new_letter_code, text_on_sheet
from letters.writing.read_models.recipients import Recipient
from prisoner_pages.models import EventPage, Prisoner
from prisoner_pages.permissions.choosers import own_pages_of

logger = logging.getLogger(__name__)

# Capitals and digits that nobody takes for each other: 60 bits, and the QR code stays coarse.
CODE_SIGNS, CODE_LENGTH = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 12


def print_event_sheets(
    *, event: EventPage, count: int, by: User, language: str, paper: str, prisoner: Prisoner | None = None
) -> bytes:
    """Return `count` sheets for the event as one PDF; their codes are known from then on.

    Each has a slip with the code of the letter that will be written on it, which is kept nowhere.
    `prisoner` is named on all of them, or None: then each guest chooses. Raises PermissionDenied unless `by`
    may edit the page of the event; KeysLocked; PressFailure, PressBroken, PagesDiffer: then no code is kept.
    """
    if not own_pages_of(by).filter(pk=event.pk).exists():
        raise PermissionDenied
    codes = [new_code() for _sheet in range(count)]
    to_name = prisoner.name_ru or prisoner.name_uk if prisoner else ""
    recipient = Recipient(prisoner, language) if prisoner else None
    follow_at = partial(address_to_follow, event)
    sheet = sheet_for_event(language, paper=paper, follow_at=follow_at, to_name=to_name, recipient=recipient)
    pdf = print_copies(sheet, [_copy(code) for code in codes])
    with transaction.atomic():
        EventSheet.objects.bulk_create(
            EventSheet(code=code, event=source_event(event), prisoner=prisoner) for code in codes
        )
    logger.info("Event sheets printed", extra={"event": "event_sheets", "page": event.pk, "count": count})
    return pdf


def _copy(sheet: str) -> Copy:
    code = new_letter_code()
    return Copy(text_on_sheet(sheet, code), sheet, grouped(code))


def address_to_follow(event: EventPage, language: str) -> str:
    """Return where a letter is followed, on the host that visitors reach."""
    with translation.override(language):
        return f"{event.get_site().root_url}{reverse('letters:status')}"


def new_code() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


def source_event(event: EventPage) -> EventPage:
    """Return the page of the event in the source locale: one event is one event in all languages."""
    return EventPage.objects.source().translations_of(event).first() or event
