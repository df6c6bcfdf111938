"""Runs a script of ours in a child process with limits on memory, time, disk and output.

Files from outside are decoded there and nowhere else: one that takes over its decoder finds no key, no
database and no way out. So treat what the child answers as the file's own words.
"""

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

CONFINED = Path(__file__).with_name("child.py")
WAY_OUT = Path(__file__).with_name("probes.py")
# Nothing of ours, and nowhere to write. One thread and one arena: the memory limit counts addresses.
ENVIRONMENT = {
    "HOME": "/nonexistent",
    "TMPDIR": "/nonexistent",
    "LANG": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


def run_confined(
    script: Path, given: bytes, *, answer_bytes: int, memory_bytes: int, cpu_seconds: int, wall_seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Feed `given` to the script; return its CompletedProcess with what it wrote to stdout.

    A script that writes more than `answer_bytes` is killed. Its error messages are never read: they may
    quote the input. Raises TimeoutExpired, and OSError where no child can be started.
    """
    command = [sys.executable, "-I", "-B", str(CONFINED), str(memory_bytes), str(cpu_seconds), str(script)]
    ends = time.monotonic() + wall_seconds
    with subprocess.Popen(  # noqa: S603 (no part of the command comes from outside)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
    ) as child:
        answer = _answer(child, given, answer_bytes, wall_seconds)
    if child.returncode == -signal.SIGKILL and time.monotonic() >= ends:
        raise subprocess.TimeoutExpired(command, wall_seconds)
    is_too_long = len(answer) > answer_bytes
    return subprocess.CompletedProcess(command, -signal.SIGKILL if is_too_long else child.returncode, answer)


def ways_out() -> list[str]:
    """Return what a hijacked script could reach on this machine, e.g. ["processes"]; [] is good.

    Raises as `run_confined`, and CalledProcessError where the child cannot be confined.
    """
    little = {"answer_bytes": 1000, "memory_bytes": 300 * 1024 * 1024, "cpu_seconds": 10, "wall_seconds": 30}
    child = run_confined(WAY_OUT, b"", **little)
    child.check_returncode()
    return child.stdout.decode().split()


def _answer(child: subprocess.Popen[bytes], given: bytes, answer_bytes: int, wall_seconds: float) -> bytes:
    clock = threading.Timer(wall_seconds, child.kill)
    feeder = threading.Thread(target=_feed, args=(child.stdin, given))
    clock.start()
    feeder.start()
    try:
        answer = child.stdout.read(answer_bytes + 1) if child.stdout else b""
        if len(answer) > answer_bytes:
            child.kill()
        child.wait()
    finally:
        child.kill()
        clock.cancel()
        feeder.join()
    return answer


def _feed(pipe: IO[bytes], given: bytes) -> None:
    # A child that has ended or has read enough closes the pipe.
    with suppress(BrokenPipeError), pipe:
        pipe.write(given)
