"""A reply in its writer's language: a dispatcher asks one translator, who opens it and hands it back.

An account of a translator opens what a dispatcher has let it read by name, and no longer than the request
lasts. It learns nothing of the letter or its writer, and what it hands back reaches nobody by itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import LogAction
from letters.choices.letters import ReplyAction
from letters.handling.actions.opening import Unread
from letters.handling.actions.transitions import lock_letter, lock_row
from letters.lifecycle import REPLY_RULES
from letters.log.actions.entries import log_by_staff
from letters.log.actions.replies import log_replies, log_reply
from letters.models import NOBODY_ASKED, Reply, ReplyPage
from letters.permissions.letters import replies_to_translate, reply_translators
from letters.posting.actions.answers import NotForWriter, NotNow, lock_on_its_way
from letters.posting.actions.replies import (
    OPENINGS,
    ReplyChanged,
    change_reply,
    require_below_cap,
    sealed_translation,
)
from letters.posting.kept_replies import page_field
from letters.posting.rules import why_not_for_writer
from letters.querysets.posting import ReplyQuerySet
from letters.sealing.sealed_box import seal_text, unseal_bytes, unseal_text

REQUEST = "request"


class NothingToTranslate(ValidationError):
    """Neither words nor a page for the translator."""

    def __init__(self) -> None:
        super().__init__(
            _("Leave the translator words to read, or tick the pages that they see."), code="nothing"
        )


@dataclass(frozen=True)
class ReplyToTranslate:
    """What the dispatcher lets the translator read; `pages` are positions, opened one by one."""

    text: str = field(repr=False)
    pages: list[int]


@transaction.atomic
def ask_translator(
    *,
    reply: Reply,
    by: User,
    version: int,
    translator: User,
    language: str,
    text: str = "",
    pages: Sequence[int] = (),
) -> Reply:
    """Let this translator of the desk read `text` and these pages, for a translation into `language`.

    Returns the reply. Raises PermissionDenied, also for a translator who is not at the desk or has not that
    language, and Unread; ReplyChanged, NotNow, NotForWriter, NothingToTranslate.
    """
    reply = lock_on_its_way(ReplyAction.TRANSLATOR_ASKED, reply, by, version)
    _require_can_be_asked(reply, by)
    if (translator, language) not in reply_translators(reply.desk):
        raise PermissionDenied
    if not text and not pages:
        raise NothingToTranslate
    asked = {"translator": translator, "asked_on": timezone.localdate(), "asked_language": language}
    let_out = json.dumps({"text": text, "pages": list(pages)}, ensure_ascii=False)
    request = seal_text(let_out, letter=reply.uuid, field=REQUEST)
    return change_reply(reply, by, ReplyAction.TRANSLATOR_ASKED, **asked, sealed_request=request)


def _require_can_be_asked(reply: Reply, by: User) -> None:
    if words := why_not_for_writer(reply):
        raise NotForWriter(words)
    if reply.kept_offline_on:
        raise NotNow
    if not reply.log.filter(by=by, action__in=OPENINGS).exists():
        raise Unread


@transaction.atomic
def end_request(*, reply: Reply, by: User, version: int) -> Reply:
    """Take the request back from the translator; return the reply.

    Raises PermissionDenied, ReplyChanged, NotNow.
    """
    reply = lock_on_its_way(ReplyAction.REQUEST_ENDED, reply, by, version)
    return change_reply(reply, by, ReplyAction.REQUEST_ENDED, **NOBODY_ASKED)


@transaction.atomic
def end_requests(replies: ReplyQuerySet, *, by: User | None) -> None:
    """Take back what is asked for any of these, as what becomes of them ends it; `by` None is the worker."""
    asked = list(replies.exclude(asked_on=None).values_list("pk", flat=True))
    Reply.objects.filter(pk__in=asked).update(**NOBODY_ASKED)
    log_replies(asked, ReplyAction.REQUEST_ENDED, by=by)


@transaction.atomic
def open_to_translate(*, reply: Reply, by: User) -> ReplyToTranslate:
    """Return what of the reply its translator reads, in the log of its letter, too.

    Raises PermissionDenied (TooManyOpened among them), NotForWriter, UnsealError.
    """
    return _opened(reply, by, ReplyAction.OPENED)[1]


@transaction.atomic
def open_page_to_translate(*, reply: Reply, by: User, position: int) -> tuple[bytes, str]:
    """Return (bytes, format) of one picture that was let out. Raises as before; ReplyPage.DoesNotExist."""
    reply, request = _opened(reply, by, ReplyAction.PAGE_OPENED)
    if position not in request.pages:
        raise ReplyPage.DoesNotExist
    page = reply.pages.get(position=position)
    return unseal_bytes(page.sealed, letter=reply.uuid, field=page_field(position)), page.format


@transaction.atomic
def hand_back(*, reply: Reply, by: User, version: int, text: str) -> Reply:
    """Give the dispatcher the translation, and open the reply no more; return it.

    Raises PermissionDenied, ReplyChanged.
    """
    reply = _lock_asked(reply, by)
    if reply.version != version:
        raise ReplyChanged
    translation = sealed_translation(reply, text, reply.asked_language)
    return change_reply(reply, by, ReplyAction.TRANSLATED, sealed_translation=translation, **NOBODY_ASKED)


def _opened(reply: Reply, by: User, action: ReplyAction) -> tuple[Reply, ReplyToTranslate]:
    reply = _lock_asked(reply, by)
    if reply.letter is None or why_not_for_writer(reply):
        raise NotForWriter("")
    require_below_cap(reply, by)
    log_reply(reply, action, by)
    log_by_staff(lock_letter(reply.letter), LogAction.REPLY_OPENED, by=by)
    request = json.loads(unseal_text(reply.sealed_request, letter=reply.uuid, field=REQUEST))
    return reply, ReplyToTranslate(**request)


def _lock_asked(reply: Reply, by: User) -> Reply:
    """Return the reply, locked after its letter, for the translator who is asked for it."""
    if reply.letter:
        lock_row(reply.letter)
    asked = replies_to_translate(by).select_for_update(of=("self",)).select_related("desk")
    locked = asked.filter(pk=reply.pk).first()
    if locked is None or locked.state not in REPLY_RULES[ReplyAction.TRANSLATED]:
        raise PermissionDenied
    return locked
