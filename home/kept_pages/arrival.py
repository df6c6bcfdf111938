"""When a request came: what was found to hold after that need not be asked for it again.

While many read, requests wait for a thread; one question tells for all that waited when it was asked.
"""

import time
from contextvars import ContextVar
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# By the monotonic clock, in seconds, and no earlier than the first byte; None where that is not known.
CAME: ContextVar[float | None] = ContextVar("CAME", default=None)


class Worker(ThreadWorker):
    """gunicorn's threads, which note when the next request of an open connection begins to come.

    Of a new connection nobody knows: it may have been opened long before anything was sent.
    """

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        conn.came = time.monotonic()
        super().on_client_socket_readable(conn, client)

    def handle(self, conn: Any) -> Any:
        CAME.set(getattr(conn, "came", None))
        conn.came = None  # more may be read from it than this one
        return super().handle(conn)
