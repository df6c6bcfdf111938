"""A connection that is kept goes on with the file it opened, also when another lies in its place."""

import os
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OPENED = "file_opened"
File = tuple[int, int]  # device and number


def note_file(connection: Any, **_kwargs: Any) -> None:
    """Receiver of each new connection."""
    if connection.vendor == "sqlite":
        setattr(connection, OPENED, _file_of(connection))


def leave_replaced_file(**_kwargs: Any) -> None:
    """Receiver of each request's beginning: nothing is read from a file put aside, no letter written there.

    A backup that is restored is written into the file itself, and seen by whoever has it open.
    """
    for connection in connections.all(initialized_only=True):
        opened = getattr(connection, OPENED, None)
        if opened and not connection.in_atomic_block and opened != _file_of(connection):
            connection.close()


def _file_of(connection: BaseDatabaseWrapper) -> File | None:
    return file_at(connection.settings_dict["NAME"])


def file_at(path: str) -> File | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
