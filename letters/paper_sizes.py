"""The paper we print on: one entry a size, lengths in millimetres. Pure.

A size is offered wherever its kind is: sheets to writers and for the tables of events, envelopes to writers
and desks, labels to desks. `name` is what stands on the packet, the same in all languages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# The paper of every office, 80 g/m2.
GRAMS_A_SQUARE_MM = 80 / 1_000_000


@dataclass(frozen=True)
class Paper:
    name: str
    width: float
    height: float


@dataclass(frozen=True)
class SheetSize(Paper):
    """A sheet with lines to write on by hand, and what stands beside them."""

    margin: int
    type_size: float  # in points
    # Do writers have it in their printers, or only those who print for an event?
    is_at_home: bool

    @property
    def label(self) -> str:
        return _("%(paper)s, both sides") % {"paper": self.name}

    @property
    def grams(self) -> float:
        return round(self.width * self.height * GRAMS_A_SQUARE_MM, 1)


@dataclass(frozen=True)
class EnvelopeSize(Paper):
    """An envelope and where its parts stand."""

    # The block of the recipient: its left edge, width, distance to the lower edge, and how high it may grow.
    left: int
    block: int
    bottom: int
    room: int
    # The block of the sender, in the upper left corner.
    sender: int
    margin: int = 10

    @property
    def label(self) -> str:
        size = {"width": number_format(self.width), "height": number_format(self.height)}
        return _("envelope %(paper)s, %(width)s × %(height)s mm") % {"paper": self.name, **size}

    @property
    def grams(self) -> float:
        """Return the weight of both faces and, a quarter of them, the flaps: up to the next half gram."""
        return ceil(self.width * self.height * GRAMS_A_SQUARE_MM * 2 * 1.25 * 2) / 2


@dataclass(frozen=True)
class LabelSheet(Paper):
    """A sheet of labels in rows and columns, and the envelope they are stuck on."""

    columns: int
    rows: int
    label_width: float
    label_height: float
    envelope: EnvelopeSize

    @property
    def label(self) -> str:
        return _("sheets of labels, %(paper)s") % {"paper": self.name}

    @property
    def grams(self) -> float:
        return self.envelope.grams

    @property
    def count(self) -> int:
        return self.columns * self.rows


DL = EnvelopeSize("DL", 220, 110, left=105, block=105, bottom=12, room=58, sender=90)

# Codes stand in addresses (?size=) and in rows of packs: none is ever changed.
PAPER: dict[str, SheetSize | EnvelopeSize | LabelSheet] = {
    "a5": SheetSize("A5", 148, 210, margin=12, type_size=8.5, is_at_home=False),
    "a4": SheetSize("A4", 210, 297, margin=18, type_size=10, is_at_home=True),
    "us-letter": SheetSize("US Letter", 215.9, 279.4, margin=18, type_size=10, is_at_home=True),
    "dl": DL,
    "c6": EnvelopeSize("C6", 162, 114, left=70, block=82, bottom=14, room=64, sender=80),
    "c5": EnvelopeSize("C5", 229, 162, left=112, block=105, bottom=20, room=90, sender=90),
    "labels": LabelSheet("A4", 210, 297, columns=3, rows=8, label_width=70, label_height=37, envelope=DL),
}
SHEETS = {code: size for code, size in PAPER.items() if isinstance(size, SheetSize)}
AT_HOME = {code: size for code, size in SHEETS.items() if size.is_at_home}
ENVELOPES = {code: size for code, size in PAPER.items() if isinstance(size, EnvelopeSize)}
LABELS = {code: size for code, size in PAPER.items() if isinstance(size, LabelSheet)}
# What is taken where nobody has chosen.
SHEET, EVENT_SHEET, ENVELOPE = "a4", "a5", "dl"
# What lies in the printer of a desk, for the press.
OFFICE = {"width": SHEETS[SHEET].width, "height": SHEETS[SHEET].height}


def choices_of(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return (code, label in the language of the screen) for a form."""
    return [(code, PAPER[code].label) for code in codes]


def address_formats() -> list[tuple[str, str]]:
    """Return the choices of what the addresses of a pack are printed on."""
    return choices_of(ENVELOPES | LABELS)
