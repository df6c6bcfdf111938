"""A world that many tests begin with is built once in each process; later it is put back row by row.

What the building wrote is read off the tables: rows that are new, changed or gone. Putting these back takes a
twentieth of the time and leaves the same, but for the numbers of caches, which are new each time.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.core.cache import cache
from django.db import connection
from wagtail.models import Locale, Page, Site

from home.caching.read_models import bump
from home.models import Generation
from prisoner_pages.models import Partner

_worlds = {}


@dataclass
class Written:
    """What was written to one table, by primary key."""

    table: str
    key: str
    columns: list
    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    gone: list = field(default_factory=list)


def remembered(name, build):
    """Call `build()`, or put back what it wrote when it was called under this name on the same ground."""
    # A test that commits finds other ground each time.
    if not connection.in_atomic_block or Partner.objects.exists():
        return build()
    world = (name, ground())
    if world in _worlds:
        put_back(_worlds[world])
        return None
    before = all_rows()
    built = build()
    _worlds[world] = written_since(before)
    return built


def ground():
    """Return what the building starts from: pages, locales and sites."""
    found = (
        Page.objects.order_by("pk").values_list("pk", "path", "numchild", "locale"),
        Locale.objects.order_by("pk").values_list("pk", "language_code"),
        Site.objects.order_by("pk").values_list("pk", "root_page"),
    )
    return tuple(tuple(rows) for rows in found)


def all_rows():
    """Return {(table, its key, its columns): {key of a row: the row}}."""
    found = {}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with connection.cursor() as cursor:
        for table, key in {(model._meta.db_table, model._meta.pk.column) for model in models}:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = tuple(column[0] for column in cursor.description)
            if key not in columns:
                continue  # SQLite's table of words, which its triggers fill
            place = columns.index(key)
            found[table, key, columns] = {row[place]: row for row in cursor.fetchall()}
    return found


def written_since(before):
    tables = []
    for (table, key, columns), rows in all_rows().items():
        old = before[table, key, columns]
        written = Written(table, key, columns)
        written.new = [row for pk, row in rows.items() if pk not in old]
        written.changed = [row for pk, row in rows.items() if pk in old and old[pk] != row]
        written.gone = [pk for pk in old if pk not in rows]
        if written.new or written.changed or written.gone:
            tables.append(written)
    return tables


def put_back(tables):
    with connection.cursor() as cursor:
        for written in tables:
            _put_back(cursor, written)
    for name in list(Generation.objects.values_list("name", flat=True)):
        bump(name)
    cache.clear()


def _put_back(cursor, written):
    quoted = connection.ops.quote_name
    table, key = quoted(written.table), quoted(written.key)
    columns = [quoted(column) for column in written.columns]
    values, place = ", ".join(["%s"] * len(columns)), written.columns.index(written.key)
    if written.gone:
        cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", [[pk] for pk in written.gone])  # noqa: S608
    if written.new:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})", written.new)  # noqa: S608
    if written.changed:
        news = ", ".join(f"{column} = %s" for column in columns)
        rows = [[*row, row[place]] for row in written.changed]
        cursor.executemany(f"UPDATE {table} SET {news} WHERE {key} = %s", rows)  # noqa: S608
