"""Writing an event down, once, and putting it on its way to each endpoint that asked for it."""

import json
import uuid
from datetime import UTC, timedelta

from django.db import transaction
from django.utils import timezone

from home.headless.models import Delivery, Event

# A receiver that is away for a night is told in the morning; after that it reads the lists anew.
DAY = timedelta(days=1)


@transaction.atomic
def tell(event_type, content, endpoints):
    """Make the event with its lasting id and a delivery for each endpoint; return the event."""
    now = timezone.now()
    event_id = uuid.uuid4()
    body = {
        "id": str(event_id),
        "type": event_type.value,
        "time": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        **content,
    }
    event = Event.objects.create(id=event_id, type=event_type, body=json.dumps(body), made_at=now)
    Delivery.objects.bulk_create(
        Delivery(event=event, endpoint=endpoint, due_at=now, give_up_at=now + DAY) for endpoint in endpoints
    )
    return event


def tell_change(change, endpoints):
    """Tell a Change (webhooks.changes) to those who asked for such; nobody asked: nothing is kept."""
    wanting = [endpoint for endpoint in endpoints if endpoint.wants(change.type, change.owners)]
    if not wanting:
        return None
    content = {
        "subject": {"kind": change.state.kind, "name": change.state.name},
        "owner": change.state.owner,
        "languages": change.languages,
        "urls": change.urls,
        "tags": change.tags,
    }
    if change.moves:
        content["moves"] = change.moves
    return tell(change.type, content, wanting)
