"""What goes on beside the work on strings: bulk jobs, mail to the people of the desk, interface strings."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home.translation.choices import Frequency, NoticeKind


class BulkJob(models.Model):
    """Opening many texts for translation at once: what was asked, and how far it has come."""

    # Which texts: pages below this one and itself, or all words of a model ("app_label.model").
    section = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=100, blank=True)
    locales = models.ManyToManyField(Locale, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # The greatest pk that was tried; a killed job goes on behind it.
    cursor = models.PositiveBigIntegerField(default=0)
    # [{"pk": ..., "error": class name}]
    failed = models.JSONField(default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    @property
    def subject(self):
        """What it opens, in words: the title of the section, the plural of the kind of words."""
        return self.section.title if self.section else apps.get_model(self.words)._meta.verbose_name_plural

    @property
    def tried(self):
        return self.done + len(self.failed)

    @property
    def is_stopped(self):
        """Did somebody stop it before all were tried?"""
        return self.ended_at is not None and self.tried < self.total


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


class InterfaceProposal(models.Model):
    """What a translator proposes for a string of the interface; it enters the next release as a PO file."""

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    msgctxt = models.CharField(max_length=200, blank=True)
    msgid = models.TextField()
    # The forms of the language in their order; one for a string without a plural.
    texts = models.JSONField(default=list)
    # Where the words come from; a language that few can read asks for it.
    source = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
