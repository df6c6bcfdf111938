"""What a writer and staff see while something is away, what the doctor says, and that no letter is lost.

One row here is one of the table in docs/operations.md, "When something is away" (tests.cms.test_fault_table).
"""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import timezone, translation

from cms.doctor import questions
from home.caching import shared_cache
from home.health.question import told_by
from home.jobs.actions import clock
from home.jobs.actions.clock import note_time
from home.jobs.actions.heartbeat import beat
from home.settings.caches import caches as settings_of
from letters.middleware import OURS
from letters.models import Letter
from tests import faults
from tests.letters.conftest import filled, hidden_fields
from tests.s3_server import files_away
from tests.tiers import BREAKS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.faults,
    pytest.mark.full(BREAKS),
]


@contextmanager
def no_database():
    gone = OperationalError("connection refused")
    with (
        mock.patch.object(BaseDatabaseWrapper, "cursor", side_effect=gone),
        mock.patch.object(BaseDatabaseWrapper, "ensure_connection", side_effect=gone),
    ):
        yield


@contextmanager
def no_redis():
    shared_cache.AWAY_UNTIL.clear()
    with override_settings(CACHES=settings_of({"REDIS_URL": "redis://127.0.0.1:1/0"})):
        yield
    shared_cache.AWAY_UNTIL.clear()


@contextmanager
def no_mail_server():
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        yield


@contextmanager
def full_disk():
    """SQLite really has no page left; PostgreSQL answers as it does then, to whatever would write."""
    with mock.patch.object(shutil, "disk_usage", return_value=mock.Mock(free=3 * 2**20)):
        full = full_sqlite() if connection.vendor == "sqlite" else connection.execute_wrapper(no_room)
        with full:
            yield


@contextmanager
def full_sqlite():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (x BLOB)")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        for size in (4_000, 400, 40):
            with pytest.raises(OperationalError, match="full"):
                while True:
                    cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filler")


def no_room(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE")):
        raise OperationalError("could not extend file: No space left on device")
    return execute(sql, params, many, context)


@contextmanager
def no_worker():
    yield


@contextmanager
def clock_of(leap):
    note_time()
    with (
        mock.patch.object(clock, "is_synchronised", return_value=False),
        time_machine.travel(timezone.now() + leap) as travelled,
    ):
        yield travelled


@dataclass(frozen=True)
class Fault:
    happens: object
    letter: int  # the status of a letter that is sent meanwhile
    page: int = 200
    staff: int = 200
    doctor: str = ""  # the line that tells of it


DAY = timedelta(days=1)
FAULTS = {
    "database": Fault(no_database, 503, page=503, staff=503, doctor="database"),
    "Redis": Fault(no_redis, 303, doctor="Redis"),
    "S3": Fault(None, 303, doctor="buckets"),
    "SMTP": Fault(no_mail_server, 303, doctor="mail server"),
    "disk": Fault(full_disk, 503, doctor="disk"),
    "worker": Fault(no_worker, 303, doctor="worker"),
    "clock ahead": Fault(lambda: clock_of(DAY), 422, staff=302, doctor="clock"),
    "clock behind": Fault(lambda: clock_of(-DAY), 400, staff=302),
}


@pytest.fixture(params=FAULTS)
def fault(request):
    """A row of the table; that of buckets has some, which are away."""
    if request.param == "S3":
        request.getfixturevalue("buckets")
        environ = request.getfixturevalue("s3_environ")
        return replace(FAULTS["S3"], happens=lambda: files_away(environ))
    return FAULTS[request.param]


def lines():
    """Return what the doctor says, by the names of its lines."""
    return {question.name: told_by(question) for question in questions()}


def test_page_and_admin_answer_in_words_and_the_doctor_names_it(fault, world, client, admin_client):
    client.raise_request_exception = admin_client.raise_request_exception = False
    with mock.patch.object(clock, "is_synchronised", return_value=False), fault.happens():
        pages = {language: client.get(f"/{language}/prisoners/vilnyi/") for language in ("uk", "en")}
        staff = admin_client.get("/admin/")
        told = lines()

    assert [page.status_code for page in pages.values()] == [fault.page] * 2
    assert staff.status_code == fault.staff
    for language, page in pages.items():
        assert f'<html lang="{language}"' in page.text and "Traceback" not in page.text
        assert fault.page == 200 or page.headers["Retry-After"]
    assert not fault.doctor or told[fault.doctor], told
    assert "connection refused" not in pages["uk"].text + staff.text

    beat()
    assert not fault.doctor or not lines()[fault.doctor] or fault.doctor in ("mail server", "clock")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_letter_sent_meanwhile_is_taken_or_given_back_whole_and_there_once_in_the_end(
    fault, language, world, client
):
    client.raise_request_exception = False
    ledger, check = faults.Ledger(), f"/{language}/letters/write/vilnyi/check/"
    # Longer than what is left of a page of SQLite.
    body = ("Лист, який не має загубитися. Ґ’ї " * 100).strip()
    fields = filled(body=body, email="a@example.org")
    with fault.happens() as clock_then:
        answer = client.post(check, fields)
        assert answer.status_code == fault.letter
        if clock_then:  # the writer reads what the page says, and sends again by the wrong clock
            assert hidden_fields(answer)["body"] == body
            clock_then.shift(timedelta(seconds=10))
            answer = client.post(check, {**hidden_fields(answer), "send": "1"})
            ledger.note(code_shown(client, answer), body)
    if answer.status_code == 503:
        with translation.override(language):
            assert str(OURS[0]) in answer.text and answer.headers["Retry-After"]
        assert body in answer.text and not Letter.objects.exists()
        answer = client.post(check, {**hidden_fields(answer), "body": body, "send": "1"})

    if not ledger.told:
        ledger.note(code_shown(client, answer), body)
    lost, doubled = ledger.settle()
    faults.tell("away", lost=lost, doubled=doubled)


def code_shown(client, answer):
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).context["code"]
