"""Installs what a lock of npm names, with its hashes; once for each state of the lock."""

import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.waiting import LONGEST_SECONDS

UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")


def install(folder):
    """Fill the `node_modules` of a folder."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / "installed-lock.json"
    if not shutil.which("npm"):
        leave_untried(folder, "there is no npm on this machine")
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if any(reason in done.stderr for reason in UNREACHABLE):
        leave_untried(folder, "the registry of npm cannot be reached")
    assert done.returncode == 0, done.stderr
    shutil.copy(lock, installed)


def leave_untried(folder, why):
    """Skip the test on somebody's own machine; fail it where all must be tried."""
    leave = pytest.fail if os.environ.get("CI") else pytest.skip
    leave(f"{folder.name} was not tried: {why}.")


@contextmanager
def alone_in(folder):
    """Let one process of the tests at a time into what it makes there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
