"""Delivering: lease one, send it, settle it. Several couriers work at once, never two on one endpoint.

A worker that is killed while sending leaves a lease that expires: the event is sent again with its id, so
each receiver gets it at least once. An endpoint that fails rests, and only its own deliveries wait.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from home.headless.choices import DeliveryState, Problem
from home.headless.models import Delivery, Endpoint
from home.headless.webhooks.requests import Answer, post
from home.headless.webhooks.signatures import headers_of
from home.security.encryption import KEPT_UNDER, PrivateTextError
from home.security.keyring import is_locked

logger = logging.getLogger(__name__)

DELIVER = "headless.deliver"
COURIERS = 4
# Longer than one attempt can take; after it the delivery of a worker that died is tried again.
LEASE = timedelta(minutes=2)
# Between the attempts of one delivery; the last one repeats, until a day is over.
PAUSES = [
    timedelta(seconds=10),
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 4)),
]
# How long an endpoint rests after consecutive failures, whatever else is due there.
FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=10)
LONGEST_TURN_SECONDS = 60


def deliver_due() -> None:
    """Deliver what is due, one after the other; called again and again by each courier."""
    if is_locked(KEPT_UNDER):
        return  # secrets can't be read: all waits, and counts as no attempt
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_TURN_SECONDS:
        delivery = _lease_next()
        if delivery is None:
            return
        settle(delivery, _send(delivery))


def _lease_next() -> Delivery | None:
    if not Delivery.objects.due().exists():
        return None  # the usual answer, given without a lock
    return _lease()


@transaction.atomic
def _lease() -> Delivery | None:
    due = Delivery.objects.due().select_related("event", "endpoint")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self", "endpoint"))
    delivery = due.first()
    if delivery is None:
        return None
    until = timezone.now() + LEASE
    Endpoint.objects.filter(pk=delivery.endpoint_id).update(free_at=until)
    delivery.attempts += 1
    delivery.due_at = until
    delivery.save(update_fields=["attempts", "due_at"])
    return delivery


def _send(delivery: Delivery) -> Answer:
    body = delivery.event.body.encode()
    try:
        signing = [secret.text for secret in delivery.endpoint.secrets.valid()]
    except PrivateTextError:
        return Answer(problem=Problem.NO_SECRET)
    timestamp = int(timezone.now().timestamp())
    headers = headers_of(delivery.event_id, body, timestamp=timestamp, signing=signing)
    return post(delivery.endpoint.url, body, headers)


@transaction.atomic
def settle(delivery: Delivery, answer: Answer) -> None:
    """Record the attempt; end the delivery, try later or give up."""
    now = timezone.now()
    delivery.tries.create(
        made_at=now, status=answer.status, problem=answer.problem, milliseconds=answer.milliseconds
    )
    if answer.is_taken:
        Endpoint.objects.filter(pk=delivery.endpoint_id).update(free_at=None, failures=0)
        return _end(delivery, DeliveryState.DELIVERED, now)
    logger.warning("Webhook not taken", extra={"event": "webhook_not_taken", "error": answer.problem})
    _let_rest(delivery.endpoint, now)
    if now >= delivery.give_up_at:
        return _end(delivery, DeliveryState.FAILED, now)
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    pending = Delivery.objects.pending().filter(pk=delivery.pk)
    pending.update(due_at=min(now + pause, delivery.give_up_at))


def _end(delivery: Delivery, state: DeliveryState, now: datetime) -> None:
    """End a delivery that is still pending: somebody may have switched the endpoint off meanwhile."""
    Delivery.objects.pending().filter(pk=delivery.pk).update(state=state, settled_at=now)


def _let_rest(endpoint: Endpoint, now: datetime) -> None:
    """Let the endpoint rest, longer with each failure; what waited a day for it has failed."""
    rest = min(FIRST_REST * 2 ** min(endpoint.failures, 10), LONGEST_REST)
    Endpoint.objects.filter(pk=endpoint.pk).update(free_at=now + rest, failures=F("failures") + 1)
    late = endpoint.deliveries.pending().filter(give_up_at__lte=now)
    late.update(state=DeliveryState.FAILED, settled_at=now)
