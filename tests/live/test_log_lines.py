"""Lines that a real process writes in production: JSON, one an event, and nothing of who asked."""

import json
import os
import re
import socket
import sys

import pytest

from tests.live.server import ROOT, answering_at, free_port
from tests.tiers import WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

CANARY = "CANARY-77c1"
ASKS = {"User-Agent": CANARY, "Referer": f"https://t.me/{CANARY}"}
ALWAYS = {"time", "level", "logger"}


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Serve two requests and an unreadable one, stop, and return what stood on standard error."""
    port = free_port()
    written = tmp_path_factory.mktemp("log") / "stderr"
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.live.production", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "cms/gunicorn.py", "tests.live.wsgi:application"]
    run_in = {"cwd": ROOT, "env": {**environ, "PORT": str(port)}}
    with (
        written.open("wb") as stderr,
        answering_at(port, command, stdout=stderr, stderr=stderr, **run_in) as site,
    ):
        for address in (f"/robots.txt?{CANARY}=1", f"/broken/{CANARY}/?q={CANARY}"):
            site.ask("GET", address, headers=ASKS)
        with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS) as connection:
            connection.sendall(f"{CANARY}\r\n\r\n".encode())
            connection.recv(1000)
    return written.read_text(encoding="utf-8").splitlines()


@pytest.mark.full(WHOLE_PROGRAMS)
class TestLines:
    def test_each_is_an_event_in_json_with_its_second_in_utc(self, lines):
        events = [json.loads(line) for line in lines]

        assert len(events) > 5
        assert [event for event in events if not event.keys() >= ALWAYS] == []
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event["time"]) for event in events)

    def test_a_request_is_told_by_method_route_status_and_duration(self, lines):
        told = [event for event in map(json.loads, lines) if event["logger"] == "requests"]

        assert [(each["method"], each["route"], each["status"]) for each in told] == [
            ("GET", "robots", 200),
            ("GET", "broken", 500),
        ]
        assert all(isinstance(each["ms"], int) for each in told)

    def test_lines_of_one_request_bear_one_mark_and_those_of_another_another(self, lines):
        events = [json.loads(line) for line in lines]
        first, second = (event["request"] for event in events if event["logger"] == "requests")

        assert first != second and re.fullmatch(r"[0-9a-f]{16}", first)
        assert {event["logger"] for event in events if event.get("request") == second} >= {
            "letters",
            "requests",
        }

    def test_gunicorn_tells_of_its_processes(self, lines):
        said = [event["message"] for event in map(json.loads, lines) if event["logger"] == "gunicorn.error"]

        assert any(re.fullmatch(r"Booting worker with pid: \d+", words) for words in said)
        assert any(words.startswith("Listening at: http://127.0.0.1:") for words in said)
        assert "Handling signal: term" in said

    def test_nothing_of_whoever_asked_stands_in_any_line(self, lines):
        everything = "\n".join(line for line in lines if "Listening at" not in line)

        assert CANARY not in everything
        assert "127.0.0.1" not in everything
