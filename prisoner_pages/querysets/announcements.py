"""Reads of announcements."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

from prisoner_pages.querysets.surnames import by_surname

if TYPE_CHECKING:
    from prisoner_pages.models import AnnouncedPerson, Announcement, Partner


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def waiting(self) -> Self:
        return self.filter(confirmed_at__isnull=True, ended_at__isnull=True)

    def over(self) -> Self:
        return self.exclude(confirmed_at__isnull=True, ended_at__isnull=True)

    def of_partners(self, partners: "Iterable[Partner]") -> Self:
        return self.filter(partner__in=partners)

    def for_reading(self) -> Self:
        related = self.select_related("partner", "prepared_by", "confirmed_by", "ended_by")
        return related.prefetch_related("people__prisoner")


class AnnouncedPersonQuerySet(models.QuerySet["AnnouncedPerson"]):
    def waiting(self) -> Self:
        return self.filter(announcement__confirmed_at__isnull=True, announcement__ended_at__isnull=True)

    def being_told(self) -> Self:
        """Confirmed, and the record is changed in this moment: the one way to such a status."""
        return self.filter(announcement__confirmed_at__isnull=False, announced_at__isnull=True)

    def by_name(self) -> Self:
        """Bring what lists say of the people, also merged ones, with the bases of today. Three queries."""
        people = apps.get_model("prisoner_pages", "Prisoner").everyone
        told = models.Prefetch("prisoner", people.select_related("partner").with_valid_consents())
        return self.prefetch_related(told).order_by(by_surname("prisoner"), "pk")
