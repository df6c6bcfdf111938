"""Who has changed in public since a time, and who is gone, as the follower of the log has noted it.

A change is noted within a minute, in turns that rise as changes are committed: whoever goes on from a turn
misses none. Who is gone is told to those alone who hold a turn, and of those alone who were public at it:
they could tell as much from two lists of their own. Nobody learns who was hidden before they came.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from home.headless.models import LogPlace, PublicState
from prisoner_pages.models import Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet

PERSON = "prisoner:"
# A change is noted with the time before it is committed; so much before the time asked for is told again.
TOLD_AGAIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Noted:
    """How far changes are noted. `forgotten`: who was gone by that turn is not known any more."""

    turn: int
    forgotten: int


def noted() -> Noted | None:
    """Return how far changes are noted, None while none ever were. One query."""
    found = LogPlace.objects.values_list("turn", "forgotten").first()
    return Noted(*found) if found else None


def changed_since(people: PrisonerQuerySet, since: datetime, *, until: int) -> PrisonerQuerySet:
    """Return those of whom a change was noted since then, up to that turn; others come later."""
    dated = Q(changed_at__gte=since - TOLD_AGAIN) | Q(changed_at=None)
    return people.filter(_is_noted(dated & Q(turn__lte=until)))


def changed_after(people: PrisonerQuerySet, turn: int, *, until: int) -> PrisonerQuerySet:
    """Return those of whom a change was noted after that turn, up to the other."""
    return people.filter(_is_noted(Q(turn__gt=turn, turn__lte=until)))


def gone_after(turn: int, known: Noted) -> list[str] | None:
    """Return the slugs of those who were public at that turn and are not now; None where it is not known."""
    if not known.forgotten <= turn <= known.turn:
        return None
    shown = PublicState.objects.filter(key__startswith=PERSON, public_since__lte=turn)
    then = shown.filter(Q(gone_since=None) | Q(gone_since__gt=turn))
    now = Exists(Prisoner.objects.public().filter(slug=OuterRef("name")))
    return list(then.filter(~now).order_by("name").values_list("name", flat=True).distinct())


def _is_noted(condition: Q) -> Exists:
    key = Concat(Value(PERSON), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Exists(PublicState.objects.public().filter(condition, key=key))
