from django.db import migrations, models


def tell_kinds(apps, schema_editor):
    """Of what is gone already no kind is known: nobody has asked for changes of anything but people."""
    states = apps.get_model("headless", "PublicState").objects.all()
    for row in states.exclude(state={}).iterator():
        states.filter(pk=row.pk).update(kind=row.state.get("kind", ""))


class Migration(migrations.Migration):

    dependencies = [
        ('headless', '0002_turns_of_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='publicstate',
            name='kind',
            field=models.CharField(db_default='', default='', max_length=20),
        ),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop, elidable=True),
    ]
