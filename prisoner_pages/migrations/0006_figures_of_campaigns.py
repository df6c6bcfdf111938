import django.db.models.deletion
from django.db import migrations, models

from prisoner_pages.models.figures import last_day_of


def date_figures(apps, schema_editor):
    figures = apps.get_model("prisoner_pages", "Figure").objects
    for figure in figures.all():
        figures.filter(pk=figure.pk).update(counted_until=last_day_of(figure.date))


class Migration(migrations.Migration):
    dependencies = [("prisoner_pages", "0005_photos_name_their_person")]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="figures",
                to="prisoner_pages.campaignpage",
                verbose_name="of the campaign",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="figures",
                to="prisoner_pages.eventpage",
                verbose_name="of the event",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="counted_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(date_figures, migrations.RunPython.noop),
    ]
