import django.db.models.deletion
import home.languages.info
import modelcluster.fields
from django.db import migrations, models

from letters.screening.actions.word_lists import load_aids_into


def load(apps, schema_editor):
    """Writers are helped to begin from the start; coordinators go on from there."""
    load_aids_into(apps.get_model("letters", "WritingAid"), apps.get_model("letters", "WritingAidText"))


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0029_languages_of_desks'),
    ]

    operations = [
        migrations.CreateModel(
            name='WritingAid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=100, verbose_name='as staff see it')),
                ('kind', models.CharField(choices=[('start', 'Beginning of a sentence'), ('everyday', 'A calm everyday letter'), ('interest', 'About something you both love'), ('greeting', 'A short greeting')], max_length=10, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('asks_for_answer', models.BooleanField(default=False, help_text='Tick where it has a question: it is left out for people who are punished for answers.', verbose_name='asks for an answer')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'beginning or example',
                'verbose_name_plural': 'beginnings and examples',
                'ordering': ['kind', 'position', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='WritingAidText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=home.languages.info.text_languages, max_length=10, verbose_name='language')),
                ('text', models.TextField(max_length=1500, verbose_name='as the writer reads it')),
                ('aid', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='letters.writingaid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('aid', 'language'), name='one_writing_aid_text')],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
