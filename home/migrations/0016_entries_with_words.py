"""What PostgreSQL is asked for the entries of the search that have certain words.

Rules about rows come before an operator that might tell of the rows it is given, and `@@` counts as one: for the
public host's database user each search would read all of the table. A function of the owner goes by the index
of words. It returns numbers of entries, the likeliest first, and nothing of them: the rules still decide
whether the entry may be read today, and so whom it is about.
"""

from django.db import migrations

NAME = "home_search_entries"
# Called by the public host's database user with its owner's rights.
FUNCTION = f"""
CREATE FUNCTION {NAME}(asked tsquery, spoken text) RETURNS SETOF bigint LANGUAGE sql STABLE STRICT
SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
    SELECT id FROM public.home_searchentry WHERE vector @@ asked AND language = spoken
    ORDER BY ts_rank('{{0, 0.1, 0.6, 1}}', vector, asked) DESC, id LIMIT 2000
$$;
REVOKE ALL ON FUNCTION {NAME}(tsquery, text) FROM PUBLIC;
"""  # noqa: S608


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {NAME}(tsquery, text)")


class Migration(migrations.Migration):
    dependencies = [("home", "0015_search_entries")]
    operations = [migrations.RunPython(make_function, drop_function)]
