
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prisoner_pages', '0026_proposals_of_known_places'),
    ]

    operations = [
        migrations.AddField(
            model_name='facility',
            name='answers_refused',
            field=models.BooleanField(db_default=False, default=False, help_text='Writers are then promised no answer, and none that comes is passed on to them.', verbose_name='whoever answers letters here is punished for it'),
        ),
        migrations.AddField(
            model_name='prisoner',
            name='answers_refused_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
