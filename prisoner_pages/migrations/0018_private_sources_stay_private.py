"""What the public host's database user asks in place of reading sources that are not public."""

from django.db import migrations

NAME = "prisoner_pages_source_is_private"
# Called by the public host's database user with its owner's rights.
FUNCTION = f"""
CREATE FUNCTION {NAME}(person bigint, address text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.prisoner_pages_source
        WHERE prisoner_id = person AND url = address AND NOT is_public
    )
$$;
REVOKE ALL ON FUNCTION {NAME}(bigint, text) FROM PUBLIC;
"""  # noqa: S608


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {NAME}(bigint, text)")


class Migration(migrations.Migration):

    dependencies = [
        ("prisoner_pages", "0017_publishers_and_dead_links"),
    ]

    operations = [
        migrations.RunPython(make_function, drop_function),
    ]
