"""The block of a place as the Russian post reads it."""

import re

# Indexes that Russia gave to places in Crimea, and words of their addresses.
IN_CRIMEA = re.compile(r"\b29[5-9]\d{3}\b|Крым|Севастопол|Симферопол|Керч|Евпатори|Феодоси|Джанко[йе]")


def address_lines(facility):
    """Return the lines between the name of the place and its index; the region stands last, once."""
    lines = [line.strip() for line in facility.address_ru.splitlines() if line.strip()]
    if facility.region_ru and facility.region_ru not in facility.address_ru:
        lines.append(facility.region_ru)
    return tuple(lines)


def country_line(facility, country):
    """Return the last line of the envelope, "" for a place in occupied Crimea: Crimea is Ukraine."""
    block = " ".join([facility.postal_index, facility.name_ru, facility.address_ru, facility.region_ru])
    return "" if IN_CRIMEA.search(block) else country
