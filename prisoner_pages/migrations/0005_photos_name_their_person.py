from django.db import migrations


def name_owners(apps, schema_editor):
    """Let each photo name the person of its record; of any other image nothing is said, so it is not shown."""
    record, subject = (apps.get_model("prisoner_pages", name) for name in ("Prisoner", "ImageSubject"))
    photos = record.objects.exclude(photo=None).values_list("photo_id", "pk")
    subject.objects.bulk_create(
        (subject(image_id=photo, prisoner_id=person) for photo, person in photos.order_by()),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("prisoner_pages", "0004_drop_stock_groups"),
        ("home", "0006_image_says_whom_it_shows"),
    ]

    operations = [migrations.RunPython(name_owners, migrations.RunPython.noop)]
