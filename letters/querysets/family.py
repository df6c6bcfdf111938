"""Reads of what relatives ask for, as verbs; whose it is, the address says on which it was written."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from wagtail.models import ModelLogEntry

from letters.choices.family import FamilyWish
from letters.querysets.inserting import insert_only
from prisoner_pages.models import FormerAddress, Partner, Prisoner

if TYPE_CHECKING:
    from letters.models import FamilyRequest

# All that a public host says of one. The database adds nothing.
WRITTEN = (
    *("uuid", "wish", "slug", "language", "sealed", "code_digest", "answer_key", "received_on"),
    "is_unproven",
)

A_PAGE = 50  # so many of those that wait stand on one page of the list
# A relative was told to look again in a few days.
LATE_AFTER = timedelta(days=7)
# In the site's own log: somebody has read it, hidden the person on its word, noted what it tells of the post,
# named whom it is about, or opened it again.
TAKEN_UP = (
    *("letters.read_family_request", "letters.pause_for_family", "letters.note_for_family"),
    *("letters.name_family_request", "letters.reopen_family_request"),
)


class FamilyRequestQuerySet(models.QuerySet["FamilyRequest"]):
    def waiting(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(closed_on=None)

    def of_partners(self, partners: Iterable[Partner]) -> Self:
        """Those about records of these partners, be they public, hidden or drafts."""
        return self.filter(_at(Prisoner.objects.filter(partner__in=partners)))

    def most_urgent_first(self) -> Self:
        """What came without proof of work stands below all else, but for what asks to hide a page.

        That stands right behind the proven such while it all fits on a page: a flood of it goes below.
        """
        alike = Window(Count("pk"), partition_by=[F("is_unproven"), F("wish")])
        may_not_wait = Q(wish=FamilyWish.HIDE) & Q(LessThanOrEqual(alike, A_PAGE))
        is_below = Case(When(Q(is_unproven=False) | may_not_wait, then=Value(0)), default=Value(1))
        places = [When(wish=wish, then=Value(place)) for place, wish in enumerate(FamilyWish)]
        urgency = Case(*places, output_field=IntegerField())
        return self.order_by(is_below, urgency, "is_unproven", "received_on", "pk")

    def late(self) -> Self:
        """Those that nobody has closed for so long that their people are reminded."""
        return self.waiting().filter(received_on__lte=timezone.localdate() - LATE_AFTER)

    def unread(self) -> Self:
        """Those that nobody has answered, opened or acted upon, as the site's own log tells."""
        taken_up = ModelLogEntry.objects.filter(action__in=TAKEN_UP).values_list("data__request", flat=True)
        return self.filter(answer="").exclude(pk__in=[key for key in taken_up if key])

    def perhaps_a_flood(self, *, with_hides: bool) -> Self:
        """Those that came without proof of work, wait, and have been read by nobody."""
        flood = self.waiting().filter(is_unproven=True).unread()
        return flood if with_hides else flood.exclude(wish=FamilyWish.HIDE)

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
