"""Webhooks: who is told, what was told, and how each delivery went."""

import uuid
from collections.abc import Container

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.headless.choices import DeliveryState, EventType, Problem
from home.headless.querysets import (
    DeliveryQuerySet,
    EndpointQuerySet,
    PublicStateQuerySet,
    SecretQuerySet,
    WebhookEventQuerySet,
)
from home.security.encryption import PrivateText


class Endpoint(models.Model):
    """An address of a partner's own site that is told of changes; `owner` is the partner's slug."""

    owner = models.SlugField(_("partner"), db_index=True)
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    own_only = models.BooleanField(_("only what is the partner’s own"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # Until then a delivery is under way, or it rests after failures.
    free_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)  # since the last success

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["owner", "pk"]

    def __str__(self) -> str:
        return self.url

    def wants(self, event_type: str, owners: Container[str]) -> bool:
        return event_type in self.events and (not self.own_only or self.owner in owners)


class EndpointSecret(models.Model):
    """Signs what is sent to one endpoint. After a rotation the previous one also signs for a time."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    text_encrypted = models.BinaryField(default=bytes)
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True)

    text = PrivateText()
    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("secret of a webhook")
        verbose_name_plural = _("secrets of webhooks")
        default_permissions = ()


class Event(models.Model):
    """What happened, exactly as every receiver gets it, however often it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    type = models.CharField(_("event"), max_length=20, choices=EventType.choices)
    body = models.TextField()
    made_at = models.DateTimeField(db_index=True)

    objects = WebhookEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ()


class Delivery(models.Model):
    """One event on its way to one endpoint: delivered after one 2xx answer, or else failed."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)  # since it was last queued
    due_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "endpoint"], name="one_delivery_an_endpoint")]
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]


class Attempt(models.Model):
    """One request that was made, or could not be made. Of the answer only the status is stored."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    made_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        default_permissions = ()
        ordering = ["pk"]


class PublicState(models.Model):
    """What was public of a subject when it was last looked at (home.headless.webhooks.changes.State).

    Of one that is gone, or not there under that name, kind and name alone are kept, for a time. Turns are
    those of LogPlace: they rise as changes are committed, so whoever goes on from one of them misses nothing.
    """

    key = models.CharField(max_length=80, unique=True)
    state = models.JSONField()
    kind = models.CharField(max_length=20, default="", db_default="")
    name = models.CharField(max_length=255, default="", db_default="")
    turn = models.PositiveIntegerField(default=0, db_default=0)  # of its last change
    changed_at = models.DateTimeField(null=True)
    public_since = models.PositiveIntegerField(default=0, db_default=0)  # turn
    gone_since = models.PositiveIntegerField(null=True)  # turn; null: it is public

    objects = PublicStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("public state")
        verbose_name_plural = _("public states")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "turn"], name="public_state_noted")]


class LogPlace(models.Model):
    """How far the audit logs were followed. One row."""

    pages = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    turn = models.PositiveIntegerField(
        default=0
    )  # increases each time, so that two followers never report the same
    calendar_on = models.DateField()  # the last day whose expiries were looked for
    forgotten = models.PositiveIntegerField(default=0, db_default=0)  # turn: who was gone by then is not kept

    class Meta:
        verbose_name = _("place in the log")
        verbose_name_plural = _("places in the log")
        default_permissions = ()
