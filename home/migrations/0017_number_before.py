from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0016_entries_with_words")]
    operations = [
        migrations.AddField(
            model_name="generation", name="before", field=models.BigIntegerField(null=True)
        ),
    ]
