"""Access to a letter in an emergency, by two people."""

from django.conf import settings
from django.db import models

from letters.models.letter import Letter
from letters.querysets.desks import GlassBreakQuerySet


class GlassBreak(models.Model):
    """Somebody without the right asked to read a letter in an emergency; another person may grant it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="glass_breaks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sealed_reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = GlassBreakQuerySet.as_manager()
