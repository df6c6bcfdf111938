from django.db import migrations


def forget_chosen_zones(apps, schema_editor):
    """The choice is gone, and nobody could change it back."""
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(current_time_zone="").update(
        current_time_zone=""
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0010_former_addresses"),
        ("wagtailusers", "0014_userprofile_contrast"),
    ]

    operations = [migrations.RunPython(forget_chosen_zones, migrations.RunPython.noop)]
