"""Deleting events, and the names of what is gone: they name people who may be hidden by now."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from home.headless.models import Event, LogPlace, PublicState

FORGET = "headless.forget_events"
KEPT_FOR = timedelta(days=14)


def forget_events() -> None:
    """Delete events that were made two weeks ago, with their deliveries. Runs each day."""
    Event.objects.settled_before(timezone.now() - KEPT_FOR).delete()
    _forget_who_is_gone()


@transaction.atomic
def _forget_who_is_gone() -> None:
    """Whoever asks for changes from before is told from then on that they are not known that far back."""
    place = LogPlace.objects.select_for_update().first()
    gone = PublicState.objects.gone_before(timezone.now() - KEPT_FOR)
    newest = gone.aggregate(newest=Max("gone_since"))["newest"]
    if place is None or newest is None:
        return
    LogPlace.objects.filter(pk=place.pk).update(forgotten=max(place.forgotten, newest))
    gone.delete()
