"""No letter is lost and none is doubled when a server dies under it."""

import http.client
import random
import re
import select
import socket
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import connection

from letters.models import Letter, LetterLogEntry
from tests import faults
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.letters.writing.test_given_back import PARTS, in_parts
from tests.live.line import between_us_and, database_address
from tests.live.server import FORM, running_site
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.full(WHOLE_PROGRAMS)]
ANSWER = "answer"  # as tests.live.failing_site reads it
CHECK = "/uk/letters/write/vilnyi/check/"


@pytest.fixture
def person():
    open_locales("uk")
    return PrisonerFactory(writable=True, slug="vilnyi", stories=["uk"])


def send_until_answered(site, fields):
    """Send one form until it is answered, as a person presses the button again: (status, code, tries)."""
    tries = 0
    while tries < 60:
        tries += 1
        try:
            status, headers, _text = site.post(CHECK, fields)
            break
        except (OSError, http.client.HTTPException):
            continue
    page = site.ask("GET", headers["Location"])[2]
    return status, re.search(r"<strong[^>]*>([\d ]{29})</strong>", page)[1], tries


@pytest.mark.both_databases
@pytest.mark.parametrize(("fault", "points"), [("F01", "012345"), ("F02", [ANSWER])], ids=["F01", "F02"])
def test_letter_sent_again_after_the_server_died_is_there_once(person, tmp_path, fault, points):
    """F01: killed between INSERT and COMMIT. F02: killed after COMMIT, before the answer."""
    die_at, ledger = tmp_path / "die_at", faults.Ledger()
    die_at.write_text("")
    with running_site(tmp_path, FAIL_FILE=str(die_at)) as site:
        for seed in faults.RUNS:
            body = f"Лист {seed}"
            fields = filled(body=body, email="a@example.org" if seed % 2 else "")
            die_at.write_text(random.Random(seed).choice(points))

            status, code, tries = send_until_answered(site, fields)

            assert (status, tries > 1, die_at.read_text()) == (303, True, ""), (seed, tries)
            ledger.note(code, body)
            assert send_until_answered(site, fields)[:2] == (303, code)
            lost, doubled = ledger.settle()
            faults.tell(fault, lost=lost, doubled=doubled)
    assert Letter.objects.count() == LetterLogEntry.objects.count() == faults.RUN_COUNT


@pytest.mark.both_databases
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could be stopped")
def test_f03_letter_meets_a_database_that_is_down(person, tmp_path):
    """The connections of the real server to PostgreSQL are cut and none is let in; the text comes back."""
    ledger = faults.Ledger()
    with between_us_and(database_address()) as line, running_site(tmp_path, DATABASE_URL=line.url) as site:
        for seed in faults.RUNS:
            body = f"Лист {seed}"
            fields = filled(body=body)
            line.cut()
            status, headers, text = site.post(CHECK, fields)
            assert status == 503 and headers["Retry-After"] and body in text
            line.mend()
            status, code, _tries = send_until_answered(site, fields)
            ledger.note(code, body)
            lost, doubled = ledger.settle()
            faults.tell("F03 PostgreSQL cut off", lost=lost, doubled=doubled)


def test_writer_who_vanishes_after_sending_has_sent_once(person, tmp_path):
    """LF-090, LF-075's like: the answer meets nobody, the letter is there."""
    with running_site(tmp_path) as site:
        body = "&".join(f"{name}={value}" for name, value in filled(body="lyst", name="O").items())
        talk = socket.create_connection(("127.0.0.1", site.port))
        talk.sendall(
            f"POST {CHECK} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        talk.close()
        wait_until(Letter.objects.exists)

    assert Letter.objects.count() == 1


def test_slow_upload_stores_nothing_and_lets_others_write(person, tmp_path):
    """UP-34: a sender of ten bytes at a time, whose end is not in sight."""
    with running_site(tmp_path) as site:
        slow = socket.create_connection(("127.0.0.1", site.port))
        slow.sendall(
            f"POST {CHECK} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n".encode()
        )
        for _time in range(3):
            slow.sendall(b"0123456789")
            status, _headers, text = site.ask("GET", "/uk/letters/write/vilnyi/")
            assert status == 200 and "letter-form" in text
        slow.close()
        assert site.post(CHECK, filled())[0] == 303

    assert Letter.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="On PostgreSQL no letter waits for another")
def test_letters_that_wait_to_be_stored_keep_no_reader_waiting(person, tmp_path):
    """As many as one process answers at a time on PostgreSQL, and more, while somebody else writes."""
    bodies = [f"Лист {number}" for number in range(20)]
    ready = {"WEB_WORKERS": "1"}
    with (
        running_site(tmp_path, **ready) as site,
        closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=LONGEST_SECONDS)) as other,
    ):
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        sent = [begun_post(site, CHECK, filled(body=body)) for body in bodies]

        assert site.ask("GET", "/uk/prisoners/")[0] == 200
        assert not any(is_answered(each) for each in sent)

        other.execute("ROLLBACK")
        assert {status_of(each) for each in sent} == {303}

    assert Letter.objects.count() == len(bodies)


def begun_post(site, path, fields):
    talk = http.client.HTTPConnection("127.0.0.1", site.port, timeout=LONGEST_SECONDS)
    talk.request("POST", path, urlencode(fields), FORM)
    return talk


def is_answered(talk):
    return bool(select.select([talk.sock], [], [], 0)[0])


def status_of(talk):
    with closing(talk):
        return talk.getresponse().status


def test_letter_with_a_picture_far_too_large_is_given_back_by_a_real_server(person, tmp_path):
    """A server that closes while a browser still sends is seen as a broken line, and no page comes."""
    content = in_parts(filled(body="Тримайся!"), drawing=bytes(40 * 1024 * 1024))
    with running_site(tmp_path) as site:
        for _time in range(3):
            status, _headers, text = site.ask("POST", CHECK, content, {"Content-Type": PARTS})

            assert status == 413 and "Тримайся!" in text
