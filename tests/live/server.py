"""Start gunicorn on the test database and talk to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from tests.waiting import LONGEST_SECONDS, wait_until

ROOT = Path(__file__).parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Site:
    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body=None, headers=None):
        """Return (status, headers, text). Raises OSError or HTTPException when the connection is cut."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_SECONDS)
        try:
            talk.request(method, path, body, headers or {})
            answer = talk.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            talk.close()

    def post(self, path, fields):
        return self.ask("POST", path, urlencode(fields), FORM)


class MortalSite(Site):
    def __init__(self, port, process):
        super().__init__(port)
        self.process = process

    def die(self):
        """Kill every process that answers, with all it remembers; others take their place at once."""
        wait_until(self.answering)
        for child in self.answering():
            os.kill(int(child), signal.SIGKILL)

    def answering(self):
        return Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()


@contextmanager
def running_site(folder, **environment):
    """Run the site of `failing_site` with its own folder, on the test's database and keys.

    It is handed a port that listens already: whoever comes early, or between two workers, is kept waiting.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # As it is run (threads), but loaded before it forks: what dies is back at once.
        command = [sys.executable, "-m", "gunicorn", "-c", "python:cms.gunicorn", "--preload"]
        command += ["--bind", f"fd://{listener.fileno()}", "tests.live.failing_site:application"]
        environment = {**os.environ, **settings_for_child(folder), **environment}
        process = start(command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()])
        site = MortalSite(listener.getsockname()[1], process)
    with ended_after(process):
        yield site


@contextmanager
def answering_at(port, command, **run_in):
    """Run a program from when it answers at the port until the test is done with it; yield the Site."""
    process = start(command, **run_in)
    with ended_after(process):
        wait_until(lambda: answers(port, process))
        yield Site(port)


def start(command, **run_in):
    return subprocess.Popen(command, start_new_session=True, **run_in)


@contextmanager
def ended_after(process):
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=LONGEST_SECONDS)


def free_port():
    """Return a port for a program that opens it itself: one of those that nobody is given unasked.

    Each worker has a hundred of its own, and those of the run on the other database have others.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    first = lowest_given - 100 * (2 * worker + 1 + (connection.vendor == "postgresql"))
    return next(port for port in range(first, first + 100) if is_free(port))


def is_free(port):
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def settings_for_child(folder):
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "TEST_KEY_DIR": str(settings.KEY_DIR),
    }


def database_url(user=None):
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    wanted = connection.settings_dict
    place = f"{wanted['HOST'] or 'localhost'}:{wanted['PORT'] or 5432}"
    who = user or f"{wanted['USER']}:{wanted['PASSWORD']}"
    return f"postgres://{who}@{place}/{wanted['NAME']}"


def answers(port, process):
    if process.poll() is not None:
        raise RuntimeError(f"the server ended with {process.returncode}")
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
