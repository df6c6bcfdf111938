"""The dates that pages tell of people, to order lists by: one that is kept back is none here."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import translation

from home.caching.read_models import CONTENT, Numbers, memoized_for
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import EventKind
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.checked_facts import with_all_known
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.public.read_models.lexicon import LEXICON, lexicon_in
from prisoner_pages.public.read_models.words import Day

Dates = dict[int, date]  # by the key of the person
FIELDS_WITH_DATES = frozenset({"birth", "status_since", "timeline", "updates"})


def _step(kind: EventKind) -> Callable[[Any], Iterable[Day]]:
    return lambda person: (step.date for step in person.timeline or () if step.what.code == kind)


# By the names that answers have for them: the newest of the steps of `timeline`, by their codes, else fields.
TOLD_DATES: dict[str, Callable[[Any], Iterable[Day | None]]] = {
    **{kind.value: _step(kind) for kind in EventKind},
    "birth": lambda person: [person.birth],
    "status_since": lambda person: [person.status_since],
    "updated": lambda person: (update.date for update in person.updates or ()),
}


@memoized_for(CONTENT, LEXICON)
def told_dates(today: date, generations: Numbers) -> dict[str, Dates]:
    """Return the dates that are told on that day, by the names of TOLD_DATES. Two queries, for any number.

    Each is the first day that it can be as it is told: a day behind a mere year orders nobody.
    """
    people = with_all_known(Prisoner.objects.public(today).with_facts())
    found: dict[str, Dates] = {name: {} for name in TOLD_DATES}
    with translation.override(SOURCE_LANGUAGE):
        telling = Telling([lexicon_in(SOURCE_LANGUAGE, generations=generations)])
        for person in people:
            told = telling.person(person, FIELDS_WITH_DATES)
            for name, days_of in TOLD_DATES.items():
                if days := [day.first for day in days_of(told) if day]:
                    found[name][person.pk] = max(days)
    return found
