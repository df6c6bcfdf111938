from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0030_beginnings_and_examples'),
    ]

    operations = [
        migrations.AddField(
            model_name='scannedpage',
            name='slip',
            field=models.CharField(blank=True, default='', max_length=200),
            preserve_default=False,
        ),
    ]
