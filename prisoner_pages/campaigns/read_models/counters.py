"""The counter of a campaign or an event: what a body published, and beside it ours since then. Never one sum.

A higher app provides `letter_counters`: {CampaignPage or EventPage: expression on the row of the figure}; so
a page asks once for both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from home.registry import provided_by_name
from prisoner_pages.campaigns.read_models.figures import FigureLine, line_of
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import Figure

# Smaller numbers are not shown, and ours grows in these steps, so that nobody can notice a single letter.
STEP = 5


@dataclass(frozen=True)
class Counter:
    figure: FigureLine
    since: date | None  # the day after the last one that the figure covers
    ours: int  # rounded down to a STEP; 0: fewer than that

    @property
    def counts_on(self) -> bool:
        """Say whether we can state ours: not without the figure's last day, nor before it is over."""
        return self.since is not None


def counter_of(source: Any, language: str) -> Counter | None:
    """Return the Counter of a campaign or event (its source page); None without a figure. One query."""
    return counters_of([source], language).get(source.pk)


def counters_of(sources: Sequence[Any], language: str) -> dict[int, Counter]:
    """Return {primary key: Counter} of campaigns, or of events, given by their source pages. One query."""
    if not sources:
        return {}
    figures = Figure.objects.about(FigureSubject.LETTERS).of_any(sources)
    expression = provided_by_name("letter_counters").get(type(sources[0]))
    newest: dict[int, Figure] = {}
    figure: Any  # with `page_id`, and perhaps with `ours`
    for figure in figures.annotate(ours=expression) if expression is not None else figures:
        newest.setdefault(figure.page_id, figure)
    return {pk: _counter(figure, language) for pk, figure in newest.items()}


def _counter(figure: Figure, language: str) -> Counter:
    ours = getattr(figure, "ours", None)
    until = None if ours is None else figure.counted_until
    since = until + timedelta(days=1) if until else None
    return Counter(line_of(figure, language), since, (ours or 0) // STEP * STEP)
