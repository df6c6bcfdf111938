"""What is printed, as values, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from home.pictures.reencoding import EncodedPicture
from letters.choices.paper import PrintTrouble

if TYPE_CHECKING:
    from prisoner_pages.models import Facility


# Two sheets on both sides: what fits an ordinary envelope and an ordinary stamp.
MAX_PAGES = 4


def pages_at_most(facility: "Facility | None") -> int:
    """Return how many pages one letter to the place may have; `facility` is None where it is not known."""
    return min(MAX_PAGES, (facility and facility.max_pages) or MAX_PAGES)


@dataclass(frozen=True)
class LetterSheet:
    """One letter in the language of the place; of ours it carries its print number and nothing else."""

    number: str
    place: str = field(repr=False)  # name of the place, as printed
    recipient: str = field(repr=False)  # name as in prison papers, with the year of birth
    text: str = field(repr=False)
    signature: str = field(default="", repr=False)
    # Opened when its turn comes: a thousand drawings are too many to hold.
    open_drawing: Callable[[], EncodedPicture] | None = field(default=None, repr=False)
    max_pages: int = MAX_PAGES
    # Where an order was given already, as in a pack: what is printed later keeps to it.
    place_in_pile: int = 0

    @property
    def order(self) -> tuple[int, str, str, str]:
        """Places together, in a place one person's letters together."""
        return self.place_in_pile, self.place, self.recipient, self.number


@dataclass(frozen=True)
class Envelope:
    """An address for one letter, on an envelope or a label."""

    number: str
    name: str = field(repr=False)  # full name as in prison papers
    birth_year: int | None = field(repr=False)
    place: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)  # lines, without place and index
    index: str = field(repr=False)
    country: str = ""  # last line, in Latin letters, where the sending post asks for it
    return_address: tuple[str, ...] = field(default=(), repr=False)
    mark: str = ""  # printed in the corner; empty unless the desk turns marks on

    @property
    def recipient(self) -> str:
        """The name and the year of birth, as the prison knows the person."""
        return f"{self.name}, {self.birth_year} г. р." if self.birth_year else self.name

    @property
    def lines(self) -> list[str]:
        """The block as written on the envelope, top line first."""
        lines = [self.recipient, self.place, *self.address, self.index, self.country]
        return [line for line in lines if line]


@dataclass(frozen=True)
class Separator:
    """A sheet between the letters to two places. It is never posted."""

    place: str
    letter_count: int


@dataclass(frozen=True)
class ManifestRow:
    number: str
    recipient: str = field(repr=False)
    place: str = field(repr=False)
    page_count: int
    grams: int
    price: Decimal | None = None  # None where the tariff does not say
    code: str = field(default="", repr=False)  # what the QR code says


@dataclass(frozen=True)
class Flag:
    """A piece that was not printed, and why. `characters` names what cannot be printed."""

    number: str
    trouble: PrintTrouble
    characters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """A PDF and what is in it, in its order. `pdf` is empty when nothing could be printed."""

    pdf: bytes = field(repr=False)
    page_counts: dict[str, int]  # print number: pages of the piece, without blank backs
    flags: tuple[Flag, ...] = ()
