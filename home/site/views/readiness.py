"""Whether this process can do its work: a table of questions, each with the words `/readyz` has for a no.

Anybody may ask, as often as they like. So one thread looks every few seconds and the others repeat what it
found, nothing is logged for it, and no text of an error, no path and no address leaves the process.
"""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import storages
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F
from django.http import HttpRequest

from home.health.disk import free_megabytes
from home.health.read_models import SILENT_AFTER, is_worker_heard
from home.models import Heartbeat
from home.settings.defaults import settings
from home.site.views.errors import error_response

logger = logging.getLogger(__name__)

KEPT_SECONDS = 5
# As long as SQLite waits for its turn to write, and some more.
LONGEST_LOOK_SECONDS = 30
# A letter with its drawings, the pages of a scan or the files of a pack must still find room.
LEAST_MEGABYTES = 100
STARTED = time.monotonic()


@dataclass(frozen=True)
class Question:
    words: str  # what is wrong when it doesn't hold
    holds: Callable[[], bool]


def disk_has_room() -> bool:
    return free_megabytes() >= LEAST_MEGABYTES


def static_files_are_there() -> bool:
    """Say whether all files that pages use are there, and their manifest, without which no process starts."""
    storage = storages["staticfiles"]
    if settings.DEBUG or not isinstance(storage, ManifestFilesMixin):
        return True  # served as they lie in the sources
    named = {storage.manifest_name, *storage.hashed_files.values()}
    return bool(storage.hashed_files) and all(map(storage.exists, named))


def page_is_made() -> bool:
    """Render an error page: it has the frame of all pages and asks no database.

    Not for the request at hand: what one visitor sends must not decide what the next is told.
    """
    try:
        error_response(HttpRequest(), 503)
    except Exception as fault:
        logger.error("Page not made", exc_info=fault, extra={"event": "page_not_made"})
        return False
    return True


def migrations_are_applied() -> bool:
    return our_migrations() <= applied_migrations()


@cache
def our_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def applied_migrations() -> set[tuple[str, str]]:
    """Return them in one query; a database without the table of migrations has none."""
    try:
        return set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except Error:
        return set(MigrationRecorder(connection).applied_migrations())


def database_takes_writes() -> bool:
    """Overwrite the heartbeat with itself: that needs the lock and write permission, and changes nothing.

    The database user of a public host may change no row; it asks whether the server takes any.
    """
    try:
        if settings.SITE_ROLE == "public" and connection.vendor == "postgresql":
            return not _is_read_only()
        Heartbeat.objects.update(at=F("at"))
    except Error:
        return False
    return True


def _is_read_only() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] == "on")


def worker_is_alive() -> bool:
    """Say whether it gave a sign of life lately, has just had time to start, or is at a long job.

    A public host works without a worker, and must not be closed to writers when that of the staff is away.
    """
    if settings.SITE_ROLE == "public" or time.monotonic() - STARTED < SILENT_AFTER.total_seconds():
        return True
    return is_worker_heard()


NO_DATABASE, NO_ANSWER = "database unavailable", "no answer in time"
QUESTIONS = (
    Question("disk full", disk_has_room),
    Question("static files missing", static_files_are_there),
    Question("pages cannot be made", page_is_made),
    Question("migrations missing", migrations_are_applied),
    Question("database takes no writes", database_takes_writes),
    Question("worker silent", worker_is_alive),
)
REASONS = (NO_DATABASE, NO_ANSWER, *(question.words for question in QUESTIONS))


def look() -> str:
    """Return the words of the first question that doesn't hold; "" when all do."""
    try:
        return next((question.words for question in QUESTIONS if not question.holds()), "")
    except Error:
        return NO_DATABASE


# Held by the thread that looks.
LOOKING = Lock()
_found: dict[str, tuple[str, float]] = {}  # what the last look found, and when


def reason_to_wait() -> str:
    """Return why this process cannot do its work, "" when it can, as found within the last seconds."""
    words, at = _found.get("last", ("", -math.inf))
    age = time.monotonic() - at
    if age < KEPT_SECONDS:
        return words
    if not LOOKING.acquire(blocking=age == math.inf):
        return words if age < LONGEST_LOOK_SECONDS else NO_ANSWER
    try:
        words = look()
        _found["last"] = words, time.monotonic()
        return words
    finally:
        LOOKING.release()


forget = _found.clear
