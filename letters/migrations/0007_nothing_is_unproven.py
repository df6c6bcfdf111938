from django.db import migrations


class Migration(migrations.Migration):
    """Nothing has ever said of a letter that it came without proof of work, and nothing asked."""

    dependencies = [("letters", "0006_what_goes_on_paper")]

    operations = [migrations.RemoveField(model_name="letter", name="is_unproven")]
