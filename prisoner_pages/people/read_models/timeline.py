"""What happened to a person, day by day."""

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.headless.answers.schemas import Shape, Text
from prisoner_pages.choices import EventKind
from prisoner_pages.fact_sheet import FactSheet
from prisoner_pages.public.read_models.lexicon import FacilityName
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of

HELD, STAY = "held", _("held here from this day")
Dated = tuple[date, str, str, Promise, FacilityName | None]  # day, precision, code, words, place


class Step(Shape):
    date: Day
    what: Word
    place: Text | None


def timeline_of(
    facts: FactSheet, place_of: Callable[[int | None], FacilityName | None], words: Words
) -> list[Step]:
    """Return the dated steps, the oldest first: events, verdicts and stays that no event tells of."""
    return [
        Step.of(date=day_of(day, precision), what=words.coded(code, what), place=words.text(place))
        for day, precision, code, what, place in sorted(_steps(facts, place_of), key=lambda step: step[0])
    ]


def _steps(facts: FactSheet, place_of: Callable[[int | None], FacilityName | None]) -> list[Dated]:
    steps: list[Dated] = [
        (line.date, line.date_precision, line.kind, EventKind(line.kind).label, place_of(line.facility_id))
        for line in facts.events
    ]
    told = {(line.kind, line.date) for line in facts.events}
    moves = {(line.date, line.facility_id) for line in facts.events}
    steps += [
        (line.date, line.date_precision, EventKind.VERDICT.value, EventKind.VERDICT.label, None)
        for line in facts.sentences
        if line.date and ("verdict", line.date) not in told and ("appeal", line.date) not in told
    ]
    steps += [
        (line.from_date, line.from_precision, HELD, STAY, place)
        for line in facts.detentions
        if line.from_date
        and (place := place_of(line.facility_id))
        and (line.from_date, line.facility_id) not in moves
    ]
    return steps
