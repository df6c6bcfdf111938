"""Who has somebody's password and guesses the code slows down, and keeps the owner out of nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from home.jobs.actions.outbox import send_due
from home.models import Outbox, StaffDevice
from home.staff.rules import CODE_PAUSES, CODES_TOLD_AT, CODES_TOLD_EVERY, FREE_CODES, pause_after
from tests.factories.login import (
    code_of,
    enter_code,
    enter_password,
    give_app,
    give_codes,
    led_to,
    log_in_fully,
    staff_account,
)
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# The codes of that moment are none of those that are guessed; of another they may be.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    """Time stands still but where a test moves it: on a slow machine a pause would be over by itself."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def known_device(user):
    """Return the browser of somebody who has logged in with it before, and is logged out."""
    client = Client()
    enter_password(client, user.username)
    enter_code(client)
    client.post("/admin/logout/")
    cache.clear()  # or the code would be known as used
    assert StaffDevice.objects.filter(user=user).count() == 1
    return client


def guess(times, first=0):
    """Try wrong codes, each from a network of its own, where the password was given; return the answers."""
    answers = []
    for number in range(first, first + times):
        thief = Client(REMOTE_ADDR=f"203.0.{number % 250}.7")
        enter_password(thief)
        answers.append(enter_code(thief, f"{number:06}"))
    return answers


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_after_a_hundred_wrong_codes_the_owner_gets_in_from_a_known_device_at_once(anna):
    give_app(anna)
    known = known_device(anna)

    answers = guess(100)
    stranger = Client()
    enter_password(stranger)

    assert all("Забагато" in answer.text for answer in answers[FREE_CODES + 1 :])
    assert led_to(enter_code(stranger)) == ""
    enter_password(known)
    assert led_to(enter_code(known)) == "/admin/"


def test_a_recovery_code_opens_the_known_device_as_well(anna):
    give_app(anna)
    known, code = known_device(anna), give_codes(anna)[0]

    guess(20)

    enter_password(known)
    assert led_to(enter_code(known, code)) == "/admin/"


@pytest.mark.full(LONG)
def test_the_owner_on_a_new_device_gets_in_soon_after_guessing_stops(anna, clock):
    give_app(anna)
    guess(50)
    clock.shift(timedelta(seconds=CODE_PAUSES[-1]))
    owner = Client()
    enter_password(owner)

    assert led_to(enter_code(owner)) == "/admin/"


def test_a_day_of_guessing_is_too_short_to_find_one():
    pauses = [pause_after(tries, FREE_CODES, CODE_PAUSES) for tries in range(1, 1000)]
    waited = [sum(pauses[:tries]) for tries in range(len(pauses))]

    # Of a million, of which three are right at a time; what is left of a day after 600 is no try more.
    assert waited[600] > DAY.total_seconds()


def test_the_known_device_is_slowed_down_by_its_own_codes(anna):
    give_app(anna)
    known = known_device(anna)
    enter_password(known)

    answers = [enter_code(known, f"{number:06}") for number in range(FREE_CODES + 2)]

    assert "Забагато" in answers[-1].text
    assert led_to(enter_code(known)) == ""


def test_codes_of_one_account_slow_down_no_other(anna):
    give_app(anna)
    olena = staff_account("olena")
    give_app(olena)
    guess(20)
    client = Client()
    enter_password(client, "olena")

    assert led_to(enter_code(client)) == "/admin/"


def test_in_an_open_session_codes_are_counted_with_those_of_the_login(anna):
    here = Client()
    log_in_fully(here, anna)
    guess(FREE_CODES + 1)

    answer = here.post("/admin/me/confirm/code/", {"code": code_of()})

    assert answer.status_code == 200 and "Забагато" in answer.text


def test_the_right_code_begins_the_count_anew(anna, clock):
    give_app(anna)
    for _turn in range(3):
        guess(FREE_CODES - 1)
        clock.shift(timedelta(minutes=2))  # to another code
        owner = Client()
        enter_password(owner)
        assert led_to(enter_code(owner)) == "/admin/"


def test_neither_address_nor_name_nor_code_reaches_the_cache(anna, monkeypatch):
    give_app(anna)
    client = Client(REMOTE_ADDR="203.0.113.7")
    enter_password(client)
    seen = []
    make_key = cache.make_key
    monkeypatch.setattr(
        cache, "make_key", lambda key, version=None: seen.append(key) or make_key(key, version)
    )

    enter_code(client, "123456")

    assert any("tries:" in key for key in seen)
    assert not any(word in repr(seen) for word in ("203.0", "anna", "123456"))


# --- The owner hears of it -----------------------------------------------------------------------


def told():
    return Outbox.objects.filter(template="login_wrong_codes").count()


def test_the_owner_is_told_of_many_wrong_codes_and_not_of_a_slip(anna):
    give_app(anna)

    guess(CODES_TOLD_AT - 1)
    assert told() == 0
    guess(1)
    assert told() == 1


@pytest.mark.full(LONG)
def test_once_in_some_hours(anna, clock):
    give_app(anna)
    for _hour in range(5):
        guess(10)
        clock.shift(timedelta(hours=1))
    assert told() == 1

    clock.shift(CODES_TOLD_EVERY)
    guess(1)

    assert told() == 2


def test_without_the_password_nobody_makes_it_be_sent(client, anna):
    give_app(anna)
    for number in range(10):
        enter_password(client, password="wrong")
        enter_code(client, f"{number:06}")

    assert told() == 0


def test_the_mail_says_no_more_than_it_must(anna, mailoutbox):
    give_app(anna)
    guess(CODES_TOLD_AT)

    send_due()

    [mail] = [each for each in mailoutbox if "код" in each.subject]
    assert mail.to == ["anna@example.org"] and "/admin/me/" in mail.body
    for private in ("203.0", "anna", "000000", "000001"):
        assert private not in mail.body + mail.subject
