"""One limited request to a receiver: a few seconds, no redirects, only the beginning of the answer. Pure."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from home.headless.choices import Problem
from home.headless.webhooks.target_addresses import AddressRefused, Target, UnknownHost, resolved, target_of

SECONDS = 5  # for everything after the name is known: connection, request and answer
MOST_BYTES = 4096  # of an answer; they are not stored


@dataclass(frozen=True)
class Answer:
    status: int | None = None
    problem: str = ""
    milliseconds: int = 0

    @property
    def is_taken(self) -> bool:
        return not self.problem


class _Connection(http.client.HTTPConnection):
    """Connects to an address checked before, and gives up at the deadline even while data comes in."""

    def __init__(self, target: Target, family: int, address: Any) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target, self.family, self.address = target, family, address
        self.is_late = False

    def connect(self) -> None:
        raw = socket.socket(self.family, socket.SOCK_STREAM)
        raw.settimeout(self.timeout)
        self.sock = raw
        raw.connect(self.address)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                raw, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        self.is_late = True
        # The plain shutdown: that of a TLS socket would unwrap it while another thread is reading.
        with suppress(OSError, TypeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body` to the address and return the Answer; raises nothing."""
    started = time.monotonic()
    status, problem = _post(url, body, headers)
    return Answer(status, problem, round((time.monotonic() - started) * 1000))


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
    try:
        target = target_of(url)
        family, address = resolved(target)
    except AddressRefused:
        return None, Problem.REFUSED_ADDRESS
    except UnknownHost:
        return None, Problem.UNKNOWN_HOST
    connection = _Connection(target, family, address)
    clock = threading.Timer(SECONDS, connection.cut)
    clock.start()
    try:
        return _answer(connection, target, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return None, _problem(error, connection)
    finally:
        clock.cancel()
        connection.close()


def _answer(
    connection: _Connection, target: Target, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    given = {"Host": target.authority, "Content-Type": "application/json", "Connection": "close"}
    connection.request("POST", target.path, body, {**given, "User-Agent": "letters-webhooks/1", **headers})
    response = connection.getresponse()
    # Only the status counts; the rest is read out of courtesy.
    with suppress(OSError, http.client.HTTPException, ValueError):
        response.read(MOST_BYTES)
    return response.status, _judged(response.status)


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Problem.REDIRECT if 300 <= status < 400 else Problem.STATUS


def _problem(error: Exception, connection: _Connection) -> Problem:
    if connection.is_late or isinstance(error, TimeoutError):
        return Problem.TOO_SLOW
    if isinstance(error, ssl.SSLError):
        return Problem.NO_TLS
    return Problem.NO_CONNECTION if isinstance(error, OSError) else Problem.MALFORMED
