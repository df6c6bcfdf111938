from django.db import migrations


class Migration(migrations.Migration):
    """No form asked for the hash of an archived copy, no import wrote it, and nothing read it."""

    dependencies = [("prisoner_pages", "0005_participations_are_drafted_with_their_page")]

    operations = [migrations.RemoveField(model_name="source", name="archive_hash")]
