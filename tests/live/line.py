"""A line between the site and PostgreSQL that can be cut and mended."""

import socket
import threading
from contextlib import contextmanager, suppress
from urllib.parse import quote

from django.db import connection


def database_address():
    wanted = connection.settings_dict
    return wanted["HOST"] or "localhost", int(wanted["PORT"] or 5432)


class Line:
    """Passes bytes both ways while it is whole; `url` leads to the test's database through it."""

    def __init__(self, far):
        self.far, self.is_whole, self.ends = far, True, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        wanted = connection.settings_dict
        port = self.listener.getsockname()[1]
        user = f"{quote(wanted['USER'])}:{quote(wanted['PASSWORD'])}"
        self.url = f"postgres://{user}@127.0.0.1:{port}/{wanted['NAME']}?sslmode=disable"

    def run(self):
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                if not self.is_whole:
                    near.close()
                    continue
                far = socket.create_connection(self.far)
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=passed_on, args=(one, other), daemon=True).start()

    def cut(self):
        self.is_whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []

    def mend(self):
        self.is_whole = True


def passed_on(one, other):
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def between_us_and(far):
    line = Line(far)
    threading.Thread(target=line.run, daemon=True).start()
    try:
        yield line
    finally:
        line.listener.close()
        line.cut()
