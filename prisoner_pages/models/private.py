"""What lies beside a record and reaches no page, draft, revision, index or export."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.security.encryption import PrivateText
from prisoner_pages.choices import Basis, CopyFormat, PairAnswer, PauseForm, Scope, SourceKind, Status
from prisoner_pages.models.dated import dated, refuse_days_to_come
from prisoner_pages.models.partner import Partner
from prisoner_pages.models.prisoner import Prisoner
from prisoner_pages.policies import ANNOUNCED_STATUSES, PRIVATE_SOURCES
from prisoner_pages.querysets.announcements import AnnouncedPersonQuerySet, AnnouncementQuerySet
from prisoner_pages.querysets.bulk import BulkResultQuerySet, SavedListQuerySet
from prisoner_pages.querysets.consents import ConsentQuerySet
from prisoner_pages.querysets.pairs import RecordPairQuerySet


class ConsentManager(models.Manager["Consent"]):
    """Leaves out who gave a basis and how, which a public host may not read; whoever opens it loads it."""

    def get_queryset(self) -> ConsentQuerySet:
        return ConsentQuerySet(self.model, using=self.db).defer("given_by_encrypted", "proof_encrypted")


class Consent(models.Model):
    """A basis for showing one thing about a person, or for writing. Withdrawn or expired ends it at once."""

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="consents")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    scope = models.CharField(pgettext_lazy("a basis", "about"), max_length=20, choices=Scope.choices)
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    source_url = models.URLField(_("public source"), max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    given_by_encrypted = models.BinaryField(default=bytes, blank=True)
    proof_encrypted = models.BinaryField(default=bytes, blank=True)

    given_by = PrivateText()
    proof = PrivateText()

    objects: ClassVar = ConsentManager.from_queryset(ConsentQuerySet)()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["prisoner", "scope"], name="consent_scope")]


class PrisonerPrivate(models.Model):
    """Contacts, proof and notes. Read by the partner's moderators; every reading is logged."""

    prisoner = models.OneToOneField(Prisoner, models.CASCADE, primary_key=True, related_name="private")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    contacts_encrypted = models.BinaryField(default=bytes, blank=True)
    proof_encrypted = models.BinaryField(default=bytes, blank=True)
    notes_encrypted = models.BinaryField(default=bytes, blank=True)

    contacts = PrivateText()
    proof = PrivateText()
    notes = PrivateText()

    class Meta:
        verbose_name = _("private record")
        verbose_name_plural = _("private records")
        default_permissions = ()
        permissions = [("access_private", _("May read contacts, proof and notes"))]


class SourceCopyManager(models.Manager["SourceCopy"]):
    """Leaves out what is kept, which may be large; whoever opens it loads it."""

    def get_queryset(self) -> models.QuerySet["SourceCopy"]:
        return super().get_queryset().defer("content_encrypted")


class SourceCopy(models.Model):
    """A page of a source as it was seen: an upload of the record's partner, encrypted and never public.

    It belongs to whatever source of the record has this address, or where it has none, this title: drafts
    bring sources anew, and the copy stays.
    """

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="source_copies")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    url = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=255, blank=True)
    format = models.CharField(max_length=4, choices=CopyFormat.choices)
    sha256 = models.CharField(max_length=64)  # of the file as it is kept
    size = models.PositiveIntegerField()  # bytes
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content_encrypted = models.BinaryField(default=bytes)

    content = PrivateText()  # in base64

    objects: ClassVar = SourceCopyManager()

    class Meta:
        verbose_name = _("copy of a source")
        verbose_name_plural = _("copies of sources")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title or self.url


class Pause(models.Model):
    """A person taken out of public view, quietly unless the editor chose the open form.

    `pages` lists [page id, live revision id] of the stories that were live, so that resuming restores
    what stood there. Rows are kept after resuming.
    """

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="pauses")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    form = models.CharField(_("form"), max_length=10, choices=PauseForm.choices, default=PauseForm.QUIET)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    pages = models.JSONField(default=list)
    was_live = models.BooleanField(default=False)
    reason_encrypted = models.BinaryField(default=bytes, blank=True)

    reason = PrivateText()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["-paused_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["prisoner"], condition=models.Q(resumed_at__isnull=True), name="one_open_pause"
            )
        ]


# --- What two people announce ---------------------------------------------------------------------
ANNOUNCED_KINDS = [(status.value, status.label) for status in Status if status in ANNOUNCED_STATUSES]


class Announcement(models.Model):
    """Prepared by one person, confirmed by another; until then nothing but the letters knows of it.

    Neither confirmed nor ended: it waits.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="announcements")
    status = models.CharField(_("what is announced"), max_length=30, choices=ANNOUNCED_KINDS)
    on = models.DateField(_("date"))
    precision = dated("on")
    source_kind = models.CharField(_("who says so"), max_length=20, choices=SourceKind.choices)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    family_knows = models.BooleanField(default=False)

    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="announced_by_two", condition=~models.Q(confirmed_by=models.F("prepared_by"))
            )
        ]

    def clean(self) -> None:
        super().clean()
        refuse_days_to_come(self, "on")
        if not self.source_url and not self.has_private_source:
            raise ValidationError({"source_url": _("Give the page that says so.")})

    @property
    def has_private_source(self) -> bool:
        return self.source_kind in PRIVATE_SOURCES

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    @property
    def seen(self) -> str:
        """Return what changes with the people and their records: whoever confirms has seen this."""
        rows = self.people.order_by("prisoner_id").values_list("prisoner_id", "prisoner__latest_revision_id")
        return "-".join(f"{person}.{revision or 0}" for person, revision in rows)


class AnnouncedPerson(models.Model):
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="people")
    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="announcements")
    # How the record stood when it was prepared; what was edited since is told to whoever confirms.
    revision = models.PositiveIntegerField(null=True)
    announced_at = models.DateTimeField(null=True)

    objects = AnnouncedPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "prisoner"], name="announced_once_in_a_list")
        ]

    @property
    def is_changed(self) -> bool:
        return self.revision != self.prisoner.latest_revision_id


# --- Who looks after a record ---------------------------------------------------------------------
class Assignment(models.Model):
    """The colleague to whom a record was given. Staff only; it gives no right."""

    prisoner = models.OneToOneField(Prisoner, models.CASCADE, related_name="assignment")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="given_records")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()


# --- A list of people that somebody opens again ---------------------------------------------------
class SavedList(models.Model):
    """What the list of people was narrowed to, by name: one's own, or for everybody at a partner."""

    name = models.CharField(_("name of the list"), max_length=60)
    query = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for everybody at")
    )

    objects = SavedListQuerySet.as_manager()
    may_be_forgotten: bool  # by whom the list of people is shown to

    class Meta:
        default_permissions = ()
        ordering = ["name", "pk"]


# --- What was done to many records at once --------------------------------------------------------
class BulkChange(models.Model):
    """One act done to many records. The uuid comes with the form: sent twice, done once."""

    uuid = models.UUIDField(unique=True, editable=False)
    act = models.CharField(max_length=20)  # a name of `ACTS`
    values = models.JSONField(default=dict)  # the form as it was sent
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undo_asked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class BulkResult(models.Model):
    """What became of one record: done, or refused and why, later perhaps undone. Neither: it waits."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="results")
    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="+")
    done_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # what the act changed, as it was
    after = models.CharField(max_length=64, blank=True)  # digest of the state that it left
    undone_at = models.DateTimeField(null=True)
    undo_refusal = models.TextField(blank=True)

    objects = BulkResultQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["change", "prisoner"], name="one_result_a_record")]


# --- Two records that may be about one person -----------------------------------------------------
class RecordPair(models.Model):
    """What somebody said of a pair of records, the older one first."""

    one = models.ForeignKey(Prisoner, models.CASCADE, related_name="+")
    other = models.ForeignKey(Prisoner, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=PairAnswer.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = RecordPairQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_answer_a_pair"),
            models.CheckConstraint(name="older_record_first", condition=models.Q(one__lt=models.F("other"))),
        ]


class RecordMerge(models.Model):
    """One record took the place of another. The uuid comes with the form: sent twice, done once."""

    uuid = models.UUIDField(unique=True, editable=False)
    kept = models.ForeignKey(Prisoner, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Prisoner, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # What undoing needs: how the record that is kept stood, and which rows came to it. Forgotten after a day.
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.CharField(max_length=64, blank=True)  # digest of the state that it left
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
