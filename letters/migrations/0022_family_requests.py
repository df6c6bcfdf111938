"""What relatives ask for, and the question of a public host that knows a code: which row is it?"""

import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import uuid
from django.db import migrations, models


# As those of 0012: called by the public host's database user with its owner's rights, and never quickly.
FUNCTION = """
CREATE FUNCTION letters_family_by_code(wanted text) RETURNS bigint LANGUAGE plpgsql VOLATILE STRICT
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_sleep(0.02);
    RETURN (SELECT id FROM public.letters_familyrequest WHERE code_digest = wanted LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION letters_family_by_code(text) FROM PUBLIC;
"""


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION letters_family_by_code(text)")


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0021_advice_while_writing'),
    ]

    operations = [
        migrations.CreateModel(
            name='FamilyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('wish', models.CharField(choices=[('hide', 'hide the page'), ('withdraw', 'withdraw consent'), ('correct', 'put something right'), ('post', 'tell whether letters arrive')], max_length=10)),
                ('slug', models.SlugField(blank=True, max_length=255)),
                ('language', models.CharField(max_length=10)),
                ('sealed', models.TextField()),
                ('code_digest', models.CharField(max_length=64, unique=True)),
                ('received_on', models.DateField(default=django.utils.timezone.localdate)),
                ('answer', models.CharField(blank=True, choices=[('done', 'done'), ('at_once', 'hidden at once, we look into the rest'), ('more', 'we need to know more'), ('cannot', 'we cannot do this')], db_default='', default='', max_length=10)),
                ('closed_on', models.DateField(null=True)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('wish__in', ['hide', 'withdraw', 'correct', 'post'])), name='family_wish'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sealed'), 32768), name='family_size')],
            },
        ),
        migrations.RunPython(make_function, drop_function),
    ]
