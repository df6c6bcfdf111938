"""Orders that the lists of the API have and those of pages have not: by a date that is told."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from prisoner_pages.people.filters.form import ORDERS
from prisoner_pages.people.filters.told_dates import TOLD_DATES, Dates
from prisoner_pages.public.read_models.words import Day
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
        return sorted((self.worth(dates.get(pk)), key, pk) for key, pk in named)

    def worth(self, day: date | None) -> int:
        if day is None:
            return date.max.toordinal()
        return -day.toordinal() if self.name.startswith(NEWEST_FIRST) else day.toordinal()


def after(places: Sequence[Place], place: Place) -> Sequence[Place]:
    return places[bisect_right(places, place) :]


def orders_by(dates: Iterable[str]) -> dict[str, DatedOrder]:
    return {name: DatedOrder(name) for told in dates for name in (told, f"{NEWEST_FIRST}{told}")}


DATED = orders_by(TOLD_DATES)
KNOWN_ORDERS = [*dict(ORDERS), *DATED]


# --- Of pages, which are listed the newest first -------------------------------------------------------
def orders_of(schema: type[BaseModel]) -> dict[str, DatedOrder]:
    """Return the orders by each date that answers of this schema tell."""
    return orders_by(name for name, field in schema.model_fields.items() if field.annotation == Day | None)


def place_in(order: DatedOrder | None) -> Callable[[Any], list[Any]]:
    """Return what tells the place of a ToldPage: by its date, one without the date last; then as usual."""
    if order is None:
        return attrgetter("place_in_list")
    return lambda told: [order.worth(_first_day(getattr(told, order.told))), *told.place_in_list]


def _first_day(told: Day | None) -> date | None:
    return told.first if told else None
