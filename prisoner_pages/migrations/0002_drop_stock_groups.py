from django.db import migrations

STOCK_GROUPS = ["Editors", "Moderators"]
STOCK_WORKFLOW = "Moderators approval"


def drop(apps, schema_editor):
    """Remove the groups and the workflow Wagtail starts with: they reach over every partner's pages."""
    apps.get_model("auth", "Group").objects.filter(name__in=STOCK_GROUPS).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=STOCK_WORKFLOW).delete()


class Migration(migrations.Migration):
    replaces = [("prisoner_pages", "0004_drop_stock_groups")]
    dependencies = [
        ("prisoner_pages", "0001_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
