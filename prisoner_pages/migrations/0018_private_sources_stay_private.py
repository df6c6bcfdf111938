"""What the public host's database user asks in place of reading sources that are not public.

It is asked of a claim that is stored: whoever could name a person and an address would learn what we keep.
"""

from django.db import migrations

NAME = "prisoner_pages_source_is_private"
# Called by the public host's database user with its owner's rights.
FUNCTION = f"""
CREATE FUNCTION {NAME}(claim bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.prisoner_pages_claim AS made
        JOIN public.prisoner_pages_source AS source
            ON source.prisoner_id = made.prisoner_id AND source.url = made.source_url
        WHERE made.id = claim AND NOT source.is_public
    )
$$;
REVOKE ALL ON FUNCTION {NAME}(bigint) FROM PUBLIC;
"""  # noqa: S608


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {NAME}(bigint)")


class Migration(migrations.Migration):

    dependencies = [
        ("prisoner_pages", "0017_publishers_and_dead_links"),
    ]

    operations = [
        migrations.RunPython(make_function, drop_function),
    ]
