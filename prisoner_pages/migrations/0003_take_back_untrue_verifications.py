from django.db import migrations
from django.db.models import Exists, OuterRef, Q

# The facts by which a list verifies a group, as the import knew them when this was written.
NAMED_BY = {"place": ["place"], "verdict": ["charges", "sentence"], "mail": ["letters"]}


def take_back(apps, schema_editor):
    """Remove the dates that imports set for facts no row had named, and say how many they were.

    A row without a place used to verify the place by its status, one without a charge or a term the verdict. What
    a person verified stays.
    """
    untrue = untrue_dates(apps)
    if count := untrue.count():
        print(f"\n    {count} dates of verification that no source had given were taken back", end="")
    untrue.delete()


def untrue_dates(apps):
    checks = apps.get_model("prisoner_pages", "Verification").objects.filter(verified_by=None)
    wrong = [
        check.pk
        for group, facts in NAMED_BY.items()
        for check in checks.filter(group=group).filter(
            is_empty(apps, group) | Q(is_a_lists(apps) & ~names(apps, facts))
        )
    ]
    return checks.filter(pk__in=wrong)


def is_empty(apps, group):
    """Whether the record holds nothing that the date could be about."""
    children = {
        name: apps.get_model("prisoner_pages", name).objects.filter(prisoner=OuterRef("prisoner"))
        for name in ("Charge", "Sentence")
    }
    with_term = children["Sentence"].filter(Q(years__gt=0) | Q(months__gt=0))
    return {
        "place": Q(prisoner__facility=None),
        "verdict": Q(~Exists(children["Charge"]) & ~Exists(with_term)),
        "mail": Q(prisoner__mail_status="unknown"),
    }[group]


def is_a_lists(apps):
    """Whether an import set the date: it remembers a fact of the record from the same source."""
    return Exists(remembered(apps).filter(source_url=OuterRef("source_url")))


def names(apps, facts):
    return Exists(remembered(apps).filter(field__in=facts).exclude(stated=""))


def remembered(apps):
    return apps.get_model("prisoner_pages", "ImportedFact").objects.filter(prisoner=OuterRef("prisoner"))


class Migration(migrations.Migration):
    dependencies = [("prisoner_pages", "0002_drop_stock_groups")]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
