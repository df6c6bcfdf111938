"""A database as a stream of one moment, and such a stream made a database again, whole or not at all."""

from types import ModuleType

from django.db import connection

from home.backup.actions import postgresql, sqlite


def engine() -> ModuleType:
    """Return what has `moment`, `load` and `scratch` for the database of this site."""
    return postgresql if connection.vendor == "postgresql" else sqlite
