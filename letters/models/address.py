from django.db import models
from django.utils.translation import gettext_lazy as _


class WriterAddress(models.Model):
    """What we know of an e-mail address without keeping it: a keyed index, and whether its owner said yes.

    Written by the worker, which holds the key of the index; the public side only marks a confirmation, found
    by the digest of the link that was sent.
    """

    index = models.CharField(max_length=64, unique=True)
    link_digest = models.CharField(max_length=64, unique=True)
    # The last request to confirm, and the letter it was for: sending the mail again is no second request.
    asked_at = models.DateTimeField()
    asked_for = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)

    waiting_request: str | None  # where it was found by its link

    class Meta:
        verbose_name = _("writer’s address")
        verbose_name_plural = _("writers’ addresses")
