"""What a letter weighs and what its post costs: estimates for the person who buys the stamps."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from letters.choices import EnvelopeFormat

# A4 of 80 g/m2, the paper of every office: 0.21 m x 0.297 m x 80 g.
SHEET_GRAMS = 5.0
# Plain envelopes of 80 g/m2, both faces and the flaps, rounded up to half a gram.
ENVELOPE_GRAMS = {EnvelopeFormat.DL: 5.0, EnvelopeFormat.C6: 4.0, EnvelopeFormat.C5: 7.5}


@dataclass(frozen=True)
class Rate:
    """One step of a tariff."""

    up_to_grams: int
    amount: Decimal
    currency: str
    source: str
    dated: str  # ISO day from which it is charged


# Steps of the desks' tariffs, lightest first. Empty until a desk gives one with its source: then only weights
# are shown.
TARIFF: tuple[Rate, ...] = ()


def sheet_count(page_count: int) -> int:
    """Return how many sheets the pages take, printed on both sides."""
    return -(-page_count // 2)


def grams(page_count: int, *, envelope: str = EnvelopeFormat.DL, reply_sheets: int = 0) -> int:
    """Return the weight of a letter in its envelope, with blank sheets for the answer, in whole grams."""
    return ceil((sheet_count(page_count) + reply_sheets) * SHEET_GRAMS + ENVELOPE_GRAMS[envelope])


def rate_for(weight: int, tariff: tuple[Rate, ...] = TARIFF) -> Rate | None:
    """Return the step that a letter of this weight falls under; None where the tariff does not say."""
    return next((rate for rate in tariff if weight <= rate.up_to_grams), None)


def postage(weight: int, tariff: tuple[Rate, ...] = TARIFF) -> str:
    """Return what the letter costs, as shown; "" where it is not known."""
    rate = rate_for(weight, tariff)
    return f"{rate.amount} {rate.currency}" if rate else ""
