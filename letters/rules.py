"""Within what coordinators may set the limits of sending. Pure.

The least keeps a person at a slow telephone, a library or a letter table from being shut out; the most keeps
a flood marked, and refused beyond all measure, whoever holds a coordinator's account. The database asks the
same.
"""

from dataclasses import dataclass

from letters.choices.limits import SendingLimit


@dataclass(frozen=True)
class Bounds:
    """The number that holds until somebody sets another, and between which two it may lie."""

    usual: int
    least: int
    most: int

    def within(self, number: int) -> int:
        return max(self.least, min(number, self.most))


SENDING_LIMITS = {
    SendingLimit.NETWORK_CALM: Bounds(5, least=3, most=30),
    SendingLimit.UNPROVEN_CALM: Bounds(3, least=1, most=10),
    SendingLimit.NETWORK_MOST: Bounds(60, least=40, most=300),
    SendingLimit.NOBODY_CALM: Bounds(300, least=100, most=2_000),
    SendingLimit.SERVER_CALM: Bounds(300, least=100, most=2_000),
    SendingLimit.EVENT_NETWORK: Bounds(300, least=60, most=1_000),
    SendingLimit.EVENT_ALL: Bounds(600, least=300, most=3_000),
    SendingLimit.EVENT_DAY: Bounds(3_000, least=1_000, most=10_000),
    # At 5,000 a slow phone takes 1 to 3 s; beyond 15 s it gives up, and the letter goes without (proof.js).
    SendingLimit.PROOF_COST: Bounds(5_000, least=2_500, most=20_000),
}
