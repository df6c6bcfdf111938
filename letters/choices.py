"""The words of the letter desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    RECEIVED = "received", _("received")
    ASKED = "asked", _("writer asked")
    ACCEPTED = "accepted", _("accepted")
    TRANSLATED = "translated", _("translated")
    APPROVED = "approved", _("approved")
    PRINTED = "printed", _("printed")
    POSTED = "posted", _("posted")
    ANSWERED = "answered", _("answered")
    RETURNED = "returned", _("returned")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")


class PublicState(models.TextChoices):
    """What a writer may know, by the code: neutral, without place or text."""

    RECEIVED = "received", _("Received")
    IN_PREPARATION = "in_preparation", _("In preparation")
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Closed")


class Channel(models.TextChoices):
    WEB = "web", _("website")
    API = "api", _("partner’s system")
    EMAIL = "email", _("e-mail")
    PAPER = "paper", _("on paper")


class CensorWish(models.TextChoices):
    """If something must be left out so that the censor lets the letter through."""

    DO = "do", _("Leave it out and send the letter")
    ASK = "ask", _("Ask me first: I will look at the status page with my code")


class DelayWish(models.TextChoices):
    """If the letter cannot go within 180 days."""

    ERASE = "erase", _("Erase it")
    KEEP = "keep", _("Keep it until it can go")


class LogAction(models.TextChoices):
    """What happened to a letter, in the past tense. Never content."""

    RECEIVED = "received", _("received")
    OPENED = "opened", _("opened")
    DRAWING_OPENED = "drawing_opened", _("drawing opened")
    MOVED = "moved", _("state changed")
