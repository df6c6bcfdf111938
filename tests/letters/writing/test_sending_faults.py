"""F03, F04: the database goes away or hangs at sending. The text comes back, and nothing is half stored.

F09, F14: no room for temporary files; slow or refusing buckets. A letter with its drawing asks neither.
"""

import errno
import os
import random
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from letters.models import Letter, LetterDrawing, LetterLogEntry
from tests import faults
from tests.cms.grants.public_user import only_postgresql
from tests.cms.grants.test_open_transactions import open_transaction
from tests.factories.pictures import noise
from tests.letters.conftest import filled, hidden_fields
from tests.s3_server import NEVER

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


@only_postgresql
def test_f04_text_comes_back_while_somebody_keeps_the_table_locked_and_pages_are_read(client, check_url):
    """Where nobody shortens it, the wait ends after eight seconds (cms.settings.base)."""
    client.raise_request_exception = False
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        fields = filled(body=body)
        with open_transaction() as colleague, connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            colleague.execute("LOCK TABLE letters_letter IN ACCESS EXCLUSIVE MODE")
            answer, page = client.post(check_url, fields), client.get("/uk/prisoners/vilnyi/")
            cursor.execute("RESET lock_timeout")
        assert (answer.status_code, page.status_code) == (503, 200)
        assert answer.headers["Retry-After"] and body in answer.content.decode()
        answer = client.post(check_url, {**hidden_fields(answer), "body": body, "send": "1"})
        assert answer.status_code == 303
        ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F04 table locked", lost=lost, doubled=doubled)


@pytest.fixture
def no_room(tmp_path, monkeypatch):
    """Let no temporary file be begun; return the names of those that somebody tried to begin."""
    tried, really = [], os.open

    def full(path, flags, *arguments, **options):
        if flags & os.O_CREAT and str(path).startswith(str(tmp_path)):
            tried.append(path)
            raise OSError(errno.ENOSPC, "No space left on device")
        return really(path, flags, *arguments, **options)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OSError, match="No space left"):
        tempfile.mkstemp()
    tried.clear()
    return tried


def with_drawing(seed, body):
    """Return a letter with a picture of its own, of any size up to nearly ten megabytes."""
    picture = SimpleUploadedFile("drawing.png", noise(seed), content_type="image/png")
    return filled(body=body, drawing=picture)


def test_f09_drawing_is_sealed_without_a_temporary_file_of_it_so_a_full_disk_for_them_costs_nothing(
    client, check_url, no_room, tmp_path
):
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        answer = client.post(check_url, with_drawing(seed, body))
        assert answer.status_code == 303
        ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F09", lost=lost, doubled=doubled)
    assert LetterDrawing.objects.count() == faults.RUN_COUNT
    assert not no_room and not list(tmp_path.iterdir())


def test_f14_no_letter_asks_a_bucket_so_none_waits_for_one(client, check_url, buckets, s3):
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        with s3.answering(*[(403, 500, NEVER)[seed % 3]] * 50) as asked:
            answer = client.post(check_url, with_drawing(seed, body))
        assert answer.status_code == 303 and not asked()
        ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F14 letter", lost=lost, doubled=doubled)
    assert LetterDrawing.objects.count() == faults.RUN_COUNT
