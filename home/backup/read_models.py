"""What is to be backed up: tables and their rows, files in the private store, keys by their fingerprints."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.core.files.storage import Storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from home import __version__
from home.backup.archive import About, fingerprint
from home.models import Heartbeat
from home.security.keyring import KeyRingError, ring
from home.settings.defaults import settings


def tables_left_out() -> list[str]:
    """Return the tables whose rows no backup holds: whoever finds one must not find a way into a session."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    return [store.get_model_class()._meta.db_table] if hasattr(store, "get_model_class") else []


def rows_by_table() -> dict[str, int]:
    """Return {table: rows} of the whole database, but for tables that are left out and SQLite's own notes."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if not name.startswith("sqlite_")
        ]
        counted = {}
        for name in sorted({*names} - {*tables_left_out()}):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            counted[name] = cursor.fetchone()[0]
    return counted


def about_this_site(*, made_at: str, rows: dict[str, int], has_files: bool) -> About:
    applied = MigrationRecorder(connection).applied_migrations()
    return About(
        made_at=made_at,
        release=__version__,
        vendor=connection.vendor,
        migrations=sorted([app, name] for app, name in applied),
        rows=rows,
        keys=fingerprints(),
        has_files=has_files,
    )


def known_migrations() -> set[tuple[str, str]]:
    """Return those of this code, and those that were put together into one of them."""
    ours = MigrationLoader(None).disk_migrations
    return {*ours, *((app, name) for each in ours.values() for app, name in each.replaces)}


def fingerprints() -> dict[str, dict[str, str]]:
    """Return {ring: {key id: fingerprint}} of the rings of this host."""
    found = {}
    for name in settings.KEY_FILES:
        try:
            found[name] = {kid: fingerprint(key) for kid, key in ring(name).keys.items()}
        except KeyRingError:
            continue
    return found


# A worker gives a sign of life each minute.
LATELY = timedelta(minutes=3)


def others_at_work() -> list[str]:
    """Return a sentence for whoever would go on writing while a backup takes the place of this site."""
    found = []
    try:
        if Heartbeat.objects.filter(name="worker", at__gt=timezone.now() - LATELY).exists():
            found.append("a worker gave a sign of life within three minutes: stop it, and wait")
    except DatabaseError:  # no tables
        connection.close()
    if connection.vendor == "postgresql" and (count := _other_connections()):
        found.append(f"{count} other connections to the database: stop the site and the worker on every host")
    return found


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def stored_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files below a folder, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(filter(None, files)):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(filter(None, folders)):
        yield from stored_files(storage, f"{folder}/{name}" if folder else name)
