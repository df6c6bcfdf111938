from django.db import migrations

from letters.screening.actions.word_lists import load_into


def load(apps, schema_editor):
    """The lists of moderation begin with the words beside the code; coordinators go on from there."""
    models = (apps.get_model("letters", name) for name in ("WatchedWord", "ReasonChip", "ReasonText"))
    load_into(*models)


class Migration(migrations.Migration):
    replaces = [("letters", "0007_first_words")]
    dependencies = [("letters", "0001_tables")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
