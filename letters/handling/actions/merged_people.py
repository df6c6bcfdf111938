"""Letters follow their recipient into the record that takes the place of another, and back."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import LogAction
from letters.choices.letters import ReplyAction
from letters.handling.actions.transitions import lock_letters
from letters.log.actions.entries import log_all_by_staff, log_by_worker
from letters.log.actions.replies import log_replies
from letters.models import EventSheet, Letter, Reply, ScannedPage
from prisoner_pages.models import Prisoner
from prisoner_pages.records.read_models.merging import Follower

# State, code, hold and text of a letter are its own: only whose it is changes.
MODELS: tuple[Any, ...] = (Letter, Reply, EventSheet, ScannedPage)


def count_of(record: Prisoner) -> int:
    return Letter.objects.filter(prisoner=record).count()


def move(merged: Prisoner, kept: Prisoner, *, by: User | None) -> dict[str, list[int]]:
    """Give all letters, replies and sheets of `merged` to `kept`; return which they were."""
    found = {
        model._meta.label: list(model.objects.filter(prisoner=merged).values_list("pk", flat=True))
        for model in MODELS
    }
    _give(found, merged, kept, by)
    return found


def move_back(found: dict[str, list[int]], merged: Prisoner, kept: Prisoner, *, by: User | None) -> None:
    """What has come to `kept` since stays with it."""
    _give(found, kept, merged, by)


def _give(found: dict[str, list[int]], one: Prisoner, other: Prisoner, by: User | None) -> None:
    letters = lock_letters(found[Letter._meta.label])
    theirs = [letter for letter in letters.values() if letter.prisoner_id == one.pk]
    replies = Reply.objects.filter(pk__in=found[Reply._meta.label], prisoner=one)
    log_replies(list(replies.values_list("pk", flat=True)), ReplyAction.RECORD_MERGED, by=by)
    for model in MODELS:
        model.objects.filter(pk__in=found[model._meta.label], prisoner=one).update(prisoner=other)
    if by:
        told = [(letter, letter.state, "") for letter in theirs]
        log_all_by_staff(told, LogAction.RECORD_MERGED, by=by)
    else:
        for letter in theirs:
            log_by_worker(letter, LogAction.RECORD_MERGED, before=letter.state)


FOLLOWER = Follower(_("letters"), count_of, move, move_back)
