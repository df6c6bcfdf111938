"""When a request came: one question to the database answers for all that wait for a thread by then."""

import time
from contextvars import ContextVar
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# By the monotonic clock, in seconds: when its first byte was there, or later. None where that is not known.
_CAME: ContextVar[float | None] = ContextVar("when the request came", default=None)


def when_it_came() -> float | None:
    """Return it once: whatever else this thread is asked came later."""
    moment = _CAME.get()
    _CAME.set(None)
    return moment


class Worker(ThreadWorker):
    """gunicorn's threads, which note when the next request of an open connection begins to come.

    Of a new connection nobody knows: it may have been opened long before anything was sent.
    """

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        conn.came = time.monotonic()
        super().on_client_socket_readable(conn, client)

    def handle(self, conn: Any) -> Any:
        _CAME.set(getattr(conn, "came", None))
        conn.came = None
        return super().handle(conn)
