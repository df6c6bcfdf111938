from django.db import migrations

COORDINATORS = "coordinators"
ACTS = ("add", "change", "view")


def give(apps, schema_editor):
    """Give those who keep front ends their rights on them, where their groups were made before there were any."""
    groups = _keepers(apps)
    if not groups:
        return
    # Django makes the permissions of a new model only after the last migration.
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="prisoner_pages", model="frontend"
    )
    permissions = apps.get_model("auth", "Permission").objects
    found = [
        permissions.get_or_create(
            content_type=content_type, codename=f"{act}_frontend", defaults={"name": f"Can {act} front end"}
        )[0]
        for act in ACTS
    ]
    for group in groups:
        group.permissions.add(*found)


def _keepers(apps):
    """Return the groups of moderators of each partner, and the one of coordinators."""
    moderators = apps.get_model("prisoner_pages", "Partner").objects.exclude(moderators=None)
    groups = apps.get_model("auth", "Group").objects
    pks = moderators.values("moderators")
    return [*groups.filter(pk__in=pks), *groups.filter(name=COORDINATORS)]


class Migration(migrations.Migration):
    dependencies = [
        ("prisoner_pages", "0007_front_ends"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
