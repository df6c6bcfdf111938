from datetime import date

import django.core.validators
import django.db.models.deletion
import home.languages.info
import modelcluster.fields
from django.db import migrations, models

UKRAINE = {
    "uk": "Україна", "en": "Ukraine", "de": "Ukraine", "fr": "Ukraine", "pl": "Ukraina", "cs": "Ukrajina",
    "bg": "Украйна", "sv": "Ukraina",
}
# It tells only those abroad to post to Russia by themselves.
SOURCE = (
    "https://mediacenter.org.ua/letters-to-a-free-crimea-initiative-to-support-political-prisoners"
    "-caught-in-the-kremlin-s-crackdowns-launches-in-ukraine/"
)


def load(apps, schema_editor):
    """Begin the list with what has a source; coordinators go on from there."""
    countries, names = (apps.get_model("letters", name) for name in ("PostCountry", "CountryName"))
    ukraine = countries.objects.create(
        name=UKRAINE["uk"], post="stopped", source_url=SOURCE, as_of=date(2024, 2, 19)
    )
    names.objects.bulk_create(
        names(country=ukraine, language=language, name=name) for language, name in UKRAINE.items()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0026_limits_of_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostCountry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='as staff see it')),
                ('post', models.CharField(choices=[('works', 'takes letters to Russia'), ('stopped', 'takes no letters to Russia'), ('unknown', 'not known')], max_length=10, verbose_name='its post')),
                ('source_url', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(['http', 'https'])], verbose_name='source')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='as of')),
            ],
            options={
                'verbose_name': 'country of the post',
                'verbose_name_plural': 'countries of the post',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CountryName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=home.languages.info.text_languages, max_length=10, verbose_name='language')),
                ('name', models.CharField(max_length=100, verbose_name='name of the country')),
                ('country', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='letters.postcountry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('country', 'language'), name='one_country_name')],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
