"""What prisoners write back: sealed as letters are, private, opened by few, and each time logged."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.pictures.reencoding import EncodedPicture
from letters.choices.desk import DeskWork
from letters.choices.letters import ReplyAction
from letters.handling.actions.opening import TooManyOpened
from letters.log.actions.replies import log_reply
from letters.models import Letter, LetterDesk, Reply, ReplyLogEntry, ReplyPage
from letters.permissions.letters import desk_partner_of, desks_for
from letters.posting.actions.returns import record_answer
from letters.posting.kept_replies import CONSENT, TEXT, TRANSLATION, page_field
from letters.sealing.sealed_box import seal_bytes, seal_text, unseal_bytes, unseal_text
from prisoner_pages.models import Prisoner

OPENINGS = [ReplyAction.OPENED, ReplyAction.PAGE_OPENED]


class OfAnother(ValidationError):
    """The letter is to somebody else than the reply is from."""

    def __init__(self) -> None:
        super().__init__(_("This number is of a letter to another person."), code="of_another")


class NothingBrought(ValidationError):
    """Neither a text nor a page."""

    def __init__(self) -> None:
        super().__init__(_("Type the reply or add at least one picture of it."), code="nothing")


class ReplyChanged(Exception):
    """Somebody else changed the reply meanwhile."""


@dataclass(frozen=True)
class Translated:
    """A reply as its translator has handed it back."""

    text: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class OpenedReply:
    """`pages` are the positions of its pictures, which are opened one by one."""

    text: str = field(repr=False)
    pages: list
    translated: Translated | None = None


@dataclass(frozen=True)
class Agreement:
    """Who agreed that the reply may be shared, when, and how they said so; sealed, it may name relatives."""

    who: str = field(repr=False)
    on: date
    how: str = field(repr=False)


@transaction.atomic
def add_reply(
    *,
    prisoner: Prisoner,
    by: User,
    text: str = "",
    pictures: Sequence[EncodedPicture] = (),
    letter: Letter | None = None,
    received_on: date,
) -> Reply:
    """Store a reply from this person, private; return it. `pictures` are EncodedPictures in their order.

    Raises PermissionDenied, OfAnother, NothingBrought.
    """
    desk = LetterDesk.objects.filter(partner_id=desk_partner_of(prisoner)).first()
    if desk is None or desk not in desks_for(by, DeskWork.BRING_REPLIES):
        raise PermissionDenied
    if letter and letter.prisoner_id != prisoner.pk:
        raise OfAnother
    if not text and not pictures:
        raise NothingBrought
    reply = Reply(prisoner=prisoner, desk=desk, letter=letter, received_on=received_on, by=by)
    reply.sealed_text = seal_text(text, letter=reply.uuid, field=TEXT) if text else ""
    reply.save()
    for position, picture in enumerate(pictures, start=1):
        sealed = seal_bytes(picture.bytes, letter=reply.uuid, field=page_field(position))
        ReplyPage.objects.create(reply=reply, position=position, format=picture.format, sealed=sealed)
    log_reply(reply, ReplyAction.ADDED, by)
    return reply


@transaction.atomic
def add_answer(*, letter: Letter, by: User, **reply: Any) -> Reply:
    """Store a reply to the letter and mark the letter as answered; return the reply.

    Raises as `add_reply` and `record_answer`.
    """
    record_answer(letter=letter, by=by, version=letter.version)
    return add_reply(letter=letter, by=by, **reply)


@transaction.atomic
def open_reply(*, reply: Reply, by: User) -> OpenedReply:
    """Return the OpenedReply. Raises PermissionDenied (TooManyOpened among them), UnsealError."""
    _require(by, DeskWork.READ_REPLIES, reply)
    require_below_cap(reply, by)
    log_reply(reply, ReplyAction.OPENED, by)
    text = reply.sealed_text and unseal_text(reply.sealed_text, letter=reply.uuid, field=TEXT)
    return OpenedReply(text, list(reply.pages.values_list("position", flat=True)), _translated(reply))


@transaction.atomic
def open_reply_page(*, reply: Reply, by: User, position: int) -> tuple[bytes, str]:
    """Return (bytes, format) of one picture. Raises as `open_reply`; ReplyPage.DoesNotExist."""
    _require(by, DeskWork.READ_REPLIES, reply)
    page = reply.pages.get(position=position)
    require_below_cap(reply, by)
    log_reply(reply, ReplyAction.PAGE_OPENED, by)
    return unseal_bytes(page.sealed, letter=reply.uuid, field=page_field(position)), page.format


@transaction.atomic
def open_consent(*, reply: Reply, by: User) -> Agreement | None:
    """Return the Agreement, None where there is none. Raises PermissionDenied, UnsealError."""
    _require(by, DeskWork.SHARE_REPLIES, reply)
    if not reply.sealed_consent:
        return None
    log_reply(reply, ReplyAction.CONSENT_OPENED, by)
    given = json.loads(unseal_text(reply.sealed_consent, letter=reply.uuid, field=CONSENT))
    return Agreement(given["who"], date.fromisoformat(given["on"]), given["how"])


@transaction.atomic
def share_reply(*, reply: Reply, by: User, version: int, agreement: Agreement) -> Reply:
    """Note that the reply may be shared, with the Agreement that allows it; return it. Nothing is published.

    Raises PermissionDenied, ReplyChanged.
    """
    reply = lock_reply(reply, by, version, DeskWork.SHARE_REPLIES)
    given = {"who": agreement.who, "on": agreement.on.isoformat(), "how": agreement.how}
    sealed = seal_text(json.dumps(given, ensure_ascii=False), letter=reply.uuid, field=CONSENT)
    return change_reply(reply, by, ReplyAction.SHARED, sealed_consent=sealed, is_shared=True)


@transaction.atomic
def unshare_reply(*, reply: Reply, by: User, version: int) -> Reply:
    """Make the reply private again and forget who had agreed; return it. Raises as `share_reply`."""
    reply = lock_reply(reply, by, version, DeskWork.SHARE_REPLIES)
    return change_reply(reply, by, ReplyAction.UNSHARED, sealed_consent="", is_shared=False)


def sealed_translation(reply: Reply, text: str, language: str) -> str:
    """Return the translation as the desk keeps it beside the reply."""
    said = json.dumps({"text": text, "language": language}, ensure_ascii=False)
    return seal_text(said, letter=reply.uuid, field=TRANSLATION)


def _translated(reply: Reply) -> Translated | None:
    if not reply.sealed_translation:
        return None
    return Translated(
        **json.loads(unseal_text(reply.sealed_translation, letter=reply.uuid, field=TRANSLATION))
    )


def _require(user: User, work: DeskWork, reply: Reply) -> None:
    if reply.desk not in desks_for(user, work):
        raise PermissionDenied


def lock_reply(reply: Reply, by: User, version: int, work: DeskWork) -> Reply:
    """Return the stored reply, locked, for somebody who does this work with it as they have seen it.

    Raises PermissionDenied, ReplyChanged.
    """
    locked = Reply.objects.select_for_update(of=("self",)).select_related("desk").get(pk=reply.pk)
    _require(by, work, locked)
    if locked.version != version:
        raise ReplyChanged
    return locked


def change_reply(reply: Reply, by: User | None, action: ReplyAction, **changes: Any) -> Reply:
    """Store and log what somebody, or the worker, changes in a locked reply; return it."""
    for name, value in changes.items():
        setattr(reply, name, value)
    reply.version += 1
    reply.save(update_fields=[*changes, "version"])
    log_reply(reply, action, by)
    return reply


def require_below_cap(reply: Reply, by: User) -> None:
    today = ReplyLogEntry.objects.filter(by=by, at__date=timezone.localdate(), action__in=OPENINGS)
    if today.exclude(reply=reply).values("reply").distinct().count() >= reply.desk.openings_a_day:
        raise TooManyOpened
