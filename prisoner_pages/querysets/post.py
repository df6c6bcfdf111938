"""Reads of what is told of the post at places of detention."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from prisoner_pages.models import Facility, Partner, PlaceProposal, PostNote


class PostNoteQuerySet(models.QuerySet["PostNote"]):
    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def counting(self) -> Self:
        return self.filter(is_taken=True)

    def at(self, facility: "Facility") -> Self:
        return self.filter(facility=facility)

    def of_partners(self, partners: "Iterable[Partner]") -> Self:
        return self.filter(partner__in=partners)

    def newest(self) -> "PostNote | None":
        """Return the note of the latest day; of one day the one that was noted last."""
        return self.order_by("-on", "-pk").first()

    def with_tellers_before(self, moment: datetime) -> Self:
        """Notes of before that moment that still hold who told them."""
        return self.filter(noted_at__lt=moment).exclude(source_encrypted=b"")


class PlaceProposalQuerySet(models.QuerySet["PlaceProposal"]):
    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def of_partners(self, partners: "Iterable[Partner]") -> Self:
        return self.filter(partner__in=partners)

    def for_reading(self) -> Self:
        return self.select_related("facility", "partner", "by")

    def about(self, place: "Facility") -> Self:
        """Proposals of the place: of its address, or as a new one of its name."""
        return self.filter(
            models.Q(facility=place) | models.Q(facility=None, name_ru__iexact=place.name_ru)
        ).for_reading()


class FacilityQuerySet(models.QuerySet["Facility"]):
    def named(self, name_ru: str) -> Self:
        return self.filter(name_ru__iexact=name_ru)
