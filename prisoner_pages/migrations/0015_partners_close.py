from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prisoner_pages', '0014_notes_on_the_post'),
    ]

    operations = [
        migrations.AddField(
            model_name='partner',
            name='closed_on',
            field=models.DateField(editable=False, null=True),
        ),
    ]
