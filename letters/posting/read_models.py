"""To whom letters went, when last, and what waits: counts alone, for those who look after the post."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.lifecycle import NOT_SENT, SENT
from letters.models import LetterLogEntry
from letters.querysets.letters import people_at
from prisoner_pages.models import Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.querysets.surnames import by_surname


def bank(partners: Iterable[int]) -> PrisonerQuerySet:
    """Return the people for whom these partners' desks work, each with its counts; who waits longest first.

    `last_went` is the day on which a letter was last handed over, None where none was in the time of the log.
    """
    went = LetterLogEntry.objects.filter(
        letter__prisoner=OuterRef("pk"), letter__state__in=SENT, action=LogAction.POSTED
    )
    people = Prisoner.objects.filter(people_at(partners)).annotate(
        last_went=Subquery(went.order_by("-day").values("day")[:1]),
        letter_count=Count("letters"),
        went_count=_count(letters__state__in=SENT),
        answered_count=_count(letters__state=LetterState.ANSWERED),
        returned_count=_count(letters__state=LetterState.RETURNED),
        waiting_count=_count(letters__state__in=NOT_SENT),
        held_count=Count("letters", filter=Q(letters__state__in=NOT_SENT) & ~Q(letters__held_because="")),
        kept_count=_count(letters__is_for_release=True),
    )
    known = people.filter(Q(live=True) | Q(letter_count__gt=0)).select_related("partner")
    return known.order_by(F("last_went").asc(nulls_first=True), by_surname("pk"), "pk")


def _count(**condition: Any) -> Count:
    return Count("letters", filter=Q(**condition))
