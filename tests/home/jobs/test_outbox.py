"""The outbox against a real mail server."""

import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from home.jobs import mail_renderers
from home.jobs.actions.outbox import ATTEMPTS, LEASE, queue_mail, send_due
from home.jobs.mail_renderers import Mail, NotYet
from home.models import Outbox
from letters.following.actions.mail import LETTER_RECEIVED
from tests.factories.mail import mail_server

pytestmark = pytest.mark.both_databases


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def note(db, monkeypatch):
    monkeypatch.setitem(
        mail_renderers.renderers(),
        "note",
        lambda reference, language: Mail("a@example.org", "S", f"in {language}"),
    )


def queue(template="note"):
    return queue_mail(template=template, reference=uuid.uuid4(), language="uk")


def later(row):
    """Let the row be due again."""
    Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
    row.refresh_from_db()


def test_mail_goes_out_once(smtp, note):
    row = queue()

    assert send_due() == 1
    assert send_due() == 0

    row.refresh_from_db()
    ((recipients, message),) = smtp.mail
    assert recipients == ["a@example.org"]
    assert row.state == Outbox.State.SENT
    assert message["Auto-Submitted"] == "auto-generated"


def test_message_id_belongs_to_the_row(smtp, note):
    first, _second = queue(), queue()
    send_due()
    Outbox.objects.filter(pk=first.pk).update(state=Outbox.State.PENDING)

    later(first)
    send_due()

    ids = [message["Message-ID"] for _to, message in smtp.mail]
    assert ids[0] == ids[2] != ids[1]


def test_server_that_is_down_is_asked_again_later_and_later(note, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row, waits = queue(), []

    for _attempt in range(ATTEMPTS):
        later(row)
        send_due()
        row.refresh_from_db()
        waits.append(row.due_at - timezone.now())

    assert row.state == Outbox.State.DEAD
    assert waits[0] < timedelta(minutes=2) < waits[3] < waits[7] < timedelta(hours=12, minutes=1)


@pytest.mark.parametrize("answer", ["451 later", "RCPT 450 later", "421 busy"])
def test_mail_refused_for_now_stays(smtp, note, answer):
    smtp.answer = answer
    row = queue()
    send_due()
    row.refresh_from_db()
    assert row.state == Outbox.State.PENDING and row.due_at > timezone.now()

    smtp.answer = None
    later(row)
    send_due()

    row.refresh_from_db()
    assert row.state == Outbox.State.SENT and len(smtp.mail) == 1


@pytest.mark.parametrize("answer", ["554 never", "RCPT 550 nobody"])
def test_mail_refused_for_good_is_given_up(smtp, note, answer):
    smtp.answer = answer
    row = queue()

    send_due()

    row.refresh_from_db()
    assert row.state == Outbox.State.DEAD


def test_one_bad_mail_keeps_nobody_waiting(smtp, note, monkeypatch):
    monkeypatch.setitem(mail_renderers.renderers(), "broken", lambda reference, language: 1 / 0)
    broken, sound = queue("broken"), queue()

    send_due()

    broken.refresh_from_db(), sound.refresh_from_db()
    assert (broken.state, sound.state) == (Outbox.State.PENDING, Outbox.State.SENT)


def test_mail_no_longer_needed_is_not_sent(smtp, db, monkeypatch):
    monkeypatch.setitem(mail_renderers.renderers(), "none", lambda reference, language: None)
    row = queue("none")

    assert send_due() == 0

    row.refresh_from_db()
    assert row.state == Outbox.State.NOT_NEEDED and smtp.mail == []


def test_mail_that_must_wait_costs_no_attempt(db, monkeypatch):
    until = timezone.now() + timedelta(hours=1)

    def wait(reference, language):
        raise NotYet(until)

    monkeypatch.setitem(mail_renderers.renderers(), "wait", wait)
    row = queue("wait")
    send_due()

    row.refresh_from_db()
    assert (row.attempts, row.due_at, row.state) == (0, until, Outbox.State.PENDING)


def test_all_mail_of_a_template_waits_together_and_costs_the_next_round_nothing(smtp, note, monkeypatch):
    until = timezone.now() + timedelta(hours=1)
    asked = mock.Mock(side_effect=NotYet(until))
    monkeypatch.setitem(mail_renderers.renderers(), "wait", asked)
    waiting = [queue("wait") for _turn in range(3)]
    sound = queue()

    assert send_due(limit=2) == 1

    sound.refresh_from_db()
    assert sound.state == Outbox.State.SENT and asked.call_count == 1
    assert Outbox.objects.filter(pk__in=[row.pk for row in waiting], due_at=until).count() == 3


def test_mail_that_strangers_cause_leaves_after_all_other(smtp, note, monkeypatch):
    monkeypatch.setitem(mail_renderers.renderers(), "flood", mail_renderers.renderers()["note"])
    monkeypatch.setattr("home.jobs.actions.outbox.last_mails", lambda: ["flood"])
    flood, sound = [queue("flood") for _turn in range(3)], queue()

    send_due(limit=2)

    sound.refresh_from_db()
    left = Outbox.objects.filter(state=Outbox.State.PENDING).values_list("pk", flat=True)
    assert sound.state == Outbox.State.SENT and list(left.order_by("pk")) == [row.pk for row in flood[1:]]


def test_first_mail_about_a_letter_is_such_a_mail():
    assert mail_renderers.last_mails() == [LETTER_RECEIVED]


def test_mail_of_a_worker_that_died_is_sent_after_the_lease(smtp, note, monkeypatch):
    row = queue()
    monkeypatch.setattr(
        "home.jobs.actions.outbox._send", lambda row: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        send_due()
    monkeypatch.undo()
    row.refresh_from_db()
    assert timedelta(0) < row.due_at - timezone.now() <= LEASE
    mail_renderers.renderers()["note"] = lambda reference, language: Mail("a@example.org", "S", "B")

    try:
        later(row)
        assert send_due() == 1
    finally:
        del mail_renderers.renderers()["note"]


def test_mail_queued_in_a_change_that_is_rolled_back_never_goes(smtp, note):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError

    assert send_due() == 0


def test_unknown_template_is_refused_at_once(db):
    with pytest.raises(KeyError):
        queue("nothing")
