"""The worker gives a sign of life, which the readiness check looks for (home.site.views.readiness)."""

from django.utils import timezone

from home.jobs.actions.clock import note_time
from home.models import Heartbeat


def beat() -> None:
    """Note that a worker is working now, and what its clock says."""
    note_time()
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
