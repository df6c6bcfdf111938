"""The block of a place as the Russian post reads it."""


def address_lines(facility):
    """Return the lines between the name of the place and its index; the region stands last, once."""
    lines = [line.strip() for line in facility.address_ru.splitlines() if line.strip()]
    if facility.region_ru and facility.region_ru not in facility.address_ru:
        lines.append(facility.region_ru)
    return tuple(lines)
