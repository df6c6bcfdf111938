import django.core.validators
import django.db.models.deletion
import home.languages.info
import modelcluster.fields
from django.db import migrations, models


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
    ]
