"""Replies sealed to the key of a code, and how the public host finds one: by the code's digest, and by a name.

That host's database user reads no row of the table. It asks one digest, or one name, at a time.
"""

import django.db.models.deletion
import functools
import secrets
from django.db import migrations, models


FUNCTION = """
CREATE FUNCTION {name}(wanted text) RETURNS {answer} LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_sleep(0.02);
    RETURN ({query} LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION {name}(text) FROM PUBLIC;
"""
FUNCTIONS = {
    "letters_answers_by_code": (
        "text",
        "SELECT string_agg(copy.name, ',' ORDER BY copy.id) FROM public.letters_writercopy AS copy"
        " JOIN public.letters_letter AS letter ON letter.id = copy.letter_id"
        " WHERE letter.code_digest = wanted AND copy.position = 0",
    ),
    "letters_answer_part": ("bytea", "SELECT for_code FROM public.letters_writercopy WHERE name = wanted"),
}


def make_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, (answer, query) in FUNCTIONS.items():
            schema_editor.execute(FUNCTION.format(name=name, answer=answer, query=query))


def drop_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in FUNCTIONS:
            schema_editor.execute(f"DROP FUNCTION {name}(text)")


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0023_letters_without_proof_of_work'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='answer_key',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='reply',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='reply',
            name='for_writer_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='replylogentry',
            name='action',
            field=models.CharField(choices=[('added', 'brought in'), ('opened', 'opened'), ('page_opened', 'page opened'), ('shared', 'may be shared'), ('consent_opened', 'consent opened'), ('unshared', 'may no longer be shared'), ('kept_offline', 'sealed for the offline key'), ('taken_out', 'taken out to be opened with the offline key'), ('for_writer', 'sealed for the writer of the letter'), ('taken_back', 'taken back from the writer'), ('closed', 'closed: the desk’s own copy deleted'), ('moved', 'given to another desk'), ('record_merged', 'record of whoever wrote it merged with another, or parted again')], max_length=20),
        ),
        migrations.CreateModel(
            name='WriterCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(default=functools.partial(secrets.token_hex, *(16,), **{}), max_length=32, unique=True)),
                ('for_code', models.BinaryField()),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='writer_copies', to='letters.letter')),
                ('reply', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='writer_copies', to='letters.reply')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reply', 'position'), name='writer_copy_part')],
            },
        ),
        migrations.RunPython(make_functions, drop_functions),
    ]
