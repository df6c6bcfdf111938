"""The counter of a campaign or an event: what a body published, and beside it ours since then. Never one sum.

Where a campaign has a goal and nobody has published a number, ours alone stands beside the goal.

A higher app provides `letter_counters`: {CampaignPage or EventPage: expression on the row of the figure}, so
that a page asks once for both; and `letters_for_campaigns`: the expression on the row of the campaign.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import Field

from home.caching.kept_whole import LETTERS_COUNTED, hangs_on
from home.headless.answers.schemas import Shape
from home.registry import provided, provided_by_name
from prisoner_pages.campaigns.read_models.appeals import asking_for_many
from prisoner_pages.campaigns.read_models.figures import Published, published
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import CampaignPage, Figure
from prisoner_pages.public.read_models.words import Words

# Smaller numbers are not shown, and ours grows in these steps, so that nobody can notice a single letter.
STEP = 5


class Counter(Shape):
    """A published number of letters, and beside it ours since that day; never one sum."""

    figure: Published
    # The day after the last one that the figure covers: ours are none before it is over.
    since: date | None = Field(description="From this day on ours are counted; null: they can't be.")
    ours: int = Field(description="Rounded down to a step of five; 0 stands for fewer than five.")


def counters_of(sources: Sequence[Any], words: Words) -> dict[int, Counter]:
    """Return {primary key: Counter} of campaigns, or of events, given by their source pages. One query."""
    if not sources:
        return {}
    hangs_on(LETTERS_COUNTED)
    figures = Figure.objects.about(FigureSubject.LETTERS).of_any(sources)
    expression = provided_by_name("letter_counters").get(type(sources[0]))
    newest: dict[int, Figure] = {}
    figure: Any  # with `page_id`, and perhaps with `ours`
    for figure in figures.annotate(ours=expression) if expression is not None else figures:
        newest.setdefault(figure.page_id, figure)
    return {pk: _counter(figure, words) for pk, figure in newest.items()}


def letters_beside_goals(sources: Iterable[Any]) -> dict[int, int]:
    """Return {primary key: our own number} of campaigns with a goal, given by their source pages.

    `sources` are those of whose letters nobody has published a figure. Four queries, none where no goal is.
    """
    hoping = [
        each
        for each in sources
        if isinstance(each, CampaignPage) and each.goal_letters and not each.letters_counted
    ]
    asking = asking_for_many(hoping)
    counts = provided("letters_for_campaigns") if asking else []
    if not counts:
        return {}
    rows = CampaignPage.objects.filter(pk__in=[each.pk for each in asking]).annotate(ours=counts[0])
    return {pk: ours // STEP * STEP for pk, ours in rows.order_by().values_list("pk", "ours")}


def _counter(figure: Figure, words: Words) -> Counter:
    ours = getattr(figure, "ours", None)
    until = None if ours is None else figure.counted_until
    since = until + timedelta(days=1) if until else None
    return Counter.of(figure=published(figure, words), since=since, ours=(ours or 0) // STEP * STEP)
