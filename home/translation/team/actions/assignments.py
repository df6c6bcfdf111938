"""Who translates a text, who reviews it, and by when."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from home.translation.choices import NoticeKind, Refusal, Right
from home.translation.core.actions.notices import notify_of_many
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours, hands_out_in, require, rights_of

# What a person of each right is at a text.
SEATS = {Right.TRANSLATE: "assignee", Right.REVIEW: "reviewer"}
MOST_AT_ONCE = 1_000  # texts


class Taken(Exception):
    """Somebody else has this text already; `person` is who."""

    def __init__(self, person):
        super().__init__()
        self.person = person


@dataclass
class Outcome:
    """What became of many texts at once: how many changed, and how many did not, by Refusal."""

    done: int = 0
    refused: Counter = field(default_factory=Counter)


@transaction.atomic
def hand_out(translations, right, person, *, by):
    """Give the translations to `person` (None: to nobody) to translate or review; return the Outcome.

    A text stays as it was where `by` may not hand out, or `person` has not this right in its language.
    """
    outcome, theirs = Outcome(), rights_of(person) if person else {}
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
def set_due(translations, due, *, by):
    """Let the translations be due on this day, None for no day; return the Outcome."""
    outcome = Outcome()
    chosen = [desk.pk for desk in _ours(translations, by, outcome)]
    outcome.done = DeskTranslation.objects.filter(pk__in=chosen).update(due=due)
    return outcome


@transaction.atomic
def claim(translation, right, *, by):
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
def give_back(translation, right, *, by):
    """Leave the text to others. Raises NotYours where it is somebody else's."""
    mine = DeskTranslation.objects.filter(pk=translation.pk, **{SEATS[right]: by})
    if not mine.update(**{SEATS[right]: None}):
        raise NotYours


def _ours(translations, by, outcome):
    """Yield the locked desks of the translations in whose language `by` may hand out."""
    places = hands_out_in(by)
    desks = DeskTranslation.objects.select_for_update(of=("self",)).select_related("translation")
    for desk in desks.filter(translation__in=list(translations.values_list("pk", flat=True)[:MOST_AT_ONCE])):
        if desk.translation.target_locale_id in places:
            yield desk
        else:
            outcome.refused[Refusal.NOT_YOURS] += 1


def _seat(desks, right, person, by):
    seat = SEATS[right]
    new = [desk.pk for desk in desks if getattr(desk, f"{seat}_id") != (person and person.pk)]
    DeskTranslation.objects.filter(pk__in=new).update(**{seat: person})
    if person:
        notify_of_many(person, new, NoticeKind.ASSIGNED, by=by)
