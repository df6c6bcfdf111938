"""The days of observance that stood in the code become words of a list, and campaigns are linked to theirs.

A database without a site gets none: `start_site` and the demo fill the list. Campaigns on "another occasion"
told nothing of it and are linked to none.
"""

from django.db import migrations
from django.utils import timezone

from prisoner_pages.vocabularies.known_observances import known_observances

SOURCE = "uk"
# Who may do this to other words may do it to these.
LIKE = "topic"


def carry_over(apps, schema_editor):
    if apps.get_model("prisoner_pages", "CampaignIndexPage").objects.filter(locale__language_code=SOURCE).exists():
        days = make_days(apps)
        campaigns = apps.get_model("prisoner_pages", "CampaignPage").objects
        for known, day in days:
            code = f"{known.month:02}-{known.day:02}"
            campaigns.filter(occasion=code, locale__language_code=SOURCE).update(observance=day)
    give_rights(apps)


def make_days(apps):
    """Make each day in all languages of the site that we know its name in; return (what is known, day)."""
    observance = apps.get_model("prisoner_pages", "Observance")
    locales = {locale.language_code: locale for locale in apps.get_model("wagtailcore", "Locale").objects.all()}
    now = timezone.now()
    published = {"first_published_at": now, "last_published_at": now}
    days = []
    for known in known_observances():
        day = observance.objects.create(
            name=known.name, month=known.month, day=known.day, locale=locales[SOURCE], **published
        )
        for code in (locales.keys() & known.names.keys()) - {SOURCE}:
            told = {"name": known.names[code], "locale": locales[code], "translation_key": day.translation_key}
            [named] = observance.objects.bulk_create([observance(**told, **published)])
            keep_revision(apps, named)
        days.append((known, day))
    return days


def keep_revision(apps, named):
    """By its revision the desk sees a text that it has not taken over yet."""
    kind = kind_of_days(apps)
    revision = apps.get_model("wagtailcore", "Revision")(
        content_type=kind,
        base_content_type=kind,
        object_id=str(named.pk),
        object_str=named.name,
        created_at=named.last_published_at,
        content={"pk": named.pk, "name": named.name},
    )
    [revision] = type(revision).objects.bulk_create([revision])
    type(named).objects.filter(pk=named.pk).update(latest_revision=revision, live_revision=revision)


def kind_of_days(apps):
    kinds = apps.get_model("contenttypes", "ContentType").objects
    return kinds.get_or_create(app_label="prisoner_pages", model="observance")[0]


def give_rights(apps):
    """Groups that are there are given nothing by the code again."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for like in permission.objects.filter(content_type__app_label="prisoner_pages", codename__endswith=f"_{LIKE}"):
        groups = group.objects.filter(permissions=like)
        if groups.exists():
            codename = like.codename.replace(LIKE, "observance")
            given, _created = permission.objects.get_or_create(
                content_type=kind_of_days(apps), codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
            )
            for each in groups:
                each.permissions.add(given)


class Migration(migrations.Migration):
    dependencies = [
        ("prisoner_pages", "0022_days_of_observance"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
