"""Kinds of watched words, of reasons, and of what helps a writer to begin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchKind(models.TextChoices):
    RISKY = "risky", _("risky in a letter")
    SIGNATURE = "signature", _("office, party, rank, letterhead")
    CLASS = "class", _("school or home, in a pupil’s letter")
    FORBIDDEN = "forbidden", _("never in the Russian text")


class ChipKind(models.TextChoices):
    RETURN = "return", _("return to the writer")
    ASK = "ask", _("question to the writer")
    SEND_BACK = "send_back", _("back to the translator")


class AidKind(models.TextChoices):
    """Beginnings of sentences, and examples by their mood: writers read them in this order."""

    START = "start", _("Beginning of a sentence")
    EVERYDAY = "everyday", _("A calm everyday letter")
    INTEREST = "interest", _("About something you both love")
    GREETING = "greeting", _("A short greeting")
