from django.db import migrations, models

from home.models.search import Weighed, WordVector

TABLE, WORDS = "home_searchentry", "home_searchentry_words"
COLUMNS = ("names", "facts", "story")
OLD, NEW = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("old", "new"))
FORGET = f"INSERT INTO {WORDS} ({WORDS}, rowid, {', '.join(COLUMNS)}) VALUES ('delete', old.id, {OLD});"  # noqa: S608
LEARN = f"INSERT INTO {WORDS} (rowid, {', '.join(COLUMNS)}) VALUES (new.id, {NEW});"  # noqa: S608
# An index of the words alone, whose texts stay in the table; it is changed with each row, in its transaction.
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    f"CREATE TRIGGER {WORDS}_added AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
    f"CREATE TRIGGER {WORDS}_deleted AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
    f"CREATE TRIGGER {WORDS}_changed AFTER UPDATE OF {', '.join(COLUMNS)} ON {TABLE} BEGIN {FORGET} {LEARN} END",
)
ON_POSTGRESQL = (f"CREATE INDEX {WORDS} ON {TABLE} USING gin (vector)",)


def make(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in ON_SQLITE if is_sqlite else ON_POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    """The triggers and PostgreSQL's index go with their table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {WORDS}", params=None)


class Migration(migrations.Migration):
    dependencies = [("home", "0014_since_when_mail_is_refused")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("key", models.BigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("names", models.TextField()),
                ("facts", models.TextField()),
                ("story", models.TextField()),
                ("until", models.DateField(null=True)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=Weighed("names", "facts", "story"),
                        output_field=WordVector(),
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddConstraint(
            "SearchEntry",
            models.UniqueConstraint(fields=["kind", "key", "language"], name="one_search_entry_a_language"),
        ),
        migrations.RunPython(make, drop),
    ]
