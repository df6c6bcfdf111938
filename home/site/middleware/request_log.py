"""What is logged of a request: which view, how it ended, how long it took. Nothing about who asked.

No address, browser, query, text or code of a visitor reaches a log line: of other libraries only the
unfilled message and the type of an error are logged, since its words may quote what a visitor sent.
"""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.typing import EventDict

from home.health.request_figures import note

# Random: it leads from one line of a request to the others, and to nobody.
REQUEST: ContextVar[str] = ContextVar("request", default="")

requests_log = structlog.stdlib.get_logger("requests")

# What our own code may add to a line with `extra=`; anything else is dropped.
ALLOWED_EXTRA = {
    "event", "letter_id", "prisoner_id", "facility_id", "partner_id", "page_id", "print_run_id", "outbox_id",
    "locale", "state", "count", "job", "row", "kind", "status_code", "error",
}  # fmt: skip
# Asked every few seconds by monitoring.
UNLOGGED_ADDRESSES = {"/healthz", "/readyz", "/metrics"}
# Lines of gunicorn that tell of it alone; in others, numbers of processes and names of signals are filled in.
GUNICORN_SAYS = {
    *("Starting gunicorn %s", "Listening at: %s (%s)", "Listening at: %s", "Using worker: %s"),
    *("Handling signal: %s", "Shutting down: %s"),
}
SIGNAL = re.compile(r"SIG[A-Z]{2,7}")
OUR_LOGGERS = ("requests", "home", "prisoner_pages", "letters", "cms")


class RequestLog:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.monotonic()
        mark = REQUEST.set(secrets.token_hex(8))
        try:
            return self.answer(request, started)
        finally:
            REQUEST.reset(mark)

    def answer(self, request: HttpRequest, started: float) -> HttpResponseBase:
        response = self.get_response(request)
        seconds = time.monotonic() - started
        if request.path_info in UNLOGGED_ADDRESSES and response.status_code == 200:
            return response
        note(method=str(request.method), status=response.status_code, seconds=seconds)
        requests_log.info(
            "request",
            route=route_of(request),
            method=request.method if request.method in {"GET", "HEAD", "POST"} else "other",
            status=response.status_code,
            ms=round(seconds * 1000),
        )
        return response


def route_of(request: HttpRequest) -> str:
    """Return the pattern that matched, never the address: `<slug>` instead of a person's name."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "none"


class SafeFormatter(logging.Formatter):
    """Write a record as `key=value`, or as JSON, from an allow-list; for our own lines and all others."""

    as_text = staticmethod(structlog.processors.LogfmtRenderer(bool_as_flag=False))

    def __init__(self, *args: Any, json: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_json = json

    def format(self, record: logging.LogRecord) -> str:
        fields = {**head_of(record), **words_of(record), **error_of(record)}
        if self.is_json:
            return json.dumps(fields, ensure_ascii=False, default=str)
        return self.as_text(None, "", fields)


def head_of(record: logging.LogRecord) -> dict[str, str]:
    at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    mark = {"request": REQUEST.get()} if REQUEST.get() else {}
    return {"time": at, "level": record.levelname.lower(), "logger": record.name, **mark}


def words_of(record: logging.LogRecord) -> dict[str, Any]:
    if isinstance(record.msg, dict):  # structlog's, from our own code
        return {key: value for key, value in record.msg.items() if not key.startswith("_")}
    ours = record.name.partition(".")[0] in OUR_LOGGERS
    extra = {name: getattr(record, name) for name in ALLOWED_EXTRA if hasattr(record, name)}
    is_filled = ours or is_about_processes(record)
    return {"message": record.getMessage() if is_filled else unfilled(record.msg), **extra}


def unfilled(message: object) -> str:
    """Return a text as it is; of anything else, such as an error that is logged itself, only what it is."""
    return message if isinstance(message, str) else type(message).__name__


def is_about_processes(record: logging.LogRecord) -> bool:
    """Say whether a line of gunicorn tells of its processes and sockets alone, and may be filled in."""
    if record.name != "gunicorn.error":
        return False
    told = record.args if isinstance(record.args, tuple) else ()
    return record.msg in GUNICORN_SAYS or all(
        isinstance(word, int) or SIGNAL.fullmatch(str(word)) for word in told
    )


def error_of(record: logging.LogRecord) -> dict[str, str]:
    """Return the type of the error and where it was raised; not its words, which may quote a letter."""
    if not record.exc_info or not record.exc_info[0]:
        return {}
    frames = traceback.extract_tb(record.exc_info[2])
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return {"error": record.exc_info[0].__name__, "at": " ".join(places[-12:])}


def configure_structlog() -> None:
    """Let structlog pass its fields to the standard library, where SafeFormatter writes them."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, hand_over],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def hand_over(
    _logger: object, _method: str, event_dict: EventDict
) -> tuple[tuple[EventDict], dict[str, Any]]:
    return (event_dict,), {}
