"""Ending what the public host's database user keeps open: it may lift its own limits itself."""

import logging
from datetime import timedelta

from django.db import connection

from cms.grants.statements import READING

END_LONG = "cms.end_long_transactions"
# A page's statement has 30 s, and a transaction that does nothing 60 s (cms.grants.statements). What is open
# for longer is no page's: it keeps rows and tables from being changed.
LONGEST = timedelta(minutes=3)
# Whoever the policies are for; found in the database, since no setting of this host names the user.
USERS = "SELECT DISTINCT unnest(roles) FROM pg_policies WHERE policyname = %s"

logger = logging.getLogger(__name__)


def end_long_transactions() -> None:
    """End each session of that user in which one transaction is open for too long; the worker's.

    It runs in a thread of its own: what it ends may be what all other work waits for.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ({USERS})"  # noqa: S608
            " AND datname = current_database()"
            " AND xact_start < clock_timestamp() - make_interval(secs => %s)",
            [READING, LONGEST.total_seconds()],
        )
        if ended := len(cursor.fetchall()):
            logger.warning("Sessions ended", extra={"event": "public_sessions_ended", "count": ended})


def sessions_can_be_ended() -> str:
    """Say of whose sessions this host's database user may end none."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT u FROM ({USERS}) AS found (u) WHERE NOT pg_has_role(u, 'USAGE')", [READING])  # noqa: S608
        others = [name for (name,) in cursor.fetchall()]
    return f"this host may not end those of {', '.join(others)}" if others else ""
