"""Reads, as verbs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.headless.choices import DeliveryState


class EndpointQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def of(self, owners: Iterable[str]) -> Self:
        return self.filter(owner__in=owners)


class SecretQuerySet(models.QuerySet):
    def valid(self, at: datetime | None = None) -> Self:
        """Return the secrets that sign now, newest first."""
        at = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("-pk")


class DeliveryQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(state=DeliveryState.PENDING)

    def due(self, at: datetime | None = None) -> Self:
        """Return deliveries to try now, the longest due first, without endpoints that are busy or rest."""
        at = at or timezone.now()
        free = Q(endpoint__free_at__isnull=True) | Q(endpoint__free_at__lte=at)
        return self.pending().filter(free, endpoint__is_active=True, due_at__lte=at).order_by("due_at", "pk")


class WebhookEventQuerySet(models.QuerySet):
    def settled_before(self, moment: datetime) -> Self:
        """Return events made before that time that are not on their way any more."""
        return self.filter(made_at__lt=moment).exclude(deliveries__state=DeliveryState.PENDING)
