"""Orders of the list of people that the API has and the page has not: by a date that is told."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from prisoner_pages.people.filters.form import ORDERS
from prisoner_pages.people.filters.told_dates import TOLD_DATES, Dates
from prisoner_pages.querysets.records import PrisonerQuerySet

NEWEST_FIRST = "-"
Place = tuple[int, str, int]  # what the date is worth in this order, key of the name, key of the person


@dataclass(frozen=True)
class DatedOrder:
    """`name` as it stands in the address: the date, with a minus for the newest first."""

    name: str

    @property
    def told(self) -> str:
        return self.name.removeprefix(NEWEST_FIRST)

    def places(self, people: PrisonerQuerySet, dates: Dates, language: str) -> list[Place]:
        """Return where each stands, in order: by date, whoever has none last; then by name. One query."""
        named = people.by_name(language).values_list("in_language__sort_key", "pk")
        return sorted((self._worth(dates.get(pk)), key, pk) for key, pk in named)

    def _worth(self, day: date | None) -> int:
        if day is None:
            return date.max.toordinal()
        return -day.toordinal() if self.name.startswith(NEWEST_FIRST) else day.toordinal()


def after(places: Sequence[Place], place: Place) -> Sequence[Place]:
    return places[bisect_right(places, place) :]


DATED = {name: DatedOrder(name) for told in TOLD_DATES for name in (told, f"{NEWEST_FIRST}{told}")}
KNOWN_ORDERS = [*dict(ORDERS), *DATED]
