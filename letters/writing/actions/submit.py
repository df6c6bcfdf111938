"""A letter arrives: sealed and logged in one transaction, or not at all. What follows is the worker's."""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from uuid import uuid4

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django_tasks_db.utils import is_locked_database_exception

from home.written_once import Asked, written_once
from letters.choices.desk import LogAction
from letters.choices.letters import Channel
from letters.choices.requests import RequestKind
from letters.codes import CODE_DIGITS, EARLIER_DIGITS, code_for, digest_of, idempotency_key
from letters.handling.actions.holds import needs_translation
from letters.holds import hold_of
from letters.log.actions.entries import log_by_writer
from letters.models import Letter, LetterDrawing
from letters.permissions.limits import takes_letters
from letters.querysets.by_digest import with_digest
from letters.requests.actions.asking import ask
from letters.sealing.bindings import Binding, binding_of
from letters.sealing.sealed_box import seal_bytes, seal_text
from letters.text.language_detection import detect_language
from letters.writing.actions.brakes import UNMARKED, Marks
from letters.writing.content import Content
from letters.writing.read_models.occasions import campaign_named, event_named
from prisoner_pages.models import Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet

logger = logging.getLogger(__name__)

# SQLite admits one writer at a time and keeps no queue: among many that wait, one may never get its turn.
TURN = threading.Lock()
TRIES = 3


class RecipientGone(Exception):
    """No letter is taken for this person any more: unknown, paused, or no longer written to."""


class LettersRefused(Exception):
    """This installation takes no letters (letters.permissions.limits)."""


def submit_letter(
    *,
    content: Content,
    nonce: str,
    page_language: str,
    channel: Channel = Channel.WEB,
    marks: Marks = UNMARKED,
    also: Callable[[Letter], object] = lambda letter: None,
    slip: Binding | None = None,
) -> tuple[Letter, str]:
    """Store the letter and return (letter, code); only after commit may it be acknowledged.

    The same form with the same content is the same letter: what was stored before is returned, even when the
    person has since been paused. `also(letter)` is done in the transaction that stores it, and can refuse it.
    `slip` is that of the sheet it was written on: then its code is the letter's, and "" is returned.
    Raises RecipientGone, LettersRefused; IntegrityError where another letter has the slip.
    """
    key = idempotency_key(nonce, content.fingerprint)
    code = "" if slip else code_for(nonce, content.fingerprint)
    if stored := Letter.objects.sent_as(key):
        return stored, code_of(stored, content, nonce)
    if not takes_letters():
        raise LettersRefused
    letter = _sealed(content, key, slip or binding_of(code, uuid4()), channel)
    letter.flood_group, letter.is_unproven = marks.flood_group, marks.is_unproven
    try:
        _store_in_turn(letter, content, page_language, also)
    except IntegrityError:
        # Another request with the same form was quicker by a moment.
        stored = Letter.objects.sent_as(key)
        if stored is None:
            raise
        return stored, code
    logger.info("Letter received", extra={"event": "letter_received", "letter_id": letter.pk})
    return letter, code


def code_of(stored: Letter, content: Content, nonce: str) -> str:
    """Return the code that was shown for this letter; an earlier release made it shorter.

    "" of a letter whose code stands on the slip of its sheet: nobody here knows it.
    """
    codes = [code_for(nonce, content.fingerprint, digits=digits) for digits in (CODE_DIGITS, EARLIER_DIGITS)]
    only = Letter.objects.filter(pk=stored.pk)
    return next((code for code in codes if with_digest(only, digest_of(code)).exists()), "")


def _sealed(content: Content, key: str, binding: Binding, channel: Channel) -> Letter:
    letter = Letter(
        uuid=binding.letter,
        channel=channel,
        language_declared=content.language,
        language_detected=detect_language(content.body),
        page_count=content.page_count,
        has_email=bool(content.email),
        has_drawing=content.drawing is not None,
        is_for_release=content.is_for_release,
        code_digest=binding.digest,
        idempotency_key=key,
        answer_key=binding.answer_key,
    )
    letter.sealed_body = seal_text(content.body, letter=letter.uuid, field="body")
    letter.sealed_name = seal_text(content.name, letter=letter.uuid, field="name")
    letter.sealed_wishes = seal_text(json.dumps(content.wishes), letter=letter.uuid, field="wishes")
    if content.email:
        letter.sealed_email = seal_text(content.email, letter=letter.uuid, field="email")
    return letter


def _store_in_turn(
    letter: Letter, content: Content, page_language: str, also: Callable[[Letter], object]
) -> None:
    """Store the letter. On SQLite the threads of this process queue; a lock held too long is asked again."""
    tries = 1 if connection.in_atomic_block else TRIES
    for left in reversed(range(tries)):
        try:
            with TURN if connection.vendor == "sqlite" else nullcontext():
                return _store(letter, content, page_language, also)
        except OperationalError as error:
            if not left or not is_locked_database_exception(error):
                raise


def _taker_at(slug: str) -> Prisoner | None:
    today = timezone.localdate()
    return _with_slug(today).first(slug=slug) or _takers(today).formerly_at(slug).first()


@written_once
def _with_slug(today: date) -> PrisonerQuerySet:
    return _takers(today).filter(slug=Asked("slug"))


def _takers(today: date) -> PrisonerQuerySet:
    return Prisoner.objects.accepting_letters(today).for_call_to_action()


@transaction.atomic
def _store(letter: Letter, content: Content, page_language: str, also: Callable[[Letter], object]) -> None:
    recipient = _taker_at(content.prisoner)
    if recipient is None:
        raise RecipientGone
    letter.prisoner = recipient
    letter.campaign = campaign_named(content.campaign)
    letter.event = event_named(content.event)
    letter.held_because = hold_of(recipient)  # a public host knows of no announcement that waits
    letter.held_since = timezone.localdate() if letter.held_because else None
    letter.needs_translation = needs_translation(letter)
    letter.pk = None  # a try that was rolled back has left its number, which is another's by now
    letter.save(force_insert=True)
    if content.drawing:
        sealed = seal_bytes(content.drawing.bytes, letter=letter.uuid, field="drawing")
        LetterDrawing.objects.create(letter=letter, format=content.drawing.format, sealed=sealed)
    log_by_writer(letter, LogAction.RECEIVED)
    also(letter)
    if letter.has_email:
        ask(RequestKind.NOTIFY, letter=letter.uuid, language=page_language)
