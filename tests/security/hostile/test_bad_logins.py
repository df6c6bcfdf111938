"""Bad logins from the catalogue, as a stranger tries them; the door is on, as on a host."""

import io
import json
import logging
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from fido2.utils import websafe_encode

from home.jobs.actions.outbox import send_due
from home.site.middleware.request_log import SafeFormatter
from letters.models import Letter
from tests.factories.login import (
    PASSWORD,
    code_of,
    enter_code,
    enter_password,
    give_app,
    give_codes,
    led_to,
    log_in_fully,
    staff_account,
)
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

CASES = {case.id: case for case in bad_inputs.cases("login_and_session")}


@standing
def anna(db):
    """Somebody with both steps."""
    user = staff_account()
    give_app(user)
    return user


@pytest.fixture(autouse=True)
def door(settings):
    settings.SECOND_STEP = True
    cache.clear()


def hold(identifier, answer):
    CASES[identifier].assert_met(answer, stored=Letter.objects.count())


def test_every_case_is_played_here():
    assert set(CASES) == {"AU-02", "AU-03", "AU-04", "AU-05", "AU-07", "AU-08", "AU-09", "AU-11", "AU-14"}


def test_twenty_wrong_passwords_slow_down(client, anna):
    """AU-02"""
    with time_machine.travel(timezone.now(), tick=False):  # on a slow machine a pause would be over
        for number in range(20):
            answer = enter_password(client, password=f"wrong {number}")
            hold("AU-02", answer)
        after = enter_password(client)

    assert "Зачекайте" in answer.text
    assert led_to(after) == ""


def test_password_without_the_second_step_opens_no_page_of_the_admin(client, anna):
    """AU-03"""
    hold("AU-03", enter_password(client))

    assert led_to(client.get("/admin/")) == "/admin/login/"


def test_code_of_the_app_is_taken_once_in_its_time(client, anna):
    """AU-04"""
    code = code_of()
    enter_password(client)
    enter_code(client, code)
    other = Client()
    enter_password(other)

    hold("AU-04", enter_code(other, code))
    assert led_to(other.get("/admin/")) == "/admin/login/"


@pytest.mark.full(LONG)
def test_hundred_codes_are_stopped_before_the_tenth(client, anna):
    """AU-05"""
    # On a slow machine a pause would be over; and the codes of that moment are none of those tried.
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        enter_password(client)
        answers = [enter_code(client, f"{number:06}") for number in range(100)]
        after = enter_code(client)

    for answer in answers:
        hold("AU-05", answer)
    assert all("Забагато неправильних кодів" in answer.text for answer in answers[9:])
    assert led_to(after) == ""


ELSEWHERE = [
    *("javascript:alert(1)", "//evil.example/", "https://evil.example/"),
    *(r"\\evil.example", "data:x", "/\\x"),
]


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_login(there, client, anna):
    """AU-07"""
    enter_password(client, next=there)

    answer = enter_code(client)

    hold("AU-07", answer)
    assert answer["Location"] == "/admin/"


def test_password_of_an_unknown_address_is_answered_as_that_of_a_known_one(client, anna):
    """AU-08"""
    known, unknown = (
        client.post("/admin/password_reset/", {"email": address})
        for address in ("anna@example.org", "nobody@example.org")
    )
    send_due()

    hold("AU-08", unknown)
    assert (known.status_code, known["Location"], known.content) == (
        unknown.status_code,
        unknown["Location"],
        unknown.content,
    )
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "lookalike", ["UsEr@gmaıl.com", "user@gmaıl.com", "ｕser@gmail.com", "uſer@gmail.com"]
)
def test_no_mail_goes_to_an_address_that_looks_like_one_of_ours(lookalike, client):
    """AU-09"""
    user = staff_account("user")
    user.email = "user@gmail.com"
    user.save()

    hold("AU-09", client.post("/admin/password_reset/", {"email": lookalike}))
    send_due()

    assert lookalike not in [to for message in mail.outbox for to in message.to]


def test_sessions_of_before_a_change_of_password_are_dead(client, anna):
    """AU-11"""
    log_in_fully(client, anna)
    assert client.get("/admin/").status_code == 200
    anna.set_password("another invented password")
    anna.save()

    answer = client.get("/admin/")

    hold("AU-11", answer)
    assert led_to(answer) == "/admin/login/"


def test_login_goes_over_https_alone():
    """AU-14"""
    with override_settings(SECURE_SSL_REDIRECT=True):
        client = Client()  # reads the settings when it begins
        answer = client.post("/admin/login/", {"login": "anna", "password": PASSWORD})

    hold("AU-14", answer)
    assert answer["Location"].startswith("https://")
    assert not answer.cookies


CREDENTIAL_PARTS = [
    *({}, [], None, "x"),
    {"clientDataJSON": "e30", "authenticatorData": "eA", "signature": "eA", "userHandle": "_____w"},
    {"clientDataJSON": "eA", "authenticatorData": "", "signature": "", "userHandle": None},
    {"clientDataJSON": "e30", "attestationObject": "oA"},
    {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiZUEiLCJvcmlnaW4iOiJodHRwOi8veCJ9",
        "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MBAAAAAA",
        "signature": "eA",
        "userHandle": "enp6enp6enp6enp6eg",
    },
]
# Beginnings of CBOR: cut off within a number, or of arrays in arrays without an end.
CLIENT_DATA = websafe_encode(
    json.dumps({"type": "webauthn.create", "challenge": "eA", "origin": "x"}).encode()
)
EXTENDED = bytes(32) + b"\x81" + bytes(4)  # an answer of a key that says that extensions follow
CREDENTIAL_PARTS += [
    part
    for cbor in (b"\x19", b"\x1b\x00", b"\x81" * 9_000)
    for part in (
        {"clientDataJSON": CLIENT_DATA, "attestationObject": websafe_encode(cbor)},
        {
            "clientDataJSON": CLIENT_DATA,
            "authenticatorData": websafe_encode(EXTENDED + cbor),
            "signature": "eA",
            "userHandle": "MQ",
        },
    )
]
PASSWORDS = ("oldpassword", "password1", "password2")
HOSTILE = [
    *("", " ", "x" * 5_000, "\u202eanna", "anna\x85", "' OR 1=1 --", "{{7*7}}", "%s%n", "ａnna", "0" * 500),
    *("9" * 5_000, "[" * 19_000, "[" * 100_000, '{"id": ' + "9" * 5_000 + "}"),
    *("[]", "{}", "null", "1", '"x"', '{"id": 1}', '{"response": {"userHandle": "OTk5OTk5OTk5OTk5OTk5"}}'),
    *(
        json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": part})
        for part in CREDENTIAL_PARTS
    ),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("words", first_of(HOSTILE), ids=range(len(HOSTILE)))
def test_no_form_of_login_breaks_or_tells_what_was_sent(words, anna):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter())
    logging.getLogger().addHandler(handler)
    try:
        stranger, half, inside = Client(), Client(), Client()
        enter_password(half)
        log_in_fully(inside, anna)
        give_codes(anna)
        half.get("/admin/login/second-step/")
        stranger.get("/admin/login/passkey/", headers={"accept": "application/json"})
        answers = [
            stranger.post("/admin/login/", {"login": words, "password": words, "next": words}),
            stranger.post("/admin/login/passkey/", {"credential": words}),
            stranger.post("/admin/password_reset/", {"email": words}),
            half.post("/admin/login/second-step/", {"code": words}),
            half.post("/admin/login/second-step/", {"credential": words}),
            inside.post("/admin/me/confirm/code/", {"code": words, "next": words}),
            inside.post("/admin/me/confirm/passkey/", {"credential": words}),
            inside.post("/admin/me/passkeys/add/", {"name": words, "credential": words}),
            inside.post("/admin/me/password/", dict.fromkeys(PASSWORDS, words)),
            *(stranger.get(f"/admin/password_reset/confirm/{uid}-x/") for uid in ("0", "zzzzzzzzzzzzz", "1")),
        ]
    finally:
        logging.getLogger().removeHandler(handler)

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert len(words.strip()) < 5 or words not in stream.getvalue()
    assert not any("evil" in answer.get("Location", "") for answer in answers)
