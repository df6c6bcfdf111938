"""F03, F04: the database goes away or hangs at sending. The text comes back, and nothing is half stored.

F09, F13, F14: no room for temporary files; buckets that are away, slow or refuse. A letter with its drawing
asks none of them. F16: Redis goes away, is emptied or takes nothing more, between any two questions.
"""

import errno
import os
import random
import tempfile
from contextlib import contextmanager
from functools import partial
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from home.caching.shared_cache import SharedCache
from letters.models import Letter, LetterDrawing, LetterLogEntry
from tests import faults
from tests.cms.grants.public_user import only_postgresql
from tests.cms.grants.test_open_transactions import open_transaction
from tests.factories.own_redis import site_with_redis
from tests.factories.pictures import noise
from tests.letters.conftest import filled, hidden_fields
from tests.letters.writing.test_floods import send, tightened
from tests.s3_server import NEVER, files_away
from tests.tiers import BREAKS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.faults,
    pytest.mark.full(BREAKS),
]


def test_f03_text_comes_back_whenever_the_database_goes_away(client, check_url):
    client.raise_request_exception = False
    for body in ("Перший", "Другий"):  # the first one also asks what is remembered afterwards
        sound = faults.GoesAway(10_000)
        with connection.execute_wrapper(sound):
            assert client.post(check_url, filled(body=body, email="a@example.org")).status_code == 303
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        fields = filled(body=body, email="a@example.org")
        before = Letter.objects.count()
        with connection.execute_wrapper(faults.GoesAway(random.Random(seed).randrange(sound.asked))):
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


def test_f13_letter_and_drawing_are_there_while_nobody_listens_where_the_buckets_were(
    client, check_url, buckets, s3_environ
):
    ledger = faults.Ledger()
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        with files_away(s3_environ):
            answer = client.post(check_url, with_drawing(seed, body))
            ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F13 letter", lost=lost, doubled=doubled)
    assert LetterDrawing.objects.count() == faults.RUN_COUNT


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


@pytest.fixture
def redis_of_ours(time_machine):
    time_machine.move_to(timezone.now().replace(minute=1, second=0))  # within one window of every limit
    with site_with_redis() as server:
        yield server


class BreaksRedis:
    """Lets `left` more questions reach Redis, then breaks it, once and for real."""

    def __init__(self, left, breaks):
        self.left, self.breaks, self.asked = left, breaks, 0
        self.really = SharedCache._do

    def __call__(self, *given, **options):
        if self.asked == self.left:
            self.breaks()
        self.asked += 1
        return self.really(*given, **options)


@contextmanager
def breaking(left, breaks):
    broken = BreaksRedis(left, breaks)
    with mock.patch.object(SharedCache, "_do", lambda *given, **options: broken(*given, **options)):
        yield broken


def test_f16_letter_is_taken_whatever_becomes_of_redis_meanwhile(client, check_url, redis_of_ours):
    ledger = faults.Ledger()
    redis_of_ours.begin_anew()
    with breaking(10_000, None) as sound:
        assert client.post(check_url, filled(body="Перший")).status_code == 303
    for seed in faults.RUNS:
        body = f"Лист {seed}"
        redis_of_ours.begin_anew()
        left = random.Random(seed).randrange(sound.asked)
        with breaking(left, partial(redis_of_ours.breaks, seed)):
            answer = client.post(check_url, filled(body=body))
        assert answer.status_code == 303
        ledger.note(client.get(answer.headers["Location"]).context["code"], body)
        lost, doubled = ledger.settle()
        faults.tell("F16 letter", lost=lost, doubled=doubled)


def test_f16_limits_hold_whatever_becomes_of_redis_and_begin_anew_once_at_most(client, world, redis_of_ours):
    """Of a flood twice what is allowed gets through at most; nobody below is refused, and texts come back."""
    most = 3
    for seed in faults.RUNS:
        before = random.Random(seed).randrange(most + 1)
        redis_of_ours.begin_anew()
        with tightened(NETWORK_MOST=most):
            answers = [send(client, f"{seed} {n}") for n in range(before)]
            redis_of_ours.breaks(seed)
            answers += [send(client, f"{seed} {n}") for n in range(before, 9)]
        statuses = [answer.status_code for answer in answers]
        taken = statuses.index(429)
        assert statuses == [303] * taken + [429] * (9 - taken) and most <= taken <= before + most
        lost = sum(f"Лист {seed} {n}:" not in answers[n].content.decode() for n in range(taken, 9))
        faults.tell("F16 limits", lost=lost)
