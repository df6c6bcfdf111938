"""A reply reaches the writer of the letter: sealed to the key of their code, then closed at the desk."""

import json
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from home.jobs.actions.outbox import drop_mail, queue_mail
from letters.choices.desk import DeskWork
from letters.choices.letters import ReplyAction
from letters.following.actions.mail import ANSWER_CAME
from letters.following.read_models.answers import ANSWER, answer_page
from letters.following.read_models.notifications import writer_language
from letters.handling.actions.transitions import lock_letter, lock_row
from letters.lifecycle import REPLY_RULES
from letters.models import Letter, Reply, ReplyPage, WriterCopy
from letters.posting.actions.kept_replies import empty_reply
from letters.posting.actions.replies import change_reply, lock_reply, sealed_translation
from letters.posting.kept_replies import TEXT, page_field
from letters.posting.rules import NO_KEY, why_not_for_writer
from letters.retention.actions.tombstones import bury
from letters.retention.rules import answer_tombstone_of, reply_tombstone_of
from letters.sealing.code_keys import NoKeyOfACode, seal_for_code
from letters.sealing.sealed_box import unseal_bytes, unseal_text
from letters.text.language_detection import detect_language

# What was sealed for a wrong writer can be taken back before anybody is told.
TOLD_AFTER = timedelta(minutes=10)


class NotForWriter(Exception):
    """The reply cannot be sealed for a writer; `words` say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__()
        self.words = words


class NotNow(Exception):
    """This cannot be done to a reply in its state."""


@transaction.atomic
def seal_for_writer(
    *, reply: Reply, by: User, version: int, translation: str = "", language: str = ""
) -> Reply:
    """Let the writer of the letter open the reply with their code, beside the desk; return it.

    `translation` is into `language`. Sealed once more, it takes the place of what the writer found.
    Effects: a mail without content to a confirmed address, after TOLD_AFTER.
    Raises PermissionDenied, ReplyChanged, NotNow, NotForWriter, UnsealError (KeptOffline among them).
    """
    reply = lock_on_its_way(ReplyAction.FOR_WRITER, reply, by, version)
    if words := why_not_for_writer(reply):
        raise NotForWriter(words)
    letter = lock_letter(cast(Letter, reply.letter))
    _delete_copies(reply)
    try:
        pages = [_seal_page(pk, reply, letter) for pk in reply.pages.values_list("pk", flat=True)]
        _seal_text(reply, letter, pages, {"translation": translation, "translated_into": language})
    except NoKeyOfACode:
        raise NotForWriter(NO_KEY) from None
    _tell(letter, is_new=reply.for_writer_on is None)
    # What a translator handed back is kept as the dispatcher has corrected it.
    is_kept = translation and reply.sealed_translation
    kept = sealed_translation(reply, translation, language) if is_kept else ""
    today = timezone.localdate()
    return change_reply(reply, by, ReplyAction.FOR_WRITER, for_writer_on=today, sealed_translation=kept)


@transaction.atomic
def take_back(*, reply: Reply, by: User, version: int) -> Reply:
    """Delete the writer's copy, as long as the desk has its own; return the reply.

    Raises PermissionDenied, ReplyChanged, NotNow.
    """
    reply = lock_on_its_way(ReplyAction.TAKEN_BACK, reply, by, version)
    return _take_back(reply, by)


@transaction.atomic
def take_back_again(reply: Reply) -> int:
    """Take a reply back whose copy came back with a backup; the worker's. Return how many were."""
    _take_back(Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk), None)
    return 1


@transaction.atomic
def close_reply(*, reply: Reply, by: User, version: int) -> Reply:
    """Delete the desk's own copy for good: from now on nothing but the writer's code opens the reply.

    Raises PermissionDenied, ReplyChanged, NotNow.
    """
    reply = lock_on_its_way(ReplyAction.CLOSED, reply, by, version)
    _close(reply)
    return change_reply(reply, by, ReplyAction.CLOSED, closed_on=timezone.localdate())


@transaction.atomic
def close_again(reply: Reply) -> int:
    """Close a reply that came back with a backup; the worker's. Return how many were."""
    reply = Reply.objects.select_for_update().get(pk=reply.pk)
    _close(reply)
    change_reply(reply, None, ReplyAction.CLOSED, closed_on=timezone.localdate())
    return 1


def _take_back(reply: Reply, by: User | None) -> Reply:
    """Take the copy from the writer; the mail goes all the same where another answer is there."""
    _delete_copies(reply)
    if reply.letter and not reply.letter.writer_copies.exists():
        drop_mail(template=ANSWER_CAME, reference=reply.letter.uuid)
    return change_reply(reply, by, ReplyAction.TAKEN_BACK, for_writer_on=None)


def _delete_copies(reply: Reply) -> None:
    """Delete what the writer opens, so that no backup brings it back."""
    for name in reply.writer_copies.filter(position=0).values_list("name", flat=True):
        bury(answer_tombstone_of(name))
    reply.writer_copies.all().delete()


def _close(reply: Reply) -> None:
    empty_reply(reply)
    bury(reply_tombstone_of(reply.uuid))


def lock_on_its_way(action: ReplyAction, reply: Reply, by: User, version: int) -> Reply:
    """Return the reply locked, after its letter: who erases the letter locks them in this order.

    Raises PermissionDenied, ReplyChanged, NotNow.
    """
    if reply.letter:
        lock_row(reply.letter)
    reply = lock_reply(reply, by, version, DeskWork.ANSWER_WRITERS)
    if reply.state not in REPLY_RULES[action]:
        raise NotNow
    return reply


def _seal_page(pk: int, reply: Reply, letter: Letter) -> dict[str, str]:
    """Seal one picture, which may be some megabytes; return what the text tells of it."""
    page = ReplyPage.objects.get(pk=pk)
    picture = unseal_bytes(page.sealed, letter=reply.uuid, field=page_field(page.position))
    copy = _keep(picture, reply, letter, page.position, answer_page(page.position))
    return {"name": copy.name, "format": page.format}


def _seal_text(reply: Reply, letter: Letter, pages: list[dict[str, str]], translated: dict[str, str]) -> None:
    text = reply.sealed_text and unseal_text(reply.sealed_text, letter=reply.uuid, field=TEXT)
    told = {"text": text, "language": detect_language(text) if text else "", **translated, "pages": pages}
    _keep(json.dumps(told, ensure_ascii=False).encode(), reply, letter, 0, ANSWER)


def _keep(content: bytes, reply: Reply, letter: Letter, position: int, field: str) -> WriterCopy:
    uuid: UUID = letter.uuid
    sealed = seal_for_code(content, public=bytes(letter.answer_key or b""), letter=uuid, field=field)
    return WriterCopy.objects.create(reply=reply, letter=letter, position=position, for_code=sealed)


def _tell(letter: Letter, *, is_new: bool) -> None:
    """Have the writer told, once of each answer; a mail that still waits begins its wait anew."""
    waits = drop_mail(template=ANSWER_CAME, reference=letter.uuid)
    if letter.has_email and (is_new or waits):
        language = writer_language(letter)
        queue_mail(template=ANSWER_CAME, reference=letter.uuid, language=language, wait=TOLD_AFTER)
