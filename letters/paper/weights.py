"""What a letter weighs and what its post costs: estimates for the person who buys the stamps."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format

from letters.paper_sizes import ENVELOPE, PAPER, SHEET


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


def grams(page_count: int, *, envelope: str = ENVELOPE, reply_sheets: int = 0) -> int:
    """Return the weight of a letter in its envelope, with blank sheets for the answer, in whole grams.

    `envelope`: a key of ENVELOPES, or of LABELS for one with a label on it.
    """
    return ceil((sheet_count(page_count) + reply_sheets) * PAPER[SHEET].grams + PAPER[envelope].grams)
