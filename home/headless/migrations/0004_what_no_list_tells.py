from django.db import migrations, models

LISTED = ("campaign", "event", "partner")


def forget_what_no_list_tells(apps, schema_editor):
    """Of pages behind a restriction, or without a public original, nothing is noted from now on.

    Without this whoever asks for changes would be told that these are gone, and thereby that they exist.
    """
    pages = apps.get_model("wagtailcore", "Page").objects
    hidden = apps.get_model("wagtailcore", "PageViewRestriction").objects
    above = tuple(hidden.values_list("page__path", flat=True))
    behind = {f"page:{key}" for key, path in _below(pages, above)}
    states = apps.get_model("headless", "PublicState").objects
    for row in states.filter(key__startswith="page:", gone_since=None).iterator():
        if row.key in behind or (row.kind in LISTED and "uk" not in row.state.get("pages", {})):
            states.filter(pk=row.pk).delete()


def _below(pages, above):
    if not above:
        return
    for key, path in pages.filter(locale__language_code="uk").values_list("translation_key", "path"):
        if path.startswith(above):
            yield key, path


class Migration(migrations.Migration):

    dependencies = [
        ('headless', '0003_kinds_of_public_states'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='publicstate',
            index=models.Index(fields=['kind', 'turn'], name='public_state_noted'),
        ),
        migrations.RunPython(forget_what_no_list_tells, migrations.RunPython.noop, elidable=True),
    ]
