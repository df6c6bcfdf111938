"""Reading strings, their drafts and their approvals."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from wagtail_localize.models import StringTranslation

from home.translation.choices import UnitAct

# What answers a return.
ANSWERS = [UnitAct.SAVED, UnitAct.APPROVED, UnitAct.LEFT_OUT, UnitAct.PLACED, UnitAct.IMPORTED]


class UnitQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Return the strings that are in the text now, in its order."""
        return self.filter(is_active=True).order_by("order")

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def unapproved(self) -> Self:
        return self.filter(approved_at=None)

    def waiting(self) -> Self:
        """Return the strings whose draft is not the approved text and was not returned."""
        differs = Q(approved_at=None) | ~Q(draft=models.F("approved_text"))
        return self.with_drafts().filter(differs, draft__isnull=False, is_returned=False)

    def with_drafts(self) -> Self:
        """Add `is_returned`; `draft`, `draft_type`, `draft_error`: None where nobody has written anything."""
        drafts = StringTranslation.objects.filter(
            translation_of=OuterRef("string"),
            context=OuterRef("context"),
            locale=OuterRef("translation__target_locale"),
        )
        return self.annotate(
            draft=Subquery(drafts.values("data")[:1]),
            draft_type=Subquery(drafts.values("translation_type")[:1]),
            draft_error=Subquery(drafts.values("has_error")[:1]),
            is_returned=Exists(self._events().unanswered_returns().filter(unit=OuterRef("pk"))),
        )

    def with_original(self) -> Self:
        """Fetch with each string what saving and showing it needs of its original and language."""
        source = "translation__source"
        around = (f"{source}__locale", f"{source}__specific_content_type", "translation__target_locale")
        return self.select_related("string", "context", *around)

    def _events(self) -> Any:
        events: Any = self.model._meta.get_field("events").related_model
        return events.objects.all()


class UnitEventQuerySet(models.QuerySet):
    def unanswered_returns(self) -> Self:
        """Return the returns that nobody has answered yet."""
        later = self.model._default_manager.filter(
            unit=OuterRef("unit"), pk__gt=OuterRef("pk"), act__in=ANSWERS
        )
        return self.filter(~Exists(later), act=UnitAct.RETURNED)
