"""A flood of request rows, by whoever holds a public host, keeps no true request waiting."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.jobs.actions.outbox import send_due
from home.settings.rings import PUBLIC_RINGS
from letters.choices.letters import LetterState as S
from letters.choices.requests import RequestKind as Kind
from letters.models import Letter, WriterAddress, WriterRequest
from letters.requests.actions import carrying_out
from letters.requests.actions.asking import ask, ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.email_index import link_digest, link_token
from tests.letters.requests.test_forged import about_nothing
from tests.tiers import first_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def letter(sent):
    letter = sent(nonce="true")
    carry_out_requests()
    return letter


def flood(kind, size, **facts):
    """Write so many rows, each about another letter that there is not, or as `facts` say."""
    shape = about_nothing(kind)
    ids = (
        {"letter_uuid": uuid.uuid4()} if shape["letter_uuid"] and "letter_uuid" not in facts else {}
        for _row in range(size)
    )
    WriterRequest.objects.bulk_create(WriterRequest(**{**shape, **each, **facts}) for each in ids)


def withdraw(letter):
    ask_by_code(Kind.WITHDRAW, letter=letter, code=letter.code)


def is_withdrawn(letter):
    return Letter.objects.get(pk=letter.pk).state == S.WITHDRAWN


@pytest.mark.parametrize("kind", first_of(Kind))
def test_false_rows_are_dropped_together_whatever_their_number(letter, kind, monkeypatch):
    monkeypatch.setattr(carrying_out, "ERASURE_REQUESTS_AN_HOUR", 2)
    statements = []
    for size in (10, 400):
        flood(kind, size)
        with CaptureQueriesContext(connection) as asked:
            carry_out_requests()
        statements.append(len(asked))
        assert not WriterRequest.objects.waiting().exists()

    assert statements[1] <= statements[0]


@pytest.mark.parametrize("kind", first_of(Kind))
def test_true_wish_is_carried_out_in_the_first_turn_though_more_wait_than_a_turn_drops(
    letter, kind, monkeypatch
):
    monkeypatch.setattr(carrying_out, "FALSE_A_TURN", 10)
    monkeypatch.setattr(carrying_out, "ROWS_A_TURN", 5)
    flood(kind, 100)
    withdraw(letter)
    flood(kind, 100)

    carry_out_requests()

    assert is_withdrawn(letter)


def test_flood_about_a_letter_of_ones_own_keeps_no_other_letter_waiting(letter, sent, monkeypatch):
    monkeypatch.setattr(carrying_out, "ROWS_A_TURN", 2)
    own = sent(nonce="own", email="")
    flood(Kind.WITHDRAW, 100, letter_uuid=own.uuid, digest=own.code_digest)
    withdraw(letter)
    flood(Kind.WITHDRAW, 100, letter_uuid=own.uuid, digest=own.code_digest)

    carry_out_requests()

    assert is_withdrawn(letter) and not is_withdrawn(own)


def test_notices_of_all_letters_keep_no_wish_waiting(letter, sent, monkeypatch):
    monkeypatch.setattr(carrying_out, "ROWS_A_TURN", 1)
    for number in range(3):
        ask(Kind.NOTIFY, letter=sent(nonce=str(number), email="").uuid)
    Letter.objects.update(has_email=True)
    withdraw(letter)

    carry_out_requests()

    assert is_withdrawn(letter) and WriterRequest.objects.waiting().count() == 2


def test_refused_rows_leave_nothing_however_often_they_are_written(letter):
    kept = WriterRequest.objects.count()
    for _turn in range(3):
        ask(Kind.NOTIFY, letter=letter.uuid)
        flood(Kind.WITHDRAW, 3, letter_uuid=letter.uuid, digest=letter.code_digest)
        carry_out_requests()

    assert WriterRequest.objects.count() == kept and not is_withdrawn(letter)


def test_link_that_was_pressed_leaves_one_row_however_often_it_is_written(letter):
    send_due()
    token = link_token(WriterAddress.objects.get().index)
    for _turn in range(3):
        ask(Kind.CONFIRM, digest=link_digest(token), proof=token)
        carry_out_requests()

    assert WriterAddress.objects.get().confirmed_at
    assert WriterRequest.objects.filter(kind=Kind.CONFIRM).count() == 1


def test_flood_about_a_letter_goes_with_the_letter(letter, monkeypatch):
    kept = WriterRequest.objects.count()
    flood(Kind.ERASE, 100, letter_uuid=letter.uuid, digest=letter.code_digest)
    ask_by_code(Kind.ERASE, letter=letter, code=letter.code)
    monkeypatch.setattr(carrying_out, "ROWS_A_TURN", 1)

    carry_out_requests()

    assert Letter.objects.get(pk=letter.pk).state == S.ERASED
    assert WriterRequest.objects.count() == kept


def test_without_keys_a_flood_is_dropped_and_the_true_wish_waits(letter, settings):
    withdraw(letter)
    flood(Kind.WITHDRAW, 100)
    settings.KEY_FILES = {name: settings.KEY_FILES[name] for name in PUBLIC_RINGS}

    carry_out_requests()

    assert WriterRequest.objects.waiting().get().letter_uuid == letter.uuid
