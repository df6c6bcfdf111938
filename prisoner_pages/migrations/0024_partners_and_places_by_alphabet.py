from django.db import migrations

from home.languages.ordering import by_alphabet


class Migration(migrations.Migration):
    dependencies = [("prisoner_pages", "0023_campaigns_keep_their_days")]

    operations = [
        migrations.AlterModelOptions(
            name="facility",
            options={
                "ordering": by_alphabet("name_uk", "name_ru"),
                "verbose_name": "place of detention",
                "verbose_name_plural": "places of detention",
            },
        ),
        migrations.AlterModelOptions(
            name="partner",
            options={
                "ordering": by_alphabet("name_uk"),
                "permissions": [("all_partners", "May work for all partners (coordinators)")],
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
            },
        ),
    ]
