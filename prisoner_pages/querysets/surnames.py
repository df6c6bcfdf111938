"""The order of rows that point at a person: by surname in Ukrainian, as lists of people do."""

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import OrderBy

from home.languages.info import SOURCE_LANGUAGE


def by_surname(person: str) -> OrderBy:
    """Return what to order by; `person` is the path to the foreign key. Merged people count, too."""
    listed = apps.get_model("prisoner_pages", "ListedName").objects.filter(
        prisoner=OuterRef(person), language=SOURCE_LANGUAGE
    )
    return Subquery(listed.values("sort_key")[:1]).asc()
