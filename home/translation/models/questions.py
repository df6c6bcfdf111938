"""What people at the desk say to each other about a string: questions, answers, why a warning is wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import String, TranslationContext, TranslationSource

from home.translation.models.desk import Unit


class Dismissal(models.Model):
    """The reason why a translation is right although a check warns; it holds for that finding only."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="dismissals")
    check_id = models.CharField(max_length=30)
    # Finding.signature as JSON: another fault gets a new warning.
    signature = models.TextField()
    reason = models.CharField(_("why it is right"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "check_id", "signature"], name="one_dismissal_a_finding")
        ]


class Question(models.Model):
    """A translator asks the editor about a string of an original; all languages see it and its answers."""

    source = models.ForeignKey(TranslationSource, models.CASCADE, related_name="questions")
    context = models.ForeignKey(TranslationContext, models.CASCADE, related_name="+")
    # The current string; `asked_about` is the string at the time, None while it is the same.
    string = models.ForeignKey(String, models.CASCADE, related_name="+")
    asked_about = models.ForeignKey(String, models.CASCADE, null=True, blank=True, related_name="+")
    # The language of whoever asked; a question of an editor has none.
    locale = models.ForeignKey(Locale, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField(_("question"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class Answer(models.Model):
    """One line of the talk under a question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
