"""Reads, as verbs."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
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


class PublicStateQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(gone_since=None)

    def gone_before(self, moment: datetime) -> Self:
        return self.filter(gone_since__isnull=False, changed_at__lt=moment)

    def called(self, tags: Iterable[str]) -> Self:
        """Return the public subjects of these cache tags (`kind:name`)."""
        named = [tag.split(":", 1) for tag in tags]
        of_tags = (Q(key__startswith=f"{kind}:", name=name) for kind, name in named)
        return self.public().filter(reduce(or_, of_tags, Q(pk__in=())))
