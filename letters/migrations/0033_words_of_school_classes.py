from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0032_words_that_mean_nothing_else'),
    ]

    operations = [
        migrations.AlterField(
            model_name='watchedword',
            name='kind',
            field=models.CharField(choices=[('risky', 'risky in a letter'), ('signature', 'office, party, rank, letterhead'), ('class', 'school or home, in a pupil’s letter'), ('forbidden', 'never in the Russian text')], max_length=10, verbose_name='kind'),
        ),
    ]
