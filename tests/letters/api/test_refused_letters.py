"""What a front end elsewhere is told when its letter can't be taken: by field, in words, in its language."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from letters.models import Letter
from tests.letters.api.post_world import LETTERS, PROBLEM, STATUS, nonce, post, sent, told

pytestmark = pytest.mark.django_db


WRONG_FIELDS = {
    "body": ["", "а" * 6001, "а\n" * 120, "\u200b" * 10, 5, None, ["а"]],
    "email": ["a@b", "a@[IPv6:::1]", "a@[203.0.113.7]", "a@localhost", "a@example.org,b@example.org", True],
    "censor": ["maybe", ""],
    "delay": ["maybe"],
    "name": ["я" * 101],
    "language": ["x" * 1000],
    "consent": [False, "on", 1],
    "prisoner": [""],
    "emial": ["olena@example.org"],
    "a/b~c": ["x"],
}


def test_what_is_wrong_is_told_by_its_field_in_the_language_asked_for(client, world, front_end):
    for name, values in WRONG_FIELDS.items():
        for value in values:
            answer = post(client, LETTERS, sent(**{name: value}))
            ukrainian = post(client, LETTERS, sent(**{name: value}), language="uk")

            assert answer.status_code == 422, (name, value, answer.text)
            assert told(answer) == [f"/{name.replace('~', '~0').replace('/', '~1')}"]
            assert answer.json()["errors"][0]["message"] != ukrainian.json()["errors"][0]["message"]
    assert "email" in post(client, LETTERS, sent(emial="x")).json()["errors"][0]["nearest"]
    assert told(post(client, LETTERS, {"nonce": nonce(), "prisoner": "vilnyi"})) == [
        "/body",
        "/censor",
        "/delay",
        "/consent",
    ]
    assert not Letter.objects.exists()


NO_BODIES = {
    "no object": (b"[]", 400),
    "nothing": (b" ", 400),
    "deep": (b"[" * 100_000, 400),
    "deep object": (b'{"a":' * 40_000, 400),
    "cut": (b'{"body": "a', 400),
    "no text": (b'{"body": "\xff"}', 400),
    "a NUL": (b'{"body": "a\\u0000"}', 400),
    "half a character": (b'{"prisoner": "\\ud800"}', 400),
    "half a name": (b'{"\\udfff": ""}', 400),
    "a name twice": (b'{"body": "a", "body": "b"}', 400),
    "no number": (b'{"consent": NaN}', 400),
    "a long number": (b'{"consent": ' + b"9" * 10_000 + b"}", 400),
    "too large": (b'{"body": "' + b"a" * 300_000 + b'"}', 413),
}


@pytest.mark.parametrize("address", [LETTERS, STATUS])
def test_body_that_cannot_be_read_is_refused_in_words(client, world, front_end, address):
    for name, (body, status) in NO_BODIES.items():
        answer = post(client, address, body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM), name
        assert answer.json()["detail"]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "x"):
        answer = client.post(address, "{}", content_type=kind)
        assert (answer.status_code, answer.headers["Content-Type"]) == (415, PROBLEM), kind
    assert client.get(STATUS, {"code": "1"}).status_code == 405


def test_form_that_is_too_young_too_old_or_not_ours_brings_a_new_nonce(
    client, world, front_end, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    cases = {422: [nonce(seconds=1), nonce(hours=30)], 400: ["", "abc", nonce(minutes=5)[:-1] + "!"]}

    for status, nonces in cases.items():
        for old in nonces:
            answer = post(client, LETTERS, sent(nonce=old))
            assert (answer.status_code, told(answer)) == (status, ["/nonce"])
            with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=1)):
                assert post(client, LETTERS, sent(nonce=answer.json()["nonce"])).status_code == 201
