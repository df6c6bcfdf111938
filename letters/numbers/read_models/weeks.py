"""How many weeks letters took lately, of the whole site, coarse enough to be told to everybody."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import ceil
from statistics import quantiles
from typing import Any

from django.utils import timezone

from letters.choices.desk import LogAction
from letters.models import LetterLogEntry
from letters.numbers.read_models.tables import days_of
from letters.writing.read_models.what_next import Step

# Of whole months that are over, so that no figure moves with a day of posting.
MONTHS = 6
# Fewer letters would say how a single pack fared.
FEWEST_LETTERS = 20
WEEK_DAYS = 7
Rows = Iterable[Mapping[str, Any]]

BETWEEN = {
    Step.READING: ("received", "accepted"),
    Step.TRANSLATING: ("accepted", "translated"),  # not those that went as they are
    Step.POSTING: ("approved", "posted"),
    Step.ALL: ("received", "posted"),
}


def weeks_lately(today: date | None = None) -> dict[str, list[int]]:
    """Return {Step: [from, to]}: in so many weeks half of the letters that went were through the step.

    A quarter was quicker, a quarter slower. Of the last whole months; {} where too few letters went.
    """
    end = (today or timezone.localdate()).replace(day=1)
    posted = LetterLogEntry.objects.filter(
        action=LogAction.POSTED, day__gte=_months_before(end, MONTHS), day__lt=end
    )
    rows = days_of(posted.values("letter"))
    found = {step.value: _weeks(rows, *days) for step, days in BETWEEN.items()}
    return {step: weeks for step, weeks in found.items() if weeks} if found[Step.ALL] else {}


def _months_before(first: date, months: int) -> date:
    for _month in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _weeks(rows: Rows, begins: str, ends: str) -> list[int] | None:
    days = [(row[ends] - row[begins]).days for row in rows if row[begins] and row[ends]]
    days = [count for count in days if count >= 0]  # who went back a step has no such time
    if len(days) < FEWEST_LETTERS:
        return None
    lower, _middle, upper = quantiles(days, n=4, method="inclusive")
    low = int(lower // WEEK_DAYS)
    return [low, max(ceil(upper / WEEK_DAYS), low + 1)]
