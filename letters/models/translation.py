from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import TextStage
from letters.models.letter import Letter
from letters.querysets.letters import TextVersionQuerySet


class LetterTranslation(models.Model):
    """The Russian text of a letter, sealed as the letter is; `version` is the lock of those who write."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="translation")
    sealed_text = models.TextField(blank=True)
    # {check id: why its warning does not apply}, sealed: reasons may quote the letter.
    sealed_dismissals = models.TextField(blank=True)
    # The unfinished correction of a second reader, "" for none; not part of the text yet.
    sealed_correction = models.TextField(blank=True)
    corrector = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    translator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Name of the machine whose draft the translator began with; "" for none.
    machine = models.CharField(max_length=40, blank=True)
    is_lone = models.BooleanField(_("approved by its own translator"), default=False)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("translation of a letter")
        verbose_name_plural = _("translations of letters")


class TextVersion(models.Model):
    """A text as it was handed on: to the reader, back, or approved. With the reasons of the hand-over."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="text_versions")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=TextStage.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    sealed_text = models.TextField()
    sealed_reason = models.TextField(blank=True)
    # As approved; "" without a name, and where one was approved as its writer had typed it.
    sealed_signature = models.TextField(blank=True)

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="one_text_number")]


class LetterNote(models.Model):
    """A word from one member of the desk to the others; sealed, never shown to a writer."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    sealed_text = models.TextField()

    class Meta:
        ordering = ["letter", "pk"]
