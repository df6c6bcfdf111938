import uuid
from functools import partial
from secrets import token_hex
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import OpeningReason, ReplyAction, ReplyState, ReturnReason
from letters.lifecycle import TRANSLATOR_HAS
from letters.models.desk import LetterDesk
from letters.models.letter import Letter
from letters.querysets.letters import AppendOnlyQuerySet
from letters.querysets.posting import PlaceStopQuerySet, PostReturnQuerySet, ReplyQuerySet, WriterCopyQuerySet
from prisoner_pages.models import Facility, Prisoner

# Of a reply for which no translator is asked, or none any more.
NOBODY_ASKED = {"translator": None, "asked_on": None, "asked_language": "", "sealed_request": ""}


class PostReturn(models.Model):
    """The post brought a letter back from a place."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="post_returns")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="post_returns")
    reason = models.CharField(_("why"), max_length=20, choices=ReturnReason.choices)
    on = models.DateField(default=timezone.localdate)
    # The stop that it led to, or came during: once that is lifted, it never counts again.
    stop = models.ForeignKey("PlaceStop", models.SET_NULL, null=True, related_name="returns")

    objects = PostReturnQuerySet.as_manager()


class PlaceStop(models.Model):
    """Letters keep coming back from a place: nothing is printed for it until somebody has looked."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="stops")
    since = models.DateField(default=timezone.localdate)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # What the person who lifted it has found out.
    sealed_note = models.TextField(blank=True)

    objects = PlaceStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility"], condition=models.Q(lifted_at__isnull=True), name="one_stop_a_place"
            )
        ]

    @property
    def sealed_as(self) -> str:
        """The name that its sealed note carries inside, as a letter's parts carry its uuid."""
        return f"place-stop-{self.pk}"


class Reply(models.Model):
    """What a prisoner wrote back: private, unless the person agreed that it may be shared."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prisoner = models.ForeignKey(Prisoner, models.PROTECT, related_name="replies", verbose_name=_("from"))
    desk = models.ForeignKey(LetterDesk, models.PROTECT, related_name="replies")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="replies")
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sealed_text = models.TextField(blank=True)
    # Who agreed that it may be shared, when and how; sealed, since it may name relatives.
    sealed_consent = models.TextField(blank=True)
    is_shared = models.BooleanField(_("may be shared"), default=False)
    version = models.PositiveIntegerField(default=1)
    # Who is asked to put it into the language of the letter's writer, and since when. Beside the desk that
    # account alone opens the request, which holds as much of the reply as the dispatcher lets it read.
    translator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField(null=True)
    asked_language = models.CharField(max_length=10, blank=True, default="", db_default="")
    sealed_request = models.TextField(blank=True, default="", db_default="")
    sealed_translation = models.TextField(blank=True, default="", db_default="")
    # Since when what it says is sealed for the offline key; None while the keys of the site open it.
    kept_offline_on = models.DateField(null=True)
    # Since when the writer of the letter opens it by the code.
    for_writer_on = models.DateField(null=True)
    # When the desk deleted its own copy: from then on nobody but that writer opens it.
    closed_on = models.DateField(null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    @property
    def state(self) -> ReplyState:
        if self.closed_on:
            return ReplyState.CLOSED
        if self.for_writer_on:
            return ReplyState.WITH_WRITER
        return ReplyState.WITH_TRANSLATOR if self.asked_on else ReplyState.AT_DESK

    @property
    def request_is_over(self) -> bool:
        """Nobody took it back, and it opens to its translator no more."""
        return self.asked_on is not None and self.asked_on <= timezone.localdate() - TRANSLATOR_HAS


class ReplyPage(models.Model):
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=5)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["reply", "position"]


class WriterCopy(models.Model):
    """A part of a reply as the writer of the letter opens it: the text at 0, then its pages.

    Sealed to the key that comes of the code, so no ring opens it. Found by a name that is random: those of
    the texts by the code's digest, those of the pages inside the text.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="writer_copies")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="writer_copies")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=32, unique=True, default=partial(token_hex, 16))
    for_code = models.BinaryField()

    objects = WriterCopyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "position"], name="writer_copy_part")]


class ReplyLogEntry(models.Model):
    """One thing that happened to a reply: who, what, when; never content. Added, never changed."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="log")
    action = models.CharField(max_length=20, choices=ReplyAction.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    # Of a reply that was taken out. The release before this column adds entries until it is restarted.
    because = models.CharField(
        max_length=10, blank=True, choices=OpeningReason.choices, default="", db_default=""
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in a reply’s log")
        verbose_name_plural = _("replies’ log")
        ordering = ["pk"]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("entries of the log are never deleted")
