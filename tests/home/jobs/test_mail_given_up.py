"""Which mails are given up, and that administrators are told; against a mail server that refuses, stalls,
drops the connection before its yes, or knows no such mailbox."""

import logging
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from home.health.actions.watching import look_at_health
from home.health.read_models import mail_leaves
from home.jobs import mail_renderers
from home.jobs.actions.outbox import ATTEMPTS, PATIENCE_WITH_REFUSALS, queue_mail, send_due
from home.jobs.mail_renderers import Mail
from home.models import Outbox
from home.security.keyring import KeysLocked
from tests.factories.mail import DROP, SLOW, mail_server
from tests.tiers import BREAKS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.full(BREAKS)]
WRITER, ADMINISTRATOR = "writer@box.example", "root@host.example"
WAITS, SENT, DEAD = Outbox.State.PENDING, Outbox.State.SENT, Outbox.State.DEAD


@pytest.fixture
def smtp(settings, monkeypatch, django_user_model):
    django_user_model.objects.create_superuser("root", ADMINISTRATOR, "password")
    note = lambda reference, language: Mail(WRITER, "S", f"in {language}")  # noqa: E731
    monkeypatch.setitem(mail_renderers.renderers(), "note", note)
    with mail_server(settings) as server:
        yield server


def queue(reference=None, language="uk"):
    return queue_mail(template="note", reference=reference or uuid.uuid4(), language=language)


def states():
    return list(Outbox.objects.filter(template="note").order_by("pk").values_list("state", flat=True))


def try_again():
    Outbox.objects.filter(state=WAITS).update(due_at=timezone.now())
    send_due()


def to_administrator(server):
    look_at_health()
    send_due()
    return [
        mail.get_content()
        for (to,), mail in server.mail
        if to == ADMINISTRATOR and "given" in mail["Subject"]
    ]


def test_mailbox_that_is_gone_is_told_to_administrators_without_its_address(smtp, caplog):
    caplog.set_level(logging.DEBUG)
    smtp.answers = {WRITER: f"RCPT 550 no {WRITER} here"}
    queue()

    send_due()
    (told,) = to_administrator(smtp)

    assert states() == [DEAD]
    assert "1 of note" in told and "mail_given_up" in told
    ours = [vars(each) for each in caplog.records if each.name.startswith(("home", "letters"))]
    assert WRITER not in told and ours and WRITER not in str(ours)


NO_TLS = "no STARTTLS"
ABOUT_US = [
    NO_TLS,
    "HELO 554 you are on a list",
    "AUTH",
    "MAIL 550 we know no such sender",
    "RCPT 554 5.7.1 Relay access denied",
    "RCPT 550 no relay",
    "RCPT 554 blocked using list.example, client [5.188.10.2]",
    "RCPT 550 Blacklisted",
]


@pytest.mark.parametrize("answer", ABOUT_US)
def test_server_that_refuses_us_for_a_week_costs_no_mail_and_is_alarmed(smtp, settings, answer):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "password"
    smtp.answer, settings.EMAIL_USE_TLS = answer, answer == NO_TLS
    queue()

    for hours in range(0, 8 * 24, 12):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            try_again()
            assert states() == [WAITS]
            assert hours < 12 or "the oldest waits" in mail_leaves()
    smtp.answer, settings.EMAIL_USE_TLS = None, False
    try_again()

    assert states() == [SENT] and len(smtp.mail) == 1
    assert to_administrator(smtp) == []


def test_mailbox_that_lets_nobody_in_keeps_no_address_for_ever(smtp):
    smtp.answers = {WRITER: "RCPT 550 5.7.1 nobody may write here"}
    queue()
    send_due()
    assert states() == [WAITS]

    with time_machine.travel(timezone.now() + PATIENCE_WITH_REFUSALS + timedelta(minutes=1)):
        try_again()

    assert states() == [DEAD]


@pytest.mark.parametrize("hours", [10, 30 * 24])
def test_what_a_mail_waited_before_the_server_refused_us_costs_no_patience(smtp, monkeypatch, hours):
    is_locked, known = [True], mail_renderers.renderers()["note"]

    def locked(reference, language):
        if is_locked[0]:
            raise KeysLocked
        return known(reference, language)

    monkeypatch.setitem(mail_renderers.renderers(), "note", locked)
    smtp.answer = "MAIL 421 too many connections"
    queue()
    send_due()
    is_locked[0] = False

    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        for _refusal in range(2):
            try_again()
            row = Outbox.objects.get(template="note")
            assert row.attempts == 1 and row.due_at - timezone.now() < timedelta(minutes=2)


def test_server_that_refuses_us_for_ever_keeps_no_address_for_ever(smtp):
    smtp.answer = "MAIL 421 too many connections"
    queue()

    for days in (0, *range(15, 14 + ATTEMPTS)):
        assert states() == [WAITS]
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            try_again()

    assert states() == [DEAD]


def test_server_that_stalls_between_two_refusals_begins_their_two_weeks_anew(smtp):
    answers = ["MAIL 550 no such sender", "451 later", "MAIL 550 no such sender"]
    queue()

    for days, smtp.answer in zip((0, 10, 20), answers, strict=True):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            try_again()

    assert Outbox.objects.get(template="note").attempts == 2, "the last costs none"


@pytest.mark.parametrize(
    "answer",
    [
        "RCPT 550 5.1.1 <relay@box.example> unknown",
        "RCPT 550 <relay@box.example> unknown",
        "554 5.7.1 looks like spam",
    ],
)
def test_what_is_said_of_a_mailbox_or_a_mail_is_final(smtp, answer):
    smtp.answer = answer
    queue()

    send_due()

    assert states() == [DEAD]


@pytest.mark.parametrize(("trouble", "copies"), [(SLOW, 1), (DROP, 2), ("451 later", 1)])
def test_mail_that_nobody_confirmed_is_sent_again_under_the_same_id(smtp, settings, trouble, copies):
    settings.EMAIL_TIMEOUT = 0.5 if trouble == SLOW else 60
    smtp.answers = {WRITER: trouble}
    queue()
    send_due()
    assert states() == [WAITS]

    settings.EMAIL_TIMEOUT = 60
    smtp.answers = {}
    try_again()

    assert states() == [SENT] and len(smtp.mail) == copies
    assert len({mail["Message-ID"] for _to, mail in smtp.mail}) == 1


def test_of_two_mails_about_the_same_thing_the_newer_leaves(smtp):
    about = uuid.uuid4()
    smtp.answer = "451 later"
    queue(about, "en")
    send_due()  # waits for its next try
    smtp.answer = None
    queue(about, "uk")
    queue()

    send_due()
    try_again()

    assert states() == [Outbox.State.NOT_NEEDED, SENT, SENT]
    assert sorted(mail.get_content().strip() for _to, mail in smtp.mail) == ["in uk", "in uk"]


def test_newer_mail_that_is_still_to_wait_drops_none(smtp):
    about = uuid.uuid4()
    queue(about)
    queue_mail(template="note", reference=about, language="uk", wait=timedelta(days=1))

    send_due()

    assert states() == [SENT, WAITS]
