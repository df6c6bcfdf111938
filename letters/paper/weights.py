"""What a letter weighs and what its post costs: estimates for the person who buys the stamps."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format

from letters.choices.paper import EnvelopeFormat

# A4 of 80 g/m2, the paper of every office: 0.21 m x 0.297 m x 80 g.
SHEET_GRAMS = 5.0
# Plain envelopes of 80 g/m2, both faces and the flaps, rounded up to half a gram.
ENVELOPE_GRAMS = {EnvelopeFormat.DL: 5.0, EnvelopeFormat.C6: 4.0, EnvelopeFormat.C5: 7.5}


@dataclass(frozen=True)
class Tariff:
    """What posting costs from a desk: steps (up to so many grams, price), lightest first; none: not known."""

    currency: str = ""
    steps: tuple[tuple[int, Decimal], ...] = ()

    def price(self, weight: int) -> Decimal | None:
        """Return what a letter of this weight costs; None where the steps do not say."""
        return next((price for up_to, price in self.steps if weight <= up_to), None)

    def in_words(self, price: Decimal | None) -> str:
        """Return the price as shown in the active language; "" where it is not known."""
        return "" if price is None else f"{number_format(price, 2)} {self.currency}"


def sheet_count(page_count: int) -> int:
    """Return how many sheets the pages take, printed on both sides."""
    return -(-page_count // 2)


def grams(page_count: int, *, envelope: str = EnvelopeFormat.DL, reply_sheets: int = 0) -> int:
    """Return the weight of a letter in its envelope, with blank sheets for the answer, in whole grams."""
    return ceil((sheet_count(page_count) + reply_sheets) * SHEET_GRAMS + ENVELOPE_GRAMS[envelope])
