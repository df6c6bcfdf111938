"""To be the public host's database user for a while, with exactly what `manage.py grants` gives it."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from cms.grants.statements import for_owner, nothing_for

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no users: whoever opens the file may do everything"
)


def name_of_user():
    """Users belong to the whole cluster: those of two workers must not have one name."""
    return f"public_of_{connection.settings_dict['NAME']}".lower()


def make_user():
    """Make the user and give it its rights, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while a check of it waits
        cursor.execute(f"CREATE ROLE {name_of_user()}")
        for statement in for_owner(name_of_user()):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def user_who_logs_in():
    """Make the user for as long as another process connects as it; what is done here is committed."""
    name = name_of_user()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'of this test'")
        try:
            for statement in for_owner(name):
                cursor.execute(statement)
            yield name
        finally:
            for statement in (*nothing_for(name), f"DROP OWNED BY {name}", f"DROP ROLE {name}"):
                cursor.execute(statement)


@contextmanager
def as_public_user():
    """Let everything within be asked by that user; Django's own connection stays the same.

    What is refused ends the transaction to the point before: there the user is the former one again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {name_of_user()}")
        yield
        cursor.execute("RESET ROLE")
