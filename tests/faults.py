"""How often a fault is tried, and what came of it: `make faults` prints the sum at its end.

FAULT_RUNS seeded runs each: 3 with the other tests, 20 by `make faults`. Every run counts what was lost and
what was doubled by itself, so that a figure of the sum is measured and not meant.
"""

import hashlib
import os
from collections import Counter, defaultdict

from django.db import OperationalError

from letters.codes import digest_of
from letters.models import Letter
from letters.sealing.sealed_box import unseal_text

RUN_COUNT = int(os.environ.get("FAULT_RUNS", "3"))
RUNS = range(RUN_COUNT)
MANY = RUN_COUNT >= 20
TOLD = defaultdict(Counter)


def tell(fault, *, runs=1, lost=0, doubled=0):
    """Add runs of a fault to the sum, and hold that nothing was lost and nothing doubled."""
    TOLD[fault].update(runs=runs, lost=lost, doubled=doubled)
    assert (lost, doubled) == (0, 0), f"{fault}: {lost} lost, {doubled} doubled"


def summary():
    """Return the lines of the sum, a fault each."""
    lines = [
        f"{fault}: {told['runs']} runs, {told['lost']} lost, {told['doubled']} doubled"
        for fault, told in sorted(TOLD.items())
    ]
    return [*lines, f"together: {sum(told['runs'] for told in TOLD.values())} runs"]


class GoesAway:
    """Answers `left` more statements, counted while `is_begun`, then none: as a server that was stopped."""

    def __init__(self, left, is_begun=lambda: True):
        self.left, self.is_begun, self.asked = left, is_begun, 0

    def __call__(self, execute, sql, params, many, context):
        self.asked += self.is_begun()
        if self.asked > self.left:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


class Ledger:
    """What writers were told is taken, kept outside the database: the judge after every fault."""

    def __init__(self):
        self.told = []

    def note(self, code, body):
        """Note that somebody was shown `code` for the letter with this text."""
        self.told.append((digest_of(code.replace(" ", "")), _digest(body)))

    def settle(self):
        """Return (lost, doubled): acknowledged letters that are not there as told, and letters too many."""
        stored = Counter(
            (letter.code_digest, _digest(unseal_text(letter.sealed_body, letter=letter.uuid, field="body")))
            for letter in Letter.objects.exclude(sealed_body="")
        )
        texts = Counter(text for _code, text in stored.elements())
        lost = sum(1 for told in set(self.told) if not stored[told])
        return lost, sum(count - 1 for count in texts.values())


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
