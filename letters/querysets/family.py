"""Reads of what relatives ask for, as verbs; whose it is, the address says on which it was written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from letters.choices.family import FamilyWish
from letters.querysets.inserting import insert_only
from prisoner_pages.models import FormerAddress, Partner, Prisoner

if TYPE_CHECKING:
    from letters.models import FamilyRequest

# All that a public host says of one. The database adds nothing.
WRITTEN = ("uuid", "wish", "slug", "language", "sealed", "code_digest", "answer_key", "received_on")


class FamilyRequestQuerySet(models.QuerySet["FamilyRequest"]):
    def waiting(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(closed_on=None)

    def of_partners(self, partners: Iterable[Partner]) -> Self:
        """Those about records of these partners, be they public, hidden or drafts."""
        return self.filter(_at(Prisoner.objects.filter(partner__in=partners)))

    def most_urgent_first(self) -> Self:
        places = [When(wish=wish, then=Value(place)) for place, wish in enumerate(FamilyWish)]
        return self.order_by(Case(*places, output_field=IntegerField()), "received_on", "pk")

    def with_record(self) -> Self:
        """Each with the key of the record that it is about as `record_id`, None where there is none."""
        slug = models.OuterRef("slug")
        own = Prisoner.objects.filter(slug=slug).values("pk")
        former = FormerAddress.objects.filter(slug=slug).values("prisoner")
        found = Coalesce(
            models.Subquery(own[:1]), models.Subquery(former[:1]), output_field=models.BigIntegerField()
        )
        return self.annotate(record_id=found)

    def add(self, **values: Any) -> None:
        """Insert these columns and no other, and read nothing back: the public host's user may do no more."""
        insert_only(self, WRITTEN, values)


def _at(records: models.QuerySet[Prisoner]) -> Q:
    former = FormerAddress.objects.filter(prisoner__in=records)
    return Q(slug__in=records.values("slug")) | Q(slug__in=former.values("slug"))
