"""Reads of letters, as verbs."""

from django.db import models
from django.db.models import Q

from letters.codes import digest_of


class LetterQuerySet(models.QuerySet):
    def sent_as(self, idempotency_key):
        """Return the letter that this form with this content made before, or None."""
        return self.filter(idempotency_key=idempotency_key).select_related("prisoner__facility").first()

    def with_code(self, code):
        """Return the letter with this code, or None; the same work whether there is one or not."""
        return self.filter(code_digest=digest_of(code)).select_related("prisoner__facility").first()

    def in_state(self, state):
        return self.filter(state=state)

    def at_desk_of(self, user):
        """Letters of the desks that the user works at: the desk of the recipient's partner handles them."""
        desks = user.groups.filter(screens_at__isnull=False).values("screens_at__partner")
        own = Q(prisoner__partner__letter_desk__isnull=True, prisoner__partner__in=desks)
        return self.filter(own | Q(prisoner__partner__letter_desk__in=desks))

    def listed(self):
        """Oldest first: who wrote first is read first."""
        return self.select_related("prisoner__partner").order_by("received_on", "pk")


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added and read, never changed."""

    def update(self, **kwargs):
        raise TypeError("entries of the log are never changed")

    def delete(self):
        raise TypeError("entries of the log are never deleted")
