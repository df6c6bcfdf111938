"""What the database notes of its own tables, to choose by it how a question is answered."""

from django.db import connection

KEEP_STATISTICS = "home.keep_statistics"
# So many new rows of one kind may ask for another way.
MANY_ROWS = 100


def keep_statistics() -> None:
    """Let the database look through its tables: SQLite never does so by itself, PostgreSQL some time later.

    Without it SQLite walks all pages of a language for each person whom the first page draws. A connection
    that is open goes on with what it knew.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
