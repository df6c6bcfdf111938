"""Opening many texts for translation, in the background."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from wagtail.models import Locale, Page


class BulkJob(models.Model):
    """Opening many texts for translation at once: what was asked for, and how far it is."""

    # Which texts: pages below this one and itself, or all words of a model ("app_label.model").
    section = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=100, blank=True)
    locales = models.ManyToManyField(Locale, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The greatest pk that was tried; a killed job goes on after it.
    cursor = models.PositiveBigIntegerField(default=0)
    # [{"pk": ..., "error": class name}]
    failed = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    @property
    def subject(self) -> str | Promise:
        """Return what it opens, in words: the title of the section, or the plural of the kind of words."""
        return self.section.title if self.section else apps.get_model(self.words)._meta.verbose_name_plural

    @property
    def tried(self) -> int:
        return self.done + len(self.failed)

    @property
    def is_stopped(self) -> bool:
        """Say whether somebody stopped it before all were tried."""
        return self.ended_at is not None and self.tried < self.total
