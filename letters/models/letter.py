import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import Channel, ClosedReason, HoldReason, LetterState, PublicState
from letters.holds import hold_of
from letters.lifecycle import public_state
from letters.querysets.letters import LetterQuerySet
from prisoner_pages.models import CampaignPage, EventPage, Facility, Prisoner

if TYPE_CHECKING:
    from letters.models.translation import TextVersion


class Letter(models.Model):
    """A letter to a person. Whatever the writer wrote is sealed; what stands in clear moves it along.

    No time is kept, only the day: a letter must not be matched with a visit.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prisoner = models.ForeignKey(
        Prisoner, models.PROTECT, related_name="letters", verbose_name=_("recipient")
    )
    # The page in the source locale: one campaign is the same in all languages.
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
    flood_group = models.CharField(_("group of similar letters"), max_length=64, blank=True)
    # Perhaps a machine's, perhaps from an old telephone (home.security.proof_of_work).
    is_unproven = models.BooleanField(_("without proof of work"), default=False, db_default=False)
    version = models.PositiveIntegerField(default=1)

    # --- At the desk -----------------------------------------------------------------------------
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    # The place cannot read it as it is, so a translator comes first (set with the state and with the place).
    needs_translation = models.BooleanField(_("to be translated"), default=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="claimed_letters"
    )
    claimed_until = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="duplicates")
    # Slugs of the reasons told to the writer, with commas: asked about or returned for. Words: ReasonText.
    asked_for = models.CharField(max_length=255, blank=True)
    closed_because = models.CharField(max_length=20, blank=True, choices=ClosedReason.choices)
    # The hold as last looked at, for lists and for the log; printing and posting compute it anew.
    held_because = models.CharField(max_length=20, blank=True, choices=HoldReason.choices)
    held_since = models.DateField(null=True)
    held_days = models.PositiveIntegerField(default=0)
    # A copy is to wait, or waits, until the person is free, sealed to a key that is kept offline.
    is_for_release = models.BooleanField(_("kept until the release"), default=False)

    code_digest = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    # The public half of the key that comes of the code (letters.sealing.code_keys): answers are sealed to it.
    # None where there is none. No db_default: the database would return it, and public hosts do not read it.
    answer_key = models.BinaryField(null=True)

    sealed_body = models.TextField()
    sealed_name = models.TextField()
    sealed_email = models.TextField(blank=True)
    sealed_wishes = models.TextField()
    # [{"start", "end"}] of the original in characters: left out of what translators read.
    sealed_hidden = models.TextField(blank=True)

    # Where a queryset says that it adds them.
    was_brought_back: bool
    waiting_request: str | None
    is_wanted_back: bool
    is_of_class: bool | None
    place_verified_on: date | None
    closer: int | None
    group_size: int | None
    group_last: int | None
    newest_versions: list["TextVersion"]

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions = [("audit_letters", _("Can read the logs of all letters"))]
        indexes = [
            models.Index(fields=["state", "received_on"], name="letter_state_day"),
            models.Index(fields=["duplicate_hash"], name="letter_duplicates"),
            models.Index(fields=["flood_group"], name="letter_groups"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def language(self) -> str:
        return self.language_declared or self.language_detected

    @property
    def hold(self) -> str:
        """Return why the letter is neither printed nor posted today (HoldReason), or "". For staff.

        Four queries; none where a list has them (`LetterQuerySet.with_holds`).
        """
        if self.prisoner.is_being_announced:
            return HoldReason.SECOND_PERSON
        return hold_of(self.prisoner)

    @property
    def is_held(self) -> bool:
        """Does what is public of record and place stop printing and posting today?

        Reading and translating go on. Nobody is told that an announcement is being prepared.
        """
        return bool(hold_of(self.prisoner))

    def claimant(self, at: datetime | None = None) -> User | None:
        """Return who works on the letter now, or None."""
        is_claimed = self.claimed_until and self.claimed_until > (at or timezone.now())
        return self.claimed_by if is_claimed else None

    @property
    def public_state(self) -> PublicState:
        """What the writer is told."""
        return public_state(self.state, held=self.is_held)

    @property
    def place_sent_to(self) -> Facility | None:
        """The place on the envelope: of the last printing, else the one that the record names; a query."""
        printed = self.printings.filter(fault="").select_related("run__facility").order_by("-pk").first()
        return printed.run.facility if printed else self.prisoner.facility

    @property
    def reasons_told(self) -> list[str]:
        """Return the slugs of the reasons told to the writer, in their order."""
        return [slug for slug in self.asked_for.split(",") if slug]

    @property
    def age_days(self) -> int:
        return (timezone.localdate() - self.received_on).days


class LetterDrawing(models.Model):
    """The sealed drawing of a letter, in a table of its own so that no list loads it."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="drawing")
    format = models.CharField(max_length=5)
    sealed = models.BinaryField()
    # None until somebody has decided whether it may go with the letter.
    is_accepted = models.BooleanField(null=True)
