from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prisoner_pages', '0015_partners_close'),
    ]

    operations = [
        migrations.AddField(
            model_name='figure',
            name='taken_back_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='figure',
            name='taken_back_because',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=255),
        ),
    ]
