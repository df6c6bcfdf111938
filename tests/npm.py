"""Installs what a lock of npm names, with its hashes; once for each state of the lock."""

import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET")


def install(folder):
    """Fill the `node_modules` of a folder. Without npm or its registry the test is skipped, and says so."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / "installed-lock.json"
    if not shutil.which("npm"):
        if os.environ.get("CI"):
            pytest.fail("No npm: .ci/run installs it.")
        pytest.skip(f"No npm on this machine: {folder.name} is not tried.")
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if any(reason in done.stderr for reason in UNREACHABLE):
        pytest.skip(f"{folder.name.upper()} WAS NOT TRIED: the registry of npm cannot be reached.")
    assert done.returncode == 0, done.stderr
    shutil.copy(lock, installed)


@contextmanager
def alone_in(folder):
    """Let one process of the tests at a time into what it makes there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
