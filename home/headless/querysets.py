"""Reads, as verbs."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from home.headless.choices import DeliveryState


class EndpointQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def of(self, owners):
        return self.filter(owner__in=owners)


class SecretQuerySet(models.QuerySet):
    def valid(self, at=None):
        """Secrets that sign now, the newest first."""
        at = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by("-pk")


class DeliveryQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=DeliveryState.PENDING)

    def due(self, at=None):
        """Deliveries to try now, the longest due first; none to an endpoint that is busy or rests."""
        at = at or timezone.now()
        free = Q(endpoint__free_at__isnull=True) | Q(endpoint__free_at__lte=at)
        return self.pending().filter(free, endpoint__is_active=True, due_at__lte=at).order_by("due_at", "pk")


class EventQuerySet(models.QuerySet):
    def settled_before(self, time):
        """Events made before that time, of which nothing is on its way any more."""
        delivery = self.model.deliveries.rel.related_model
        waiting = delivery.objects.pending().filter(event=OuterRef("pk"))
        return self.filter(~Exists(waiting), made_at__lt=time)
