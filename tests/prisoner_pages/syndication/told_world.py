"""A receiver that listens, and what it was told since it was last asked."""

import json

from home.headless.choices import EventType
from home.headless.models import Endpoint, Event
from home.headless.webhooks.actions.log_follower import follow

ALL = ["crh", "en", "uk"]


def listen(owner="zmina", **fields):
    endpoint = Endpoint.objects.create(
        owner=owner, url="https://example.org/", events=[choice.value for choice in EventType], **fields
    )
    follow()
    return endpoint


def told():
    """Follow, and return [(type, languages)] of the new events, which are then forgotten."""
    follow()
    found = sorted((body["type"], body["languages"]) for body in bodies())
    Event.objects.all().delete()
    return found


def bodies():
    return [json.loads(body) for body in Event.objects.order_by("made_at").values_list("body", flat=True)]
