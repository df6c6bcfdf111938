"""Start gunicorn on the test database and talk to it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Site:
    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body=None, headers=None):
        """Return (status, headers, text). Raises OSError or HTTPException when the connection is cut."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            talk.request(method, path, body, headers or {})
            answer = talk.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            talk.close()

    def post(self, path, fields):
        return self.ask("POST", path, urlencode(fields), FORM)


def running_site(folder, **environment):
    """Run the site of `failing_site` with its own folder, on the test's database and keys."""
    port = free_port()
    # As it is run (threads), but loaded before it forks: what dies is back at once.
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cms.gunicorn", "--preload"]
    environment = {**os.environ, **settings_for_child(folder, port), **environment}
    return answering_at(port, [*command, "tests.live.failing_site:application"], cwd=ROOT, env=environment)


@contextmanager
def answering_at(port, command, **run_in):
    """Run a program from when it answers at the port until the test is done with it; yield the Site."""
    process = subprocess.Popen(command, start_new_session=True, **run_in)
    try:
        wait_for(port, process)
        yield Site(port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def settings_for_child(folder, port):
    return {
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "TEST_KEY_DIR": str(settings.KEY_DIR),
    }


def database_url():
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    wanted = connection.settings_dict
    place = f"{wanted['HOST'] or 'localhost'}:{wanted['PORT'] or 5432}"
    return f"postgres://{wanted['USER']}:{wanted['PASSWORD']}@{place}/{wanted['NAME']}"


def wait_for(port, process):
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not listen")
