from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0013_how_long_letters_take'),
    ]

    operations = [
        migrations.AddField(
            model_name='outbox',
            name='refused_since',
            field=models.DateTimeField(null=True),
        ),
    ]
