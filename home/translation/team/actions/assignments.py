"""Who translates a text, who reviews it, and by when."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from wagtail_localize.models import Translation

from home.translation.choices import NoticeKind, Refusal, Right
from home.translation.core.actions.notices import notify_of_many
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours, hands_out_in, require, rights_of

# The field for the person with each right.
SEATS = {Right.TRANSLATE: "assignee", Right.REVIEW: "reviewer"}
MOST_AT_ONCE = 1_000  # texts


class Taken(Exception):
    """Somebody else has this text already; `person` is who."""

    def __init__(self, person: User) -> None:
        super().__init__()
        self.person = person


@dataclass
class Outcome:
    """What became of many texts at once: how many changed, and how many were refused, by Refusal."""

    done: int = 0
    refused: Counter[Refusal] = field(default_factory=Counter)


@transaction.atomic
def hand_out(translations: QuerySet[Translation], right: Right, person: User | None, *, by: User) -> Outcome:
    """Assign the translations to `person` (None: to nobody) to translate or review; return the Outcome.

    A text is unchanged where `by` may not assign, or `person` does not have this right in its language.
    """
    outcome = Outcome()
    theirs = rights_of(person) if person else {}
    chosen = []
    for desk in _ours(translations, by, outcome):
        if person and right not in theirs.get(desk.translation.target_locale_id, ()):
            outcome.refused[Refusal.NO_RIGHT] += 1
        else:
            chosen.append(desk)
    _seat(chosen, right, person, by)
    outcome.done = len(chosen)
    return outcome


@transaction.atomic
def set_due(translations: QuerySet[Translation], due: date | None, *, by: User) -> Outcome:
    """Set the day on which the translations are due, None for no day; return the Outcome."""
    outcome = Outcome()
    chosen = [desk.pk for desk in _ours(translations, by, outcome)]
    outcome.done = DeskTranslation.objects.filter(pk__in=chosen).update(due=due)
    return outcome


@transaction.atomic
def claim(translation: Translation, right: Right, *, by: User) -> DeskTranslation:
    """Take the text for oneself. Raises NotYours, Taken."""
    require(by, right, translation.target_locale)
    desk = DeskTranslation.objects.select_for_update().get(pk=translation.pk)
    holder = getattr(desk, SEATS[right])
    if holder not in (None, by):
        raise Taken(holder)
    setattr(desk, SEATS[right], by)
    desk.save(update_fields=[SEATS[right]])
    return desk


@transaction.atomic
def give_back(translation: Translation, right: Right, *, by: User) -> None:
    """Leave the text to others. Raises NotYours where it is somebody else's."""
    mine = DeskTranslation.objects.filter(pk=translation.pk, **{SEATS[right]: by})
    if not mine.update(**{SEATS[right]: None}):
        raise NotYours


def _ours(translations: QuerySet[Translation], by: User, outcome: Outcome) -> Iterator[DeskTranslation]:
    """Yield the locked desks of the translations in whose language `by` may hand out."""
    places = hands_out_in(by)
    desks = DeskTranslation.objects.select_for_update(of=("self",)).select_related("translation")
    for desk in desks.filter(translation__in=list(translations.values_list("pk", flat=True)[:MOST_AT_ONCE])):
        if desk.translation.target_locale_id in places:
            yield desk
        else:
            outcome.refused[Refusal.NOT_YOURS] += 1


def _seat(desks: Iterable[DeskTranslation], right: Right, person: User | None, by: User) -> None:
    seat = SEATS[right]
    new = [desk.pk for desk in desks if getattr(desk, f"{seat}_id") != (person and person.pk)]
    DeskTranslation.objects.filter(pk__in=new).update(**{seat: person})
    if person:
        notify_of_many(person, new, NoticeKind.ASSIGNED, by=by)
