from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prisoner_pages', '0027_refused_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventpage',
            name='is_class',
            field=models.BooleanField(db_default=False, default=False, help_text='Pupils give no e-mail.', verbose_name='a school class writes'),
        ),
    ]
