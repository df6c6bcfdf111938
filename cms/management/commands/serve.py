"""`manage.py serve`: the whole site on one machine, from an empty folder. `make run` calls it."""

import ctypes
import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.static_state import is_collected, remember_collected
from prisoner_pages.demo.actions.accounts import demo_accounts

READY_WITHIN_SECONDS = 90
STOP_WITHIN_SECONDS = 20
PR_SET_PDEATHSIG = 1
Processes = list[subprocess.Popen[bytes]]


class Command(BaseCommand):
    help = "Migrate, load the demo once, collect static files, then run gunicorn and one worker until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        refuse_taken_port(host, port)
        self.stdout.write("Preparing the database, the demo and the static files...")
        accounts = self.prepare()
        stop_when_told()
        processes = start(reload=settings.DEBUG)
        try:
            wait_until_ready(processes, f"http://{host}:{port}/readyz")
            self.stdout.write(
                f"\n{accounts}\nhttp://localhost:{port}/   staff: http://localhost:{port}/admin/"
            )
            self.stdout.write("Ctrl-C stops it; nothing is lost.")
            watch(processes)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            stop(processes)

    def prepare(self) -> str:
        """Bring database, demo and static files up to date; return what to tell of the accounts."""
        with static_files_collected_beside():
            call_command("migrate", interactive=False, verbosity=0)
            return self.load_demo()

    def load_demo(self) -> str:
        loaded = settings.VAR_DIR / "demo_loaded"
        if loaded.exists() and not demo_accounts().exists():
            return "The demo was removed from here; your own accounts log in."
        told = io.StringIO()
        try:
            call_command("load_demo", stdout=told)
        except CommandError as refusal:
            return str(refusal)
        loaded.touch()
        return told.getvalue().rstrip()


@contextmanager
def static_files_collected_beside() -> Iterator[None]:
    """Collect them, where they have changed, in a process of their own while the block prepares the rest."""
    if is_collected():
        yield
        return
    process = launch([sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"])
    yield
    if code := process.wait():
        raise CommandError(f"Collecting the static files ended with code {code}; see the lines above.")
    remember_collected()


def refuse_taken_port(host: str, port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65_536:
        raise CommandError(f"PORT={port} is no port. Try: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used: {error.strerror}. Try: make run PORT=8001"
            ) from error


def stop_when_told() -> None:
    # Set by hand: a shell that starts us in the background has us ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def start(*, reload: bool) -> Processes:
    # S603: our own interpreter and fixed words. Groups of their own: Ctrl-C reaches us only, and we let
    # them finish the letters in hand.
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:cms.gunicorn", "cms.wsgi"]
    worker = [sys.executable, "manage.py", "worker"]
    return [launch(gunicorn + (["--reload"] if reload else [])), launch(worker)]


def launch(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0, preexec_fn=end_with_parent)  # noqa: S603


def command_of(process: subprocess.Popen[bytes]) -> list[str]:
    return cast(list[str], process.args)


def end_with_parent() -> None:
    """Have the kernel stop this process when `serve` is killed outright (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_ready(processes: Processes, url: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        refuse_ended(processes)
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandError(f"The site did not answer within {READY_WITHIN_SECONDS} s.")


def watch(processes: Processes) -> None:
    """Wait until told to stop. Restart a worker that was killed: the site goes on without it meanwhile."""
    while True:
        for place, process in enumerate(processes):
            command = command_of(process)
            if "worker" in command and process.poll() is not None:
                processes[place] = launch(command)
        refuse_ended(processes)
        time.sleep(1)


def refuse_ended(processes: Processes) -> None:
    for process in processes:
        if process.poll() is not None:
            name = "The worker" if "worker" in command_of(process) else "Gunicorn"
            raise CommandError(f"{name} stopped with code {process.returncode}; see the lines above.")


def stop(processes: Processes) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
