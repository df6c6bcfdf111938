"""Codes of 16 digits, given out by an earlier release: they stay good wherever a code is asked for."""

import json

import pytest

from letters.choices.requests import RequestKind
from letters.codes import EARLIER_DIGITS, code_for, digest_of, grouped
from letters.models import Letter, WriterRequest
from letters.requests.actions.carrying_out import carry_out_requests
from tests.letters.conftest import filled

STATUS, ERASE = "/uk/letters/status/", "/uk/letters/erase/"


@pytest.fixture
def form():
    return filled()


@pytest.fixture
def code(client, check_url, form, monkeypatch):
    """Return the code of a letter that the release before has stored."""
    with monkeypatch.context() as before:
        before.setattr(
            "letters.writing.actions.submit.code_for",
            lambda nonce, content, **_now: code_for(nonce, content, digits=EARLIER_DIGITS),
        )
        sent = client.post(check_url, form)
    code = client.get(sent.headers["Location"]).context["code"]
    assert [len(group) for group in code.split()] == [4] * 4
    return code


def test_state_is_told_on_our_page_and_through_the_api(client, code):
    page = client.post(STATUS, {"code": code})
    answer = client.post("/api/v1/letters/status", json.dumps({"code": code}), "application/json")

    assert page.context["state"] == answer.json()["state"]["code"] == "received"


def test_letter_is_withdrawn_with_it(client, code):
    key = client.post(STATUS, {"code": code}).context["key"]
    client.post(STATUS, {"key": key, "do": "withdraw", "sure": "1"})
    carry_out_requests()

    assert Letter.objects.get().state == "withdrawn"


def test_letter_is_erased_with_it(client, code):
    client.post(ERASE, {"code": code})
    assert WriterRequest.objects.waiting().filter(kind=RequestKind.ERASE).count() == 1
    carry_out_requests()

    assert Letter.objects.get().state == "erased"


def test_form_sent_again_over_a_change_of_release_shows_the_code_that_is_good(client, check_url, form, code):
    again = client.post(check_url, form)

    assert client.get(again.headers["Location"]).context["code"] == code
    assert Letter.objects.count() == 1


def test_new_letter_gets_24_digits(client, check_url):
    sent = client.post(check_url, filled())
    code = client.get(sent.headers["Location"]).context["code"]

    digits = code.replace(" ", "")
    assert len(digits) == 24 and grouped(digits) == code
    assert Letter.objects.get().code_digest == digest_of(digits)
