"""Places of detention, with what is known of their post."""

from django.db import transaction
from django.db.models import QuerySet

from prisoner_pages.demo.reading import Table, content
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.models import Facility

NO_FACTS = ("key", "invented", "mail")


def load_facilities() -> dict[str, Facility]:
    """Make the places that are missing; return {key: facility}. One that exists is left as it is."""
    known = {facility.name_ru: facility for facility in Facility.objects.all()}
    return {row["key"]: known.get(row["name_ru"]) or _add(row) for row in content("facilities")["facility"]}


def invented_facilities() -> QuerySet[Facility]:
    names = [row["name_ru"] for row in content("facilities")["facility"] if row.get("invented")]
    return Facility.objects.filter(name_ru__in=names)


@transaction.atomic
def _add(row: Table) -> Facility:
    facility = Facility.objects.create(**{name: value for name, value in row.items() if name not in NO_FACTS})
    for state in row.get("mail", []):
        facility = set_facility_mail(facility, by=None, **state)
    return facility
