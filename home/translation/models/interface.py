"""What translators propose for words of the interface."""

from django.conf import settings
from django.db import models
from wagtail.models import Locale


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
