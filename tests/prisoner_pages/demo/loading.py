"""The demo as its command loads it, and the work in it as the worker does; whoever needs that asks for it."""

import os
from io import StringIO
from unittest import mock

from django.core.management import call_command
from django.db import connection

from letters.demo.actions.loading import load_letters
from prisoner_pages.demo.actions.unfinished import load_work

PASSWORD = "a password for the demo alone"


def load():
    with mock.patch.dict(os.environ, {"DEMO_PASSWORD": PASSWORD}):
        call_command("load_demo", stdout=StringIO())


def load_rest():
    load_letters()
    load_work()


def remove():
    call_command("remove_demo", stdout=StringIO())


def all_rows():
    """Return {table: rows} of the whole database, as it stands on the disk."""
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table) for table in connection.introspection.table_names(cursor)}


def rows_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return sorted(map(str, cursor.fetchall()))
