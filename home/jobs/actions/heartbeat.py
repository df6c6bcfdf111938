"""The worker says that it lives, for whoever asks whether the site is ready (home.site.views.readiness)."""

from django.utils import timezone

from home.models import Heartbeat


def beat() -> None:
    """Note that a worker is at its work now."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
