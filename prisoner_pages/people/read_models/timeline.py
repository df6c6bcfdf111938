"""What happened to a person, day by day."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import EventKind
from prisoner_pages.fact_sheet import FactSheet
from prisoner_pages.public.read_models.lexicon import Lexicon

HELD, STAY = "held", _("held here from this day")


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline."""

    date: date
    precision: str
    code: str  # an EventKind, or HELD
    what: Promise
    place: Any  # lexicon.FacilityName or None


def timeline_of(facts: FactSheet, bases: Container[str], lexicon: Lexicon) -> list[TimelineEntry]:
    """Return the dated steps, the oldest first: events, verdicts and stays that no event tells of."""
    steps = [
        TimelineEntry(
            line.date,
            line.date_precision,
            line.kind,
            EventKind(line.kind).label,
            lexicon.facility(line.facility_id, bases),
        )
        for line in facts.events
    ]
    told = {(line.kind, line.date) for line in facts.events}
    moves = {(line.date, line.facility_id) for line in facts.events}
    steps += [
        TimelineEntry(line.date, line.date_precision, EventKind.VERDICT.value, EventKind.VERDICT.label, None)
        for line in facts.sentences
        if line.date and ("verdict", line.date) not in told and ("appeal", line.date) not in told
    ]
    steps += [
        TimelineEntry(line.from_date, line.from_precision, HELD, STAY, place)
        for line in facts.detentions
        if line.from_date
        and (place := lexicon.facility(line.facility_id, bases))
        and (line.from_date, line.facility_id) not in moves
    ]
    return sorted(steps, key=lambda step: step.date)
