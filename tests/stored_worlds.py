"""Worlds of tests that commit: their rows are stored once they are built, and put back for the next test.

What a browser or a second connection sees must be committed, so no transaction can be rolled back to such a
world. Instead the rows of all tables are copied beside them, in the database itself, and back again.
"""

from copy import deepcopy
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from tests.management.commands.flush import empty_used_tables, used_tables


@dataclass
class StoredWorld:
    """The tables with rows, each with its copy, and what the fixtures returned."""

    copies: dict[str, str]
    values: dict


# SQLite fills it from the entries themselves.
FILLED_BY_TRIGGERS = {"wagtailsearch_indexentry_fts"}
# Under () the ground, under MIGRATED what the migrations left, for tests that commit nothing.
MIGRATED = "migrated"
_stored = {}
_emptied = set()


def begin_in(worlds, *, ground, build):
    """Let the committed worlds stand in an empty database, on the ground; return copies of what they hold.

    `build(world, values)` returns what one of them is to hold, on what those below it hold.
    """
    if () not in _stored:
        # What the migrations left: no later test finds it, so the first one does not either.
        empty_used_tables()
        ground()
        _stored[()] = store({})
    known = max(height for height in range(len(worlds) + 1) if worlds[:height] in _stored)
    put_back(_stored[worlds[:known]])
    for height in range(known, len(worlds)):
        values = deepcopy(_stored[worlds[:height]].values)
        values[worlds[height][-1]] = build(worlds[height], values)
        _stored[worlds[: height + 1]] = store(values)
    return deepcopy(_stored[worlds].values)


def keep_migrated():
    """Store what the migrations left before the first test that commits, and so takes it away."""
    if MIGRATED not in _stored:
        _stored[MIGRATED] = store({})
    _emptied.add(MIGRATED)


def put_back_migrated():
    """Let a test find the database as the migrations left it, where one that committed came before."""
    if _emptied:
        put_back(_stored[MIGRATED])
        _emptied.clear()


@transaction.atomic
def store(values):
    with connection.cursor() as cursor:
        tables = set(used_tables(cursor)) - FILLED_BY_TRIGGERS
        copies = {table: f"world_{len(_stored)}_{place}" for place, table in enumerate(tables)}
        for table, copy in copies.items():
            columns = ", ".join(columns_of(table)) or "*"
            cursor.execute(f"CREATE TABLE {quoted(copy)} AS SELECT {columns} FROM {quoted(table)}")  # noqa: S608
    return StoredWorld(copies, deepcopy(values))


@transaction.atomic
def put_back(world):
    """Fill the tables in any order: foreign keys are checked at the commit."""
    empty_used_tables()
    with connection.cursor() as cursor:
        for table, copy in world.copies.items():
            columns = f"({', '.join(own)})" if (own := columns_of(table)) else ""
            cursor.execute(f"INSERT INTO {quoted(table)} {columns} SELECT * FROM {quoted(copy)}")  # noqa: S608


def columns_of(table):
    """Return the columns of a table in which the database makes some itself; nothing of any other."""
    models = (model for model in apps.get_models() if model._meta.db_table == table)
    fields = [field for model in models for field in model._meta.local_concrete_fields]
    own = [quoted(field.column) for field in fields if not field.generated]
    return own if len(own) < len(fields) else []


def quoted(table):
    return connection.ops.quote_name(table)
