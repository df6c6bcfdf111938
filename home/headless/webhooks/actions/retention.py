"""Deleting events: they name people who may be hidden by now."""

from datetime import timedelta

from django.utils import timezone

from home.headless.models import Event

FORGET = "headless.forget_events"
KEPT_FOR = timedelta(days=14)


def forget_events() -> None:
    """Delete events that were made two weeks ago, with their deliveries. Runs each day."""
    Event.objects.settled_before(timezone.now() - KEPT_FOR).delete()
