from django.db import migrations, models


def name_subjects(apps, schema_editor):
    """Whoever goes from now on is told of by this name."""
    states = apps.get_model("headless", "PublicState").objects.all()
    for row in states.iterator():
        states.filter(pk=row.pk).update(name=row.state.get("name", ""))


class Migration(migrations.Migration):

    dependencies = [
        ('headless', '0001_webhooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='logplace',
            name='forgotten',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='publicstate',
            name='changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='publicstate',
            name='gone_since',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='publicstate',
            name='name',
            field=models.CharField(db_default='', default='', max_length=255),
        ),
        migrations.AddField(
            model_name='publicstate',
            name='public_since',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='publicstate',
            name='turn',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunPython(name_subjects, migrations.RunPython.noop, elidable=True),
    ]
