"""By what the draw of whom to write to next goes: lots of three bands, and where the bands begin. Pure."""

from dataclasses import dataclass

# Among how many numbers of letters the second and the third band begin, for each person elsewhere. With fewer
# of them, whoever sends letters until the band changes would know how many there were before.
WIDTHS = (7, 19)


@dataclass(frozen=True)
class DrawRule:
    """Lots of a person in each band; letters from which, at the earliest, the second and third band begin."""

    few: int
    some: int
    many: int
    some_from: int
    many_from: int

    @property
    def lots(self) -> tuple[int, int, int]:
        """Of the bands, from few letters to many."""
        return self.few, self.some, self.many

    @property
    def limits(self) -> tuple[tuple[int, int], ...]:
        """Return (first, last) of the numbers among which each limit lies."""
        firsts = (self.some_from, self.many_from)
        return tuple((first, first + width - 1) for first, width in zip(firsts, WIDTHS, strict=True))

    @property
    def falls(self) -> bool:
        return self.few >= self.some >= self.many

    @property
    def is_apart(self) -> bool:
        """Say whether the third band begins after the second has begun for everybody."""
        return self.many_from > self.limits[0][1]


# What holds while nobody has set another.
USUAL = DrawRule(few=4, some=2, many=1, some_from=3, many_from=12)
