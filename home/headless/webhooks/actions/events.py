"""Storing an event once, and sending it to each endpoint that subscribed to it."""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.headless.choices import EventType
from home.headless.models import Delivery, Endpoint, Event
from home.headless.webhooks.changes import Change

# A receiver that is down for a night is told in the morning; after a day it must read the lists again.
DAY = timedelta(days=1)


def body_of(event_id: uuid.UUID, event_type: EventType, content: dict[str, Any], *, at: datetime) -> str:
    """Return what every receiver gets, as JSON."""
    time = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"id": str(event_id), "type": event_type.value, "time": time, **content})


def without_subject(owner: str) -> dict[str, Any]:
    """Return the content of a test event."""
    return {"subject": None, "owner": owner, "languages": [], "urls": [], "tags": []}


@transaction.atomic
def tell(event_type: EventType, content: dict[str, Any], endpoints: Iterable[Endpoint]) -> Event:
    """Create the event with its lasting id and a delivery for each endpoint; return the event."""
    now = timezone.now()
    event_id = uuid.uuid4()
    body = body_of(event_id, event_type, content, at=now)
    event = Event.objects.create(id=event_id, type=event_type, body=body, made_at=now)
    Delivery.objects.bulk_create(
        Delivery(event=event, endpoint=endpoint, due_at=now, give_up_at=now + DAY) for endpoint in endpoints
    )
    return event


def tell_change(change: Change, endpoints: Iterable[Endpoint]) -> Event | None:
    """Send a Change to the endpoints that subscribed to its kind; store nothing if there are none."""
    wanting = [endpoint for endpoint in endpoints if endpoint.wants(change.type, change.owners)]
    if not wanting:
        return None
    content: dict[str, Any] = {
        "subject": {"kind": change.state.kind, "name": change.state.name},
        "owner": change.state.owner,
        "languages": change.languages,
        "urls": change.urls,
        "tags": change.tags,
    }
    if change.moves:
        content["moves"] = change.moves
    return tell(change.type, content, wanting)
