import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices import Channel, LetterState
from letters.lifecycle import public_state
from letters.querysets import LetterQuerySet
from prisoner_pages.models import CampaignPage, EventPage, Prisoner
from prisoner_pages.policies import Call


class Letter(models.Model):
    """A letter to a person. Whatever the writer wrote is sealed; what stands in clear moves it along.

    No time is kept, only the day: a letter must not be matched with a visit.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prisoner = models.ForeignKey(
        Prisoner, models.PROTECT, related_name="letters", verbose_name=_("recipient")
    )
    # Of the pages in the source locale: one campaign is one campaign in all languages.
    campaign = models.ForeignKey(
        CampaignPage, models.SET_NULL, null=True, related_name="letters", verbose_name=_("campaign")
    )
    event = models.ForeignKey(
        EventPage, models.SET_NULL, null=True, related_name="letters", verbose_name=_("event")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    language_declared = models.CharField(_("language as the writer says"), max_length=10, blank=True)
    language_detected = models.CharField(_("language as detected"), max_length=10, blank=True)
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState.choices, default=LetterState.RECEIVED
    )
    page_count = models.PositiveSmallIntegerField(_("pages, estimated"), default=1)
    has_email = models.BooleanField(_("has an e-mail"), default=False)
    has_drawing = models.BooleanField(_("has a drawing"), default=False)
    # Both are computed on the staff side, with keys a public host never has; "" means not yet.
    email_index = models.CharField(max_length=64, blank=True)
    duplicate_hash = models.CharField(max_length=64, blank=True)
    is_unproven = models.BooleanField(_("came without proof of work"), default=False)
    flood_group = models.CharField(_("group of similar letters"), max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    code_digest = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=64, unique=True)

    sealed_body = models.TextField()
    sealed_name = models.TextField()
    sealed_email = models.TextField(blank=True)
    sealed_wishes = models.TextField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions = [("open_letter", _("Can open a letter"))]
        indexes = [models.Index(fields=["state", "received_on"], name="letter_state_day")]

    def __str__(self):
        return str(self.uuid)

    @property
    def language(self):
        return self.language_declared or self.language_detected

    @property
    def is_held(self):
        """Does record or facility stop printing and posting today? Screening goes on."""
        return self.prisoner.paused_at is not None or self.prisoner.call_to_action.call is not Call.WRITE

    @property
    def public_state(self):
        return public_state(self.state, held=self.is_held)

    @property
    def age_days(self):
        return (timezone.localdate() - self.received_on).days


class LetterDrawing(models.Model):
    """The drawing of a letter, sealed; beside the letter, so that no list carries it."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="drawing")
    format = models.CharField(max_length=5)
    sealed = models.BinaryField()
