"""F10 to F12: a mail server that is down for a day, drops the connection, refuses or does not answer.

No mail is lost, one is doubled at most where the connection broke before the server's yes (with the same
Message-ID, so that the mailbox drops it), and a bad mail keeps no other waiting.
"""

import random
import uuid
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from home.jobs import mail_renderers
from home.jobs.actions import outbox
from home.jobs.actions.outbox import queue_mail, send_due
from home.jobs.mail_renderers import Mail
from home.models import Outbox
from tests import faults
from tests.factories.mail import DROP, SLOW, mail_server
from tests.tiers import BREAKS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.faults, pytest.mark.full(BREAKS)]
FOR_NOW = ["451 later", "RCPT 450 later", "421 busy"]
FOR_GOOD = ["554 never", "RCPT 550 nobody"]


@pytest.fixture(autouse=True)
def notes(monkeypatch, settings):
    """Mails to an address each."""
    to = lambda reference, language: Mail(f"{reference}@example.org", "S", "B")  # noqa: E731
    monkeypatch.setitem(mail_renderers.renderers(), "note", to)
    settings.EMAIL_TIMEOUT = 60


def queue(count):
    rows = [queue_mail(template="note", reference=uuid.uuid4(), language="uk") for _number in range(count)]
    return [f"{row.reference}@example.org" for row in rows]


def arrived(server):
    """Return {address: how often}, and hold that what came twice came with one Message-ID."""
    ids = {(recipients[0], message["Message-ID"]) for recipients, message in server.mail}
    assert len(ids) == len({address for address, _id in ids})
    return Counter(recipients[0] for recipients, _message in server.mail)


def settle(fault, addresses, server, *, crashes=()):
    found = arrived(server)
    doubled = sum(found[address] - 1 - (address in crashes) > 0 for address in addresses)
    faults.tell(fault, lost=sum(not found[address] for address in addresses), doubled=doubled)


@pytest.mark.parametrize("seed", faults.RUNS)
def test_f10_server_is_down_for_a_day_and_a_night(settings, seed):
    chance = random.Random(seed)
    addresses, start = queue(3), timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    gone = timedelta(0)
    while gone < timedelta(hours=24):
        with time_machine.travel(start + gone):
            assert send_due() == 0
        gone += timedelta(minutes=chance.randint(10, 60))

    assert not Outbox.objects.exclude(state=Outbox.State.PENDING).exists()
    with mail_server(settings) as server, time_machine.travel(start + timedelta(hours=37)):
        send_due()
        send_due()

    settle("F10", addresses, server)


@pytest.mark.parametrize("seed", faults.RUNS)
def test_f11_connection_breaks_before_the_servers_yes(settings, seed):
    addresses = queue(6)
    dropped = random.Random(seed).sample(addresses, 2)
    with mail_server(settings) as server:
        server.answers = dict.fromkeys(dropped, DROP)
        send_due()
        assert Outbox.objects.filter(state=Outbox.State.SENT).count() == 4
        server.answers = {}
        Outbox.objects.update(due_at=timezone.now())
        send_due()
        send_due()

    settle("F11", addresses, server, crashes=dropped)


@pytest.mark.parametrize("seed", faults.RUNS)
def test_f12_refused_or_unanswered_mail_keeps_no_other_waiting(settings, monkeypatch, seed):
    chance = random.Random(seed)
    addresses = queue(7)
    slow, later, never, *others = chance.sample(addresses, len(addresses))
    with mail_server(settings) as server:
        server.answers = {slow: SLOW, later: chance.choice(FOR_NOW), never: chance.choice(FOR_GOOD)}
        patient_with_all_but(slow, settings, monkeypatch)
        send_due()
        # The slow answer has not come yet, and will not.
        assert set(arrived(server)) == set(others)
        assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}
        states = Counter(Outbox.objects.values_list("state", flat=True))
        assert states == {Outbox.State.SENT: 4, Outbox.State.PENDING: 2, Outbox.State.DEAD: 1}
        server.answers = {}
        patient_with_all_but(None, settings, monkeypatch)
        Outbox.objects.update(due_at=timezone.now())
        send_due()

    settle("F12", {*addresses} - {never}, server)


def patient_with_all_but(slow, settings, monkeypatch):
    """Give up this mail soon, and wait long for the others: a busy machine answers them late."""

    def note(reference, language):
        mail = Mail(f"{reference}@example.org", "S", "B")
        settings.EMAIL_TIMEOUT = 0.2 if mail.to == slow else 60
        return mail

    monkeypatch.setitem(mail_renderers.renderers(), "note", note)


def test_slow_server_keeps_the_worker_from_its_other_work_for_a_turn_only(settings, monkeypatch):
    clock = iter(range(0, 1000, 12))
    monkeypatch.setattr(outbox, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    queue(6)
    with mail_server(settings):
        assert send_due() == 2, "at 0 the turn begins, at 12 and 24 it goes on, at 36 it is over"

    assert Outbox.objects.filter(attempts=0).count() == 4, "they wait for the next turn"
