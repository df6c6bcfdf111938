"""Notices to the people of the desk, and how often each wants them by mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation

from home.translation.choices import Frequency, NoticeKind


class DigestChoice(models.Model):
    """How often a person of the desk wants mail; without a row: daily."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_choice", primary_key=True
    )
    frequency = models.CharField(
        _("mail about translations"), max_length=10, choices=Frequency.choices, default=Frequency.DAILY
    )
    last_sent_at = models.DateTimeField(null=True, blank=True)


class Notice(models.Model):
    """Something at the desk that a person is to hear of, waiting for their next mail. Holds no text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_notices")
    translation = models.ForeignKey(Translation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["user", "sent_at"], name="notices_to_send")]
