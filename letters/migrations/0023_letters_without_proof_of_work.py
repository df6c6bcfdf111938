from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0022_family_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='is_unproven',
            field=models.BooleanField(db_default=False, default=False, verbose_name='without proof of work'),
        ),
    ]
