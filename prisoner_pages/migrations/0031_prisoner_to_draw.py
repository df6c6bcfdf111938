"""The draw of the day finds whom it may take in an index of them alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prisoner_pages", "0030_cases_of_campaigns_become_rules")]
    operations = [
        migrations.AddIndex(
            model_name="prisoner",
            index=models.Index(
                fields=["mail_status", "status", "facility"],
                condition=models.Q(("live", True), ("merged_into", None), ("paused_at", None)),
                name="prisoner_to_draw",
            ),
        )
    ]
