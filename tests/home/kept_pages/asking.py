"""Asking a WSGI application as a server does."""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from home.kept_pages.wsgi import KeptPages

MEBIBYTE = 1024 * 1024


@dataclass
class Answered:
    status: str
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Counting:
    """Django, and how often it was asked."""

    def __init__(self):
        self.django, self.asked = get_wsgi_application(), []

    def __call__(self, env, start):
        self.asked.append(env["PATH_INFO"] + ("?" + env["QUERY_STRING"] if env["QUERY_STRING"] else ""))
        return self.django(env, start)


class Site:
    """The application with what it keeps; `asked` names what reached Django."""

    def __init__(self, *, most_bytes=8 * MEBIBYTE):
        self.django = Counting()
        self.application = KeptPages(self.django, most_bytes=most_bytes)

    @property
    def asked(self):
        return self.django.asked

    def __call__(self, path, method="GET", **headers):
        return ask(self.application, path, method, **headers)

    def anew(self, path, method="GET", **headers):
        return ask(self.django.django, path, method, **headers)

    def is_kept(self, path, **headers):
        """Say whether a second asking does not reach Django."""
        self(path, **headers)
        before = len(self.asked)
        self(path, **headers)
        return len(self.asked) == before


@contextmanager
def connection_of_the_test():
    """A request ends its connection, and with it the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def ask(application, path, method="GET", *, connected=True, **headers):
    """Return what it answers; `connected` where a test holds a transaction open in this thread."""
    said = []
    with connection_of_the_test() if connected else nullcontext():
        answer = application(environ(path, method, **headers), lambda *about: said.append(about))
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
    status, told = said[-1][:2]
    names = [name.lower() for name, _value in told if name.lower() != "set-cookie"]
    assert len(names) == len(set(names)), told
    return Answered(status, {name.lower(): value for name, value in told}, body)


def environ(path, method="GET", **headers):
    path, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
