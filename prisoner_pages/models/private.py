"""What lies beside a record and reaches no page, draft, revision, index or export."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.security.encryption import PrivateText
from prisoner_pages.choices import Basis, PauseForm, Scope
from prisoner_pages.models.prisoner import Prisoner
from prisoner_pages.querysets.consents import ConsentQuerySet


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
