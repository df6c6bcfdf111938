"""Reads of what staff do with the list of people: lists they saved, and what was done to many at once."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from home.languages.ordering import by_alphabet
from prisoner_pages.querysets.surnames import by_surname

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from prisoner_pages.models import BulkResult, SavedList


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def of(self, user: "User", partners: models.QuerySet) -> Self:
        """One's own, and those of the partners one works for."""
        kept = self.filter(Q(by=user, partner=None) | Q(partner__in=partners))
        return kept.select_related("partner").order_by(*by_alphabet("name"), "pk")


class BulkResultQuerySet(models.QuerySet["BulkResult"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None, refusal="")

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)

    def refused(self) -> Self:
        return self.exclude(refusal="")

    def to_undo(self) -> Self:
        """Done, and neither undone nor refused to be."""
        return self.done().filter(undone_at=None, undo_refusal="")

    def for_reading(self) -> Self:
        """Bring the people, those first of whom something was refused."""
        refused_first = models.Case(models.When(Q(refusal="", undo_refusal=""), 1), default=0)
        return self.select_related("prisoner").order_by(refused_first, by_surname("prisoner"), "pk")
