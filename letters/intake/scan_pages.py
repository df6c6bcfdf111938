"""Opens files of scans in a child process that is confined in memory, time and disk."""

import json
import subprocess
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from home.pictures.reencoding import EncodedPicture, encode, image_of
from home.sandbox.runner import run_confined
from letters.choices.scans import ScanKind, ScanTrouble

READER = Path(__file__).with_name("scan_reader.py")
# Read together; what was read before a worker dies is not read again.
CHUNK_PAGES = 5
LONGEST_HEAD = 10_000  # bytes of what is said of a page


@dataclass(frozen=True)
class Bounds:
    """How much a file may hold, and how sharp its pages are drawn."""

    max_pages: int = 100
    dots_an_inch: int = 200  # a pencil is read well, and an A4 page stays below a megabyte
    max_side: int = 3000  # dots
    max_dots: int = 8_000_000  # of a page of a PDF, however large the page says it is
    max_picture_dots: int = 24_000_000  # as of a drawing


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    wall_seconds: float = 90
    cpu_seconds: int = 60
    # Of addresses. A photo of 24 million dots takes 300 MB, on its way from colours to shades.
    memory_bytes: int = 700 * 1024 * 1024
    answer_bytes: int = CHUNK_PAGES * (LONGEST_HEAD + 3 * Bounds.max_side**2) + LONGEST_HEAD


BOUNDS, LIMITS = Bounds(), Limits()


@dataclass(frozen=True)
class ReadPage:
    picture: EncodedPicture = field(repr=False)
    is_blank: bool
    codes: tuple[str, ...]  # what its QR codes say


class ScanUnreadable(Exception):
    """This file can't be read; others may be. `trouble` is a ScanTrouble; nothing of the file is said."""

    def __init__(self, trouble: ScanTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class ReaderBroken(Exception):
    """No file can be read: the child cannot be confined, or lacks a library."""


def read_pages(
    content: bytes, *, kind: ScanKind, first: int, bounds: Bounds = BOUNDS, limits: Limits = LIMITS
) -> tuple[int, list[ReadPage]]:
    """Return (number of pages in the file, up to CHUNK_PAGES of them from `first`, counted from 0).

    Each page is a JPEG that we make from its dots: nothing of the file travels on. Raises ScanUnreadable;
    ReaderBroken, which no file is to blame for.
    """
    job = {"kind": kind, "first": first, "count": CHUNK_PAGES, **asdict(bounds)}
    answer = _answer(json.dumps(job).encode() + b"\n" + content, limits)
    try:
        total, pages = _told(BytesIO(answer))
        is_credible = pages and first + len(pages) <= total <= bounds.max_pages
    except ScanUnreadable:
        raise
    except Exception:  # the child has read a file from anywhere: by now its words may be the file's own
        is_credible = False
    if not is_credible:
        raise ScanUnreadable(ScanTrouble.BROKEN)
    return total, pages


def codes_in(picture: EncodedPicture) -> tuple[str, ...]:
    """Return what the QR codes in the picture say. Raises as `read_pages`."""
    _total, [page] = read_pages(picture.bytes, kind=ScanKind.PICTURE, first=0)
    return page.codes


def _answer(given: bytes, limits: Limits) -> bytes:
    try:
        child = run_confined(READER, given, **asdict(limits))
    except subprocess.TimeoutExpired:
        raise ScanUnreadable(ScanTrouble.TIMED_OUT) from None
    if child.returncode > 0:
        raise ReaderBroken(f"the reader ended with {child.returncode}")
    if child.returncode:
        # Killed by a limit, or by a file that breaks the library: either way this file is not read.
        raise ScanUnreadable(ScanTrouble.TOO_HEAVY)
    return child.stdout


def _told(answer: BytesIO) -> tuple[int, list[ReadPage]]:
    pages: list[ReadPage] = []
    while "total" not in (head := json.loads(answer.readline(LONGEST_HEAD))):
        if trouble := head.get("trouble"):
            raise ScanUnreadable(ScanTrouble(trouble))
        if len(pages) == CHUNK_PAGES:
            raise ValueError("more pages than were asked for")
        pages.append(_page(head, answer))
    return int(head["total"]), pages


def _page(head: dict[str, Any], answer: BytesIO) -> ReadPage:
    width, height = head["width"], head["height"]
    image = image_of("RGB", (width, height), answer.read(3 * width * height))
    # A code of ours is plain; another may hold what no database takes.
    codes = tuple(code for code in head["codes"] if code.isascii() and code.isprintable())
    return ReadPage(encode(image, "JPEG"), bool(head["is_blank"]), codes)
