"""F03: the database goes away at any moment of sending. The text comes back, and nothing is half stored."""

import random

import pytest
from django.db import OperationalError, connection

from letters.models import Letter, LetterLogEntry
from tests import faults
from tests.letters.conftest import filled, hidden_fields

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, pytest.mark.faults]


class GoesAway:
    """Answers `left` more statements, then none: as a server that was stopped."""

    def __init__(self, left):
        self.left, self.asked = left, 0

    def __call__(self, execute, sql, params, many, context):
        self.asked += 1
        if self.asked > self.left:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


def test_f03_text_comes_back_whenever_the_database_goes_away(client, check_url):
    client.raise_request_exception = False
    for body in ("Перший", "Другий"):  # the first one also asks what is remembered afterwards
        sound = GoesAway(10_000)
        with connection.execute_wrapper(sound):
            assert client.post(check_url, filled(body=body, email="a@example.org")).status_code == 303
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        fields = filled(body=body, email="a@example.org")
        before = Letter.objects.count()
        with connection.execute_wrapper(GoesAway(random.Random(seed).randrange(sound.asked))):
            answer = client.post(check_url, fields)
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] and body in answer.content.decode()
            assert Letter.objects.count() == before
            answer = client.post(check_url, {**hidden_fields(answer), "body": body, "send": "1"})
        # Else the letter was stored before: only work for later met no database.
        assert answer.status_code == 303
        ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F03", lost=lost, doubled=doubled)
    assert Letter.objects.count() == LetterLogEntry.objects.count() == faults.RUN_COUNT + 2
