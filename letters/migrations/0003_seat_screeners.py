from django.db import migrations

STAFF_GROUP = "letter staff"


def seat_screeners(apps, schema_editor):
    """Everybody in a desk's group of screeners keeps the work, by a seat; the groups go."""
    group_model = apps.get_model("auth", "Group")
    for desk in apps.get_model("letters", "LetterDesk").objects.select_related("screeners"):
        group = desk.screeners
        for user in group.user_set.all():
            desk.members.create(user_id=user.pk, role="screener")
            user.groups.add(_door(apps, group_model))


def _door(apps, group_model):
    group, made = group_model.objects.get_or_create(name=STAFF_GROUP)
    if made:
        found = apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.add(*found)
    return group


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_desk_roles_translation_printing")]
    operations = [migrations.RunPython(seat_screeners, migrations.RunPython.noop)]
