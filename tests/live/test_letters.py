"""No letter is lost and none is doubled when a server dies under it."""

import http.client
import re
import socket
import time

import pytest

from letters.models import Letter, LetterLogEntry
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.live.server import running_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
CHECK = "/uk/letters/write/vilnyi/check/"
DEATHS = 3


@pytest.fixture
def person():
    open_locales("uk")
    return PrisonerFactory(writable=True, slug="vilnyi", stories=[], partner__section=False)


def send_until_answered(site, fields):
    """Send one form until it is answered, as a person presses the button again: (status, code, tries)."""
    tries = 0
    while tries < 60:
        tries += 1
        try:
            status, headers, _text = site.post(CHECK, fields)
            break
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
    page = site.ask("GET", headers["Location"])[2]
    return status, re.search(r"<strong[^>]*>([\d ]{19})</strong>", page)[1], tries


@pytest.mark.parametrize("point", ["before_commit", "before_answer"])
def test_letter_sent_again_after_the_server_died_is_there_once(person, tmp_path, point):
    left = tmp_path / "deaths"
    left.write_text(str(DEATHS))

    with running_site(tmp_path, FAIL_AT=point, FAIL_FILE=str(left)) as site:
        fields = filled()
        status, code, tries = send_until_answered(site, fields)
        again = send_until_answered(site, fields)

    assert (status, tries) == (303, DEATHS + 1)
    assert left.read_text() == "0"
    assert again[:2] == (303, code)
    assert Letter.objects.count() == LetterLogEntry.objects.count() == 1


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
        for _try in range(100):
            if Letter.objects.exists():
                break
            time.sleep(0.1)

    assert Letter.objects.count() == 1


def test_slow_upload_stores_nothing_and_lets_others_write(person, tmp_path):
    """UP-34: a sender of ten bytes a second."""
    with running_site(tmp_path) as site:
        slow = socket.create_connection(("127.0.0.1", site.port))
        slow.sendall(
            f"POST {CHECK} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
            "Content-Type: multipart/form-data; boundary=b\r\n\r\n".encode()
        )
        for _second in range(3):
            slow.sendall(b"0123456789")
            time.sleep(1)
            status, _headers, text = site.ask("GET", "/uk/letters/write/vilnyi/")
            assert status == 200 and "letter-form" in text
        slow.close()
        assert site.post(CHECK, filled())[0] == 303

    assert Letter.objects.count() == 1
