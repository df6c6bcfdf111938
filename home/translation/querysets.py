"""Reading strings, their drafts and their approvals."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from wagtail_localize.models import StringTranslation


class UnitQuerySet(models.QuerySet):
    def active(self):
        """Return the strings that stand in the text now, in its order."""
        return self.filter(is_active=True).order_by("order")

    def approved(self):
        return self.filter(approved_at__isnull=False)

    def unapproved(self):
        return self.filter(approved_at=None)

    def waiting(self):
        """Return the strings whose draft is another text than the approved one."""
        differs = Q(approved_at=None) | ~Q(draft=models.F("approved_text"))
        return self.with_drafts().filter(draft__isnull=False).filter(differs)

    def with_drafts(self):
        """Add `draft`, `draft_type` and `draft_error`: None where nobody has written anything."""
        drafts = StringTranslation.objects.filter(
            translation_of=OuterRef("string"),
            context=OuterRef("context"),
            locale=OuterRef("translation__target_locale"),
        )
        return self.annotate(
            draft=Subquery(drafts.values("data")[:1]),
            draft_type=Subquery(drafts.values("translation_type")[:1]),
            draft_error=Subquery(drafts.values("has_error")[:1]),
        )
