"""How many letters to a person stand where, of those that somebody finds in the lists of their desk."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import Count
from django.utils.translation import gettext as _

from letters.choices.desk import QueueStep
from letters.choices.letters import HoldReason, LetterState
from letters.permissions.letters import letters_seen_by, works_at_a_desk
from letters.querysets.letters import LetterQuerySet, waiting_at
from prisoner_pages.models import Prisoner


def letters_to(record: Prisoner, user: User) -> list[tuple[str, int]]:
    """Return [(where they stand, how many)] along a letter's way; nothing without a seat at a desk.

    An editor is told by the record itself that letters wait and why, but not how many (decision 11).
    """
    if not works_at_a_desk(user):
        return []
    letters = letters_seen_by(user).filter(prisoner=record).order_by()
    return [*_by("state", letters, LetterState), *_held(letters)]


def _held(letters: LetterQuerySet) -> Iterator[tuple[str, int]]:
    for reason, count in _by("held_because", letters.filter(waiting_at(QueueStep.HELD)), HoldReason):
        yield _("of these held: %(reason)s") % {"reason": reason}, count


def _by(
    name: str, letters: LetterQuerySet, choices: type[LetterState | HoldReason]
) -> Iterator[tuple[str, int]]:
    counted = dict(letters.values_list(name).annotate(Count("pk", distinct=True)))
    return ((str(choice.label), counted[choice]) for choice in choices if choice in counted)
