"""The block of a place as the Russian post reads it."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prisoner_pages.models import Facility

# Russia's indexes of places in Crimea, and Ukraine's. No words: streets far away are named after its towns.
IN_CRIMEA = re.compile(r"29[5-9]\d{3}|9[5-9]\d{3}")


def address_lines(facility: "Facility") -> tuple[str, ...]:
    """Return the lines between the name of the place and its index; the region stands last, once."""
    lines = [line.strip() for line in facility.address_ru.splitlines() if line.strip()]
    if facility.region_ru and facility.region_ru not in facility.address_ru:
        lines.append(facility.region_ru)
    return tuple(lines)


def country_line(facility: "Facility", country: str) -> str:
    """Return the last line of the envelope, "" for a place in occupied Crimea: Crimea is Ukraine."""
    return "" if IN_CRIMEA.fullmatch(facility.postal_index.strip()) else country
