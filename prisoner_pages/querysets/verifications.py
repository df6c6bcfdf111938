"""What of people is verified, and since when."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import OuterRef, QuerySet

from prisoner_pages.choices import FactGroup
from prisoner_pages.policies import fresh_since
from prisoner_pages.querysets.orders import OrderedPeople, all_of


class VerifiedPeople(OrderedPeople):
    def with_place_check(self) -> Self:
        """Bring the day of the last check of the place, so that nobody is asked for alone. No query."""
        return self.annotate(place_verified_on=self._newest_check(FactGroup.PLACE, "verified_on"))

    def with_check(self, group: str) -> Self:
        """Bring day, precision and source of the last check of this group, or None for each. No query."""
        columns = ("verified_on", "precision", "source_url")
        return self.annotate(**{f"checked_{name}": self._newest_check(group, name) for name in columns})

    def _newest_check(self, group: str, column: str) -> models.Subquery:
        return models.Subquery(self._checks(group).values(column)[:1])

    def not_verified_since(self, day: date, group: str) -> Self:
        """People whose group of facts was last verified before that day, or never."""
        return self.exclude(verifications__group=group, verifications__verified_on__gte=day)

    def gone_stale(self, since: date, until: date) -> Self:
        """People whose place was fresh on the day before `since` and is so no more on `until`."""
        day_before = since - timedelta(days=1)
        return self.filter(
            verifications__group=FactGroup.PLACE,
            verifications__verified_on__gte=fresh_since(FactGroup.PLACE, day_before),
            verifications__verified_on__lt=fresh_since(FactGroup.PLACE, until),
        )

    def _checks(self, group: str) -> QuerySet:
        return all_of("Verification").filter(group=group, prisoner=OuterRef("pk"))
