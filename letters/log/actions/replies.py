"""Entries in the log of a reply: who, what, when; never content."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from letters.choices.letters import ReplyAction
from letters.log.actions.entries import WORKER
from letters.models import Reply, ReplyLogEntry


def log_reply(reply: Reply, action: ReplyAction, by: User | None = None, because: str = "") -> None:
    """Log what somebody, or the worker, did to the reply; `because` is an OpeningReason."""
    _entry(reply.pk, action, by, because).save()


def log_replies(replies: Iterable[int], action: ReplyAction, *, by: User | None) -> None:
    """Log what became of many at once, by their keys. One query."""
    ReplyLogEntry.objects.bulk_create([_entry(reply, action, by) for reply in replies])


def _entry(reply: int, action: ReplyAction, by: User | None, because: str = "") -> ReplyLogEntry:
    name = by.get_username() if by else WORKER
    return ReplyLogEntry(reply_id=reply, action=action, by=by, by_name=name, because=because)
