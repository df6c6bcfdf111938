"""The worker gives a sign of life, which the readiness check looks for (home.site.views.readiness)."""

from django.utils import timezone

from home.models import Heartbeat


def beat() -> None:
    """Note that a worker is working now."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
