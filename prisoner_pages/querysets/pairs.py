"""Reads of pairs of records that may be about one person."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from prisoner_pages.choices import PairAnswer

if TYPE_CHECKING:
    from prisoner_pages.models import RecordPair


class RecordPairQuerySet(models.QuerySet["RecordPair"]):
    def of(self, pk: int) -> Self:
        return self.filter(Q(one=pk) | Q(other=pk))

    def apart_from(self, pk: int) -> set[int]:
        """Return the keys of the records of which somebody said that this one is about another person."""
        pairs = self.of(pk).filter(answer=PairAnswer.APART).values_list("one", "other")
        return {each for pair in pairs for each in pair} - {pk}
