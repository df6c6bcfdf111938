"""What the database holds, as text: to look for what must not be there."""

from django.db import connection


def everything_stored():
    """Return every value of every table."""
    return "\n".join(stored_in(table) for table in connection.introspection.table_names())


def stored_in(table, *columns):
    """Return every value of the table, or of these columns of it."""
    names = ", ".join(map(connection.ops.quote_name, columns)) or "*"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return "\n".join(
            str([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for row in cursor.fetchall()
        )
