"""PostgreSQL puts each entry into the index of words at once.

It would put them on a list first, and each search would read through all of that: 35 ms instead of one, after
20,000 people had come. Entries are few and written seldom.
"""

from django.db import migrations

INDEX = "home_searchentry_words"


def at_once(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = off)", params=None)
        schema_editor.execute(f"SELECT gin_clean_pending_list('{INDEX}')", params=None)


def later(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX {INDEX} RESET (fastupdate)", params=None)


class Migration(migrations.Migration):
    dependencies = [("home", "0017_number_before")]
    operations = [migrations.RunPython(at_once, later)]
