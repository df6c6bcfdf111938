"""Long work: whoever answers people goes before it, and between its short steps others get their turn."""

import os
from time import monotonic, sleep

from django.core.management.base import BaseCommand
from django.db import connection

# Of 19: where those who answer want all cores, a quarter of one is left. With less, whoever waits for a lock
# that the worker holds would wait too long: an editor who hides somebody, a writer on SQLite.
NICENESS = 5

# Whoever waits for SQLite looks again after up to a tenth of a second: in a shorter pause not everybody does.
GIVE_WAY_SECONDS = 0.1

_gave_way = 0.0  # when a pause last ended; to whichever thread of this process it was


def give_way() -> None:
    """Pause between two transactions where one writer locks out all others: letters go first.

    No pause until so long was worked, so that short steps share one and work takes twice its time at most.
    """
    global _gave_way
    frees_nobody = connection.in_atomic_block or connection.features.has_select_for_update
    if frees_nobody or monotonic() - _gave_way < GIVE_WAY_SECONDS:
        return
    sleep(GIVE_WAY_SECONDS)
    _gave_way = monotonic()


class BehindOthers(BaseCommand):
    """A command whose process, where it has one of its own, takes what the others leave of the processor."""

    def run_from_argv(self, argv: list[str]) -> None:
        os.nice(NICENESS)
        super().run_from_argv(argv)
