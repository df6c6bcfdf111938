"""Long work between whose short steps others get their turn."""

from time import sleep

from django.db import connection

# Whoever waits for SQLite looks again after up to a tenth of a second: in a shorter pause not everybody does.
GIVE_WAY_SECONDS = 0.1


def give_way() -> None:
    """Pause between two transactions where one writer locks out all others: letters go first."""
    if not connection.in_atomic_block and not connection.features.has_select_for_update:
        sleep(GIVE_WAY_SECONDS)
