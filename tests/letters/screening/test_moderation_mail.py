"""Mail of moderation, by a real mail server: fixed words, to confirmed addresses, not before an undo."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from home.models import Outbox
from letters.following.actions.answers import withdraw_letter
from letters.handling.actions.undo import undo
from letters.models import Letter, ReasonText, WriterAddress
from letters.screening.actions.decisions import ask_writer, reject_letter, return_letter
from tests.factories.mail import mail_server
from tests.letters.conftest import filled, work

ADDRESS = "olena@example.org"
BODY = "Guten Tag! Unser Kater liest am liebsten von früh bis spät Bücher über das Meer, canary-body."
LATER = timedelta(minutes=12)


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def letter(client, check_url, smtp):
    client.post(check_url, filled(body=BODY, name="canary-name", email=ADDRESS, censor="ask", language="de"))
    work()
    WriterAddress.objects.update(confirmed_at=timezone.now())
    smtp.mail.clear()
    return Letter.objects.get()


def send_later():
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + LATER):
        work()


def return_for(letter, by, *reasons):
    return return_letter(letter=letter, by=by, version=letter.version, reasons=reasons)


def test_returned_letter_is_told_in_the_words_of_its_language_and_nothing_of_it(
    letter, screener, smtp, world
):
    return_for(letter, screener, "politics-or-war", "hints")

    send_later()

    ((recipients, message),) = smtp.mail
    text = message.get_content()
    assert recipients == [ADDRESS]
    assert "Politik oder den Krieg" in text and "zwei Arten lesen" in text and "(English)" not in text
    for secret in ("canary", "Kater", world.slug, world.name_en, world.name_uk, str(letter.uuid), "screener"):
        assert secret not in message.as_string() + text


def test_reason_without_words_in_the_language_is_in_english_and_says_so(letter, screener, smtp):
    ReasonText.objects.filter(chip__slug="hints", language="de").delete()
    return_for(letter, screener, "hints")

    send_later()

    assert "(English) Some passages can be read two ways." in smtp.mail[0][1].get_content()


@pytest.mark.both_databases
def test_undo_stops_the_mail(letter, screener, smtp):
    returned = return_for(letter, screener, "hints")
    work()
    assert smtp.mail == []

    undo(letter=returned, by=screener, version=returned.version)
    send_later()

    assert smtp.mail == []
    assert Outbox.objects.get(template="letter_returned").state == Outbox.State.NOT_NEEDED


@pytest.mark.both_databases
def test_letter_returned_undone_and_returned_again_is_told_once(letter, screener, smtp):
    letter = return_for(letter, screener, "hints")
    letter = undo(letter=letter, by=screener, version=letter.version)
    return_for(letter, screener, "may-hurt")

    send_later()

    ((_recipients, message),) = smtp.mail
    assert "verletzen" in message.get_content() and "zwei Arten" not in message.get_content()


def test_address_nobody_confirmed_hears_nothing(letter, screener, smtp):
    WriterAddress.objects.update(confirmed_at=None)
    return_for(letter, screener, "hints")

    send_later()

    assert smtp.mail == []


def test_refused_letter_makes_no_mail(letter, screener, smtp):
    reject_letter(letter=letter, by=screener, version=letter.version)

    send_later()

    assert smtp.mail == []


def test_question_is_asked_on_the_status_page_and_the_mail_only_leads_there(letter, screener, smtp):
    ask_writer(letter=letter, by=screener, version=letter.version, reasons=["ask-politics-or-war"])

    work()

    ((_recipients, message),) = smtp.mail
    text = message.get_content()
    assert "/de/letters/status/" in text
    assert "Politik" not in text and "canary" not in text


def test_question_to_a_letter_withdrawn_meanwhile_is_not_sent(letter, screener, smtp):
    ask_writer(letter=letter, by=screener, version=letter.version, reasons=["ask-politics-or-war"])
    withdraw_letter(letter=letter)

    work()

    assert smtp.mail == []
