"""Within what coordinators may set the limits of sending, and the draw. Pure.

The least keeps a person at a slow telephone, a library or a letter table from being shut out; the most keeps
a flood marked, and refused beyond all measure, whoever holds a coordinator's account. The database asks for
these bounds, too; that the draw changes on a Monday, how far a limit of it moves, and how often, only the
action asks (letters/oversight/actions/draw.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from letters.choices.limits import SendingLimit
from prisoner_pages.people.draw_rule import USUAL


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

# Of the draw of somebody who waits for a letter, by the fields of prisoner_pages' DrawRule. Lots tell nothing
# of anybody. Limits do when they move: test_draw_privacy.py says how much, within these bounds and steps.
DRAW_BOUNDS = {
    "few": Bounds(USUAL.few, least=1, most=10),
    "some": Bounds(USUAL.some, least=1, most=10),
    "many": Bounds(USUAL.many, least=1, most=10),
    "some_from": Bounds(USUAL.some_from, least=2, most=6),
    "many_from": Bounds(USUAL.many_from, least=9, most=20),
}
# By how many letters a limit moves at once, at most.
DRAW_STEPS = {"some_from": 1, "many_from": 3}
WEEKS_BETWEEN_DRAWS = 13


def draw_bounds(name: str, now: int) -> Bounds:
    """Return within what this number of the draw may be set while it is `now`."""
    bounds = DRAW_BOUNDS[name]
    step = DRAW_STEPS.get(name, bounds.most)
    least, most = max(bounds.least, now - step), min(bounds.most, now + step)
    return Bounds(bounds.usual, least=least, most=most)


def monday_after(day: date) -> date:
    """Return the first Monday after that day: what is changed in a week begins with the next."""
    return day + timedelta(days=7 - day.weekday())


def draw_changes_from(since: date) -> date:
    """Return the first day on which the draw may be changed anew, the last change beginning `since`."""
    return since + timedelta(weeks=WEEKS_BETWEEN_DRAWS)
