"""Reads the codes that a camera sees at the moment, each picture in a confined child; keeps nothing of it.

A child is started and done in a tenth of a second, so none is kept waiting for the next picture: what one
picture does to its child ends with it.
"""

import json
import logging
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore

from home.sandbox.runner import run_confined

logger = logging.getLogger(__name__)

READER = Path(__file__).with_name("camera_reader.py")
MAX_FRAME_BYTES = 200 * 1024  # a page under a camera takes 20 to 60
# Of one process: more children than processors make every one of them slow.
AT_ONCE = BoundedSemaphore(2)
WAIT_SECONDS = 1


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    wall_seconds: float = 5
    cpu_seconds: int = 2
    memory_bytes: int = 200 * 1024 * 1024  # of addresses; a picture of our own takes a quarter
    answer_bytes: int = 5_000


LIMITS = Limits()


class FrameUnreadable(Exception):
    """No picture that our own page has made."""


class FramesBusy(Exception):
    """No picture can be read at the moment; the next one may be."""


def codes_seen(frame: bytes, *, limits: Limits = LIMITS) -> list[str]:
    """Return what the codes on this JPEG say. Raises FrameUnreadable, and FramesBusy."""
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise FramesBusy("too many at once")
    try:
        return _told(_answer(frame, limits))
    finally:
        AT_ONCE.release()


def _answer(frame: bytes, limits: Limits) -> bytes:
    try:
        child = run_confined(READER, frame, **asdict(limits))
    except subprocess.TimeoutExpired:  # a picture that takes long is ended earlier, by its processor time
        raise FramesBusy("no answer in time") from None
    except OSError as error:
        raise _no_reader(type(error).__name__) from error
    if child.returncode > 0:  # it says nothing of a picture it cannot read: this is no picture's fault
        raise _no_reader(child.returncode)
    if child.returncode:
        raise FrameUnreadable("ended by a limit")
    return child.stdout


def _no_reader(reason: int | str) -> FramesBusy:
    logger.error("Codes cannot be read", extra={"event": "frame_reader_failed", "error": reason})
    return FramesBusy("no reader")


def _told(answer: bytes) -> list[str]:
    """Return the texts that the child says, whose words may be the picture's own by now."""
    try:
        codes = json.loads(answer)
        if not (isinstance(codes, list) and all(isinstance(code, str) for code in codes)):
            raise ValueError("no list of texts")
    except (ValueError, RecursionError):
        raise FrameUnreadable("no answer") from None
    # A code of ours is plain.
    return [code for code in codes if code.isascii() and code.isprintable()]
