import django.db.models.deletion
import home.languages.info
import modelcluster.fields
from django.db import migrations, models

from letters.screening.actions.word_lists import advise_on_known_words, load_advice_into


def load(apps, schema_editor):
    """Writers are told from the start what the file says of its words; coordinators go on from there."""
    words, advice, texts = (
        apps.get_model("letters", name) for name in ("WatchedWord", "AdviceReason", "AdviceText")
    )
    advise_on_known_words(words, load_advice_into(advice, texts))


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0020_replies_that_went_elsewhere'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdviceReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=100, verbose_name='as staff see it')),
            ],
            options={
                'verbose_name': 'advice to writers',
                'verbose_name_plural': 'advice to writers',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='watchedword',
            name='advice',
            field=models.ForeignKey(blank=True, help_text='Told quietly below the letter while it is written. Empty: only staff stop at this word.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='words', to='letters.advicereason', verbose_name='advice to the writer'),
        ),
        migrations.CreateModel(
            name='AdviceText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=home.languages.info.text_languages, max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='why, as the writer reads it')),
                ('grave', models.TextField(blank=True, help_text='Stands in its place; empty: the same words for all.', verbose_name='why, where the person is charged with treason or espionage')),
                ('softer', models.TextField(blank=True, help_text='How the same can be said; follows “Better:”.', verbose_name='softer wording')),
                ('advice', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='letters.advicereason')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('advice', 'language'), name='one_advice_text')],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
