"""Reads of what visitors asked for, as verbs, and the one way in which such a row is written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.sql import InsertQuery

if TYPE_CHECKING:
    from letters.models import WriterRequest

# All that whoever asks says. The database adds the time.
WRITTEN = ("kind", "letter_uuid", "digest", "sealed", "language")


class WriterRequestQuerySet(models.QuerySet["WriterRequest"]):
    def waiting(self) -> Self:
        """Those that nobody has carried out or refused."""
        return self.filter(done_at=None)

    def is_waiting(self, **about: Any) -> bool:
        """Has somebody asked for just this, and is it still to be done?"""
        return self.waiting().filter(**about).exists()

    def due(self, at: datetime) -> Self:
        """Those whose turn it is, oldest first."""
        return self.waiting().filter(Q(due_at=None) | Q(due_at__lte=at)).order_by("pk")

    def add(self, **values: Any) -> None:
        """Insert these columns and no other, and read nothing back: the public host's user may do no more."""
        fields = [field for field in self.model._meta.concrete_fields if field.name in WRITTEN]
        query = InsertQuery(self.model)
        query.insert_values(fields, [self.model(**values)])
        query.get_compiler(using=self.db).execute_sql()
