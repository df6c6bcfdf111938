from django.db import migrations, models

from letters.screening.actions.word_lists import mark_clear_words


def mark(apps, schema_editor):
    """Words known already are sorted as the file has them; those of coordinators stay where they are looked for."""
    mark_clear_words(apps.get_model("letters", "WatchedWord"))


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0031_slips_of_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='watchedword',
            name='is_clear',
            field=models.BooleanField(db_default=False, default=False, help_text='Tick for a word like “embassy”: it is looked for in the whole letter, whatever its language. Of offices, parties, ranks and letterheads, a word without the tick, like “general”, is looked for in the signature and in the first and last lines alone.', verbose_name='means nothing else'),
        ),
        migrations.AlterField(
            model_name='watchedword',
            name='kind',
            field=models.CharField(choices=[('risky', 'risky in a letter'), ('signature', 'office, party, rank, letterhead'), ('forbidden', 'never in the Russian text')], max_length=10, verbose_name='kind'),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
