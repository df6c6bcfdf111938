"""Who and what has changed in public since a time, and is gone, as the follower of the log has noted it.

A change is noted within a minute, in turns that rise as changes are committed: whoever goes on from a turn
misses none. Who is gone is told to those alone who hold a turn, and of those alone who were public at it:
they could tell as much from two lists of their own. Nobody learns who was hidden before they came.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from home.headless.models import LogPlace, PublicState
from home.headless.querysets import PublicStateQuerySet
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


def noted_since(time: datetime, *, until: int) -> Q:
    """Return the condition of what was noted since then, up to that turn; the rest comes later."""
    dated = Q(changed_at__gte=time - TOLD_AGAIN) | Q(changed_at=None)
    return dated & Q(turn__lte=until)


def noted_after(turn: int, *, until: int) -> Q:
    """Return the condition of what was noted after that turn, up to the other."""
    return Q(turn__gt=turn, turn__lte=until)


def people_changed(people: PrisonerQuerySet, condition: Q) -> PrisonerQuerySet:
    """Return those of whom such a change was noted."""
    key = Concat(Value(PERSON), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return people.filter(Exists(PublicState.objects.public().filter(condition, key=key)))


def people_gone(turn: int, known: Noted) -> list[str] | None:
    """Return the slugs of those who were public at that turn and are not now; None where it is not known."""
    if not _is_known(turn, known):
        return None
    then = _public_at(turn).filter(key__startswith=PERSON)
    now = Exists(Prisoner.objects.public().filter(slug=OuterRef("name")))
    return list(then.filter(~now).order_by("name").values_list("name", flat=True).distinct())


def pages_noted(kind: str, condition: Q) -> set[str]:
    """Return the slugs of the public pages of this kind of which a note answers the condition. One query."""
    noted_ones = PublicState.objects.public().filter(condition, kind=kind)
    return set(noted_ones.values_list("name", flat=True))


def pages_gone(
    kind: str, turn: int, known: Noted, *, listed: Collection[str], told: Collection[str]
) -> list[str] | None:
    """Return the slugs of pages that were public at that turn and are not now; None where it is not known.

    `listed` are those there are now, `told` those of them in the languages of whoever asks: one that has lost
    its text in these is gone for them.
    """
    if not _is_known(turn, known):
        return None
    then = _public_at(turn).filter(kind=kind).values_list("name", "turn")
    gone = (name for name, changed in then if name not in told and (name not in listed or changed > turn))
    return sorted(set(gone))


def _is_known(turn: int, known: Noted) -> bool:
    return known.forgotten <= turn <= known.turn


def _public_at(turn: int) -> PublicStateQuerySet:
    shown = PublicState.objects.filter(public_since__lte=turn)
    return shown.filter(Q(gone_since=None) | Q(gone_since__gt=turn))
