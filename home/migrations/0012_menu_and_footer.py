from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0011_one_time_for_all'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='menu',
            field=models.JSONField(db_default=[], default=list, editable=False),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='footer',
            field=models.JSONField(db_default=[], default=list, editable=False),
        ),
    ]
