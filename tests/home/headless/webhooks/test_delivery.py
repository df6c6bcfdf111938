"""What receivers do, and what becomes of a delivery: told at least once, with one id, or shown as failed."""

import base64
import hashlib
import hmac
import json
import logging
import os
import signal
import time
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from home.headless.choices import DeliveryState, EventType, Problem
from home.headless.models import Attempt, Delivery, Endpoint, EndpointSecret, Event
from home.headless.webhooks import requests
from home.headless.webhooks.actions import delivery as delivering
from home.headless.webhooks.actions.delivery import PAUSES, deliver_due
from home.headless.webhooks.actions.endpoints import (
    change_endpoint,
    end_older_secret,
    rotate_secret,
    send_again,
    send_test,
    switch_off,
    switch_on,
)
from home.headless.webhooks.actions.events import tell
from home.headless.webhooks.actions.retention import forget_events
from tests.factories.receiver import DRIP, ENDLESS, HANG_UP, NONSENSE, SLOW, receiver
from tests.factories.recipes import recipe
from tests.factories.stored import everything_stored
from tests.home.headless.conftest import add
from tests.rivals import at_once, in_child
from tests.tiers import LONG

CONTENT = {"subject": {"kind": "prisoner", "name": "zhyva"}, "owner": "zmina", "urls": [], "tags": []}


def gone(*endpoints):
    return tell(EventType.GONE, CONTENT, endpoints)


def verified(secret, headers, body, *, now):
    """A receiver's own check, written from docs/api.md with nothing of ours."""
    sent_at = int(headers["webhook-timestamp"])
    if abs(now - sent_at) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    ours = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(hmac.compare_digest(ours, theirs) for theirs in headers["webhook-signature"].split(" "))


@pytest.mark.both_databases
def test_event_arrives_signed_and_is_delivered_once(listening, server):
    endpoint, secret = listening
    event = gone(endpoint)

    deliver_due()
    deliver_due()

    [(path, headers, body)] = server.got
    assert path == "/hook?of=us" and headers["content-type"] == "application/json"
    assert headers["webhook-id"] == json.loads(body)["id"] == str(event.pk)
    assert verified(secret, headers, body, now=time.time())
    assert recipe("webhook")["is_from_us"](secret, headers, body)
    assert not recipe("webhook")["is_from_us"](secret, headers, body + b" ")
    assert not verified(secret, headers, body.replace(b"zhyva", b"insha"), now=time.time())
    assert not verified(secret, headers, body, now=time.time() + 301)
    assert not verified("whsec_" + base64.b64encode(b"x" * 32).decode(), headers, body, now=time.time())
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert Attempt.objects.get().status == 200


BAD = {
    500: (500, Problem.STATUS),
    404: (404, Problem.STATUS),
    (302, ("Location", "http://127.0.0.1/")): (302, Problem.REDIRECT),
    HANG_UP: (None, Problem.NO_CONNECTION),
    NONSENSE: (None, Problem.MALFORMED),
    SLOW: (None, Problem.TOO_SLOW),
    DRIP: (None, Problem.TOO_SLOW),
}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_answer_that_is_no_yes_is_tried_again_with_the_same_id_and_body(
    listening, server, monkeypatch, caplog
):
    """Slow, trickling, redirecting to loopback, hanging up, talking nonsense, failing: then 200."""
    caplog.set_level(logging.DEBUG)
    endpoint, secret = listening
    server.answers = [
        (answer[0], dict([answer[1]]), b"") if isinstance(answer, tuple) else answer for answer in BAD
    ]
    gone(endpoint)
    now = timezone.now()
    for answer, pause in zip([*BAD, 200], [timedelta(0), *PAUSES], strict=False):
        # What comes at all comes late from a busy machine; for what does not, any time is too long.
        monkeypatch.setattr(requests, "SECONDS", 0.4 if answer in (SLOW, DRIP) else 60)
        now += pause + timedelta(minutes=15)
        with time_machine.travel(now, tick=True):
            deliver_due()

    delivery = Delivery.objects.get()
    assert list(delivery.tries.values_list("status", "problem")) == [*BAD.values(), (200, "")]
    assert delivery.state == DeliveryState.DELIVERED
    # A redirect was not followed: every request came to the hook itself.
    assert len(server.got) == len(BAD) + 1 and {path for path, *_rest in server.got} == {"/hook?of=us"}
    assert len({(headers["webhook-id"], body) for _path, headers, body in server.got}) == 1
    assert server.url not in caplog.text and secret not in caplog.text and "zhyva" not in caplog.text


def test_endless_answer_that_began_with_yes_is_a_yes_and_is_not_read(listening, server, monkeypatch):
    cut = mock.Mock()
    monkeypatch.setattr(requests, "SECONDS", 60)
    monkeypatch.setattr(requests._Connection, "cut", cut)
    server.answer = ENDLESS
    gone(listening[0])

    deliver_due()

    assert not cut.called, "it was left, not broken off at the end of its time"
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


@pytest.mark.full(LONG)
def test_receiver_that_is_dead_for_a_day_is_given_up_and_told_again_by_hand(listening, server):
    endpoint, _secret = listening
    server.answer = 503
    events = [gone(endpoint) for _number in range(3)]
    start = timezone.now()
    for minutes in range(0, 26 * 60, 10):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            deliver_due()

    assert {delivery.state for delivery in Delivery.objects.all()} == {DeliveryState.FAILED}
    tries = [delivery.tries.count() for delivery in Delivery.objects.all()]
    assert all(8 <= count <= 16 for count in tries), tries
    server.answer, server.got = 200, []
    send_again(Delivery.objects.get(event=events[1]), by=None)
    deliver_due()

    assert [json.loads(body)["id"] for _path, _headers, body in server.got] == [str(events[1].pk)]
    assert Delivery.objects.get(event=events[1]).state == DeliveryState.DELIVERED


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_failing_endpoint_rests_and_keeps_no_other_waiting(listening, server):
    """Of a dead receiver's hundred deliveries one is tried; the others wait for its rest to end."""
    with receiver(500) as dead:
        bad, _secret = add(dead.url)
        for _number in range(100):
            gone(bad, listening[0])
        deliver_due()

        assert len(dead.got) == 1
        assert len(server.got) == 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_slow_receiver_holds_up_neither_other_receivers_nor_jobs_nor_mail(server, monkeypatch):
    monkeypatch.setattr(requests, "SECONDS", 600)
    quick, _secret = add(server.url)
    with receiver(SLOW) as dead:
        slow, _secret = add(dead.url)
        gone(slow)
        Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        gone(slow, quick)

        def answer_once_both_were_told():
            try:
                assert dead.asked.wait(60) and server.asked.wait(60)
            finally:
                dead.gone.set()

        faults = at_once(deliver_due, answer_once_both_were_told, deliver_due)

        assert faults == [None] * 3, "the quick receiver was told while the slow one had not answered"
        assert len(server.got) == 1 and len(dead.got) == 1, "one courier at a time to one endpoint"
    assert Delivery.objects.filter(state=DeliveryState.DELIVERED).count() == 1


@pytest.mark.full(LONG)
@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_worker_killed_between_sending_and_noting_sends_again_with_the_same_id(server, monkeypatch):
    endpoint, _secret = add(server.url)
    gone(endpoint)
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "settle", lambda *_arguments: os.kill(os.getpid(), signal.SIGKILL))
        _pid, status = os.waitpid(in_child(deliver_due), 0)
    assert os.WIFSIGNALED(status) and len(server.got) == 1
    assert Delivery.objects.get().state == DeliveryState.PENDING

    call_command("worker", once=True)
    assert len(server.got) == 1, "the lease of the dead worker lasts a while"
    with time_machine.travel(timezone.now() + delivering.LEASE):
        call_command("worker", once=True)

    assert len({headers["webhook-id"] for _path, headers, _body in server.got}) == 1 and len(server.got) == 2
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


@pytest.mark.both_databases
def test_secret_is_rotated_without_a_gap_and_lies_sealed(listening, server):
    endpoint, first = listening
    second = rotate_secret(endpoint, by=None)
    gone(endpoint)
    deliver_due()
    [(_path, headers, body)] = server.got
    assert verified(first, headers, body, now=time.time()) and verified(
        second, headers, body, now=time.time()
    )

    third = rotate_secret(endpoint, by=None)
    assert [secret.text for secret in endpoint.secrets.valid()] == [third, second], "two at most"
    end_older_secret(endpoint, by=None)
    gone(endpoint)
    deliver_due()
    _path, headers, body = server.got[1]
    assert [verified(each, headers, body, now=time.time()) for each in (first, second, third)] == [0, 0, 1]
    stored = everything_stored()
    assert not any(secret in stored for secret in (first, second, third))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert endpoint.secrets.valid().count() == 1


def test_secret_that_does_not_open_fails_the_delivery_and_stops_nobody(listening, server):
    broken, _secret = add(server.url)
    EndpointSecret.objects.filter(endpoint=broken).update(text_encrypted=b"torn")
    gone(broken, listening[0])

    deliver_due()

    assert len(server.got) == 1
    assert Attempt.objects.get(delivery__endpoint=broken).problem == Problem.NO_SECRET


def test_switched_off_endpoint_is_told_nothing_and_shows_what_failed(listening, server):
    endpoint, _secret = listening
    gone(endpoint)
    switch_off(endpoint, by=None)
    deliver_due()

    assert server.got == []
    assert Delivery.objects.get().state == DeliveryState.FAILED
    with pytest.raises(ValidationError):
        send_again(Delivery.objects.get(), by=None)
    switch_on(endpoint, by=None)
    send_test(endpoint, by=None)
    deliver_due()
    assert [json.loads(body)["type"] for _path, _headers, body in server.got] == ["test"]


def test_address_within_a_network_is_refused_with_a_sentence_and_nothing_changes(listening, settings):
    endpoint, _secret = listening
    settings.WEBHOOKS_MAY_REACH_PRIVATE = False
    for url in ("https://127.0.0.1/", "https://localhost/", "http://example.org/"):
        with pytest.raises(ValidationError) as refusal:
            change_endpoint(endpoint, url=url, events=[], own_only=False, by=None)
        assert "https" in str(refusal.value)
        with pytest.raises(ValidationError):
            add(url)

    assert list(Endpoint.objects.values_list("url", flat=True)) == [endpoint.url]
    gone(endpoint)
    deliver_due()
    assert Attempt.objects.get().problem == Problem.REFUSED_ADDRESS


@pytest.mark.both_databases
def test_events_are_forgotten_after_two_weeks(listening):
    gone(listening[0])
    deliver_due()
    waiting = tell(EventType.GONE, CONTENT, [listening[0]])
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        forget_events()

    assert list(Event.objects.all()) == [waiting], "what is on its way is kept"
