"""Pictures as this site keeps them: re-encoded from their pixels, so that no place, camera or author stays.

Used for every photo in the admin and every drawing that comes with a letter. A file from outside is decoded
in a sandboxed child only (`decoder.py`). The child hands over pixels and we encode them: whatever happens to
it, the bytes that are kept are ours and may be opened anywhere.
"""

import json
import logging
import secrets
import subprocess
import threading
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from home.sandbox.runner import run_confined

logger = logging.getLogger(__name__)

Source: TypeAlias = "BinaryIO | File[Any]"

READER = Path(__file__).with_name("decoder.py")
MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 24_000_000  # as of a good phone; a decompression bomb of 14 kB may claim 121 million
BYTES_A_DOT = {"L": 1, "RGB": 3, "RGBA": 4}
LONGEST_HEAD = 100  # bytes of the line before the pixels

# Measured with 24 million pixels. The child takes 400 MiB for a WebP, 300 for a progressive CMYK JPEG, 210
# for other JPEG and PNG. When it has ended, encoding takes 430 MiB beyond the process itself for a WebP, 185
# for JPEG and PNG. One at a time limits a process to that, however many threads receive a picture at once.
# Making a size for a page takes no more than one of these, but waits for the storage and so stays outside.
ONE_AT_A_TIME = threading.Lock()

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": False},  # three times slower for 2 % fewer bytes
    "WEBP": {"quality": 90, "method": 4},
}


@dataclass(frozen=True)
class Limits:
    """What the child that reads one picture may use."""

    wall_seconds: float = 30
    cpu_seconds: int = 15
    memory_bytes: int = 700 * 1024 * 1024  # of addresses
    answer_bytes: int = LONGEST_HEAD + MAX_PICTURE_PIXELS * BYTES_A_DOT["RGBA"]


LIMITS = Limits()

TOO_LARGE = _("This picture is too large: it has more than 24 million dots. Choose a smaller one.")
DAMAGED = _("This picture is damaged or cut short. Save it again, or choose another one.")
TROUBLES = {
    b"too_large": TOO_LARGE,
    b"not_a_picture": _("This file is not a picture we can use. Choose a JPEG, PNG or WebP file."),
    b"damaged": DAMAGED,
}
NO_READER = _("This site cannot read pictures at the moment. Try again later, or go on without the picture.")


class PictureRefused(ValidationError):
    """The file can't be kept as a picture; its message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class EncodedPicture:
    bytes: bytes
    format: str  # "JPEG", "PNG" or "WEBP"
    width: int
    height: int

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]


class PictureFile(ContentFile):  # type: ignore[type-arg]
    """A picture that has been re-encoded already; saving it does not encode it a second time."""

    def __init__(self, picture: EncodedPicture) -> None:
        super().__init__(picture.bytes, name=random_name(picture.extension))
        self.picture = picture


def random_name(extension: str) -> str:
    """Return a file name that says nothing and can't be guessed."""
    return f"{secrets.token_hex(16)}.{extension}"


def reencode(file: Source, *, max_side: int | None = None) -> EncodedPicture:
    """Return the picture in `file`, upright, in its own format, reduced to its pixels.

    Of an animation the first frame is kept. It is made smaller where a side is longer than `max_side`.
    Raises PictureRefused for a file that is too large, has too many pixels (checked before decoding),
    is broken, is no JPEG, PNG or WebP, or takes too much memory or time; and where no child can be started.
    """
    with ONE_AT_A_TIME:
        return encode(*decoded(file, max_side))


def dots_of(file: Source, *, max_side: int | None = None) -> tuple[Image.Image, str]:
    """Return the picture in `file` as an image, and its format. Raises as `reencode`."""
    with ONE_AT_A_TIME:
        return decoded(file, max_side)


def read_at_most(file: Source, limit_bytes: int) -> bytes:
    file.seek(0)
    data = file.read(limit_bytes + 1)
    file.seek(0)
    if len(data) > limit_bytes:
        raise PictureRefused(_("This file is larger than 10 MB. Choose a smaller picture."))
    return data


def decoded(file: Source, max_side: int | None) -> tuple[Image.Image, str]:
    content = read_at_most(file, MAX_PICTURE_BYTES)
    job = {"max_dots": MAX_PICTURE_PIXELS, "max_side": max_side}
    try:
        child = run_confined(READER, json.dumps(job).encode() + b"\n" + content, **asdict(LIMITS))
    except subprocess.TimeoutExpired:
        raise PictureRefused(DAMAGED) from None
    except OSError as error:
        raise no_reader(type(error).__name__) from error
    if child.returncode > 0:  # the child reports what is wrong with a file; this is no file's fault
        raise no_reader(child.returncode)
    if child.returncode:
        raise PictureRefused(DAMAGED)
    return told(child.stdout)


def no_reader(reason: str | int) -> PictureRefused:
    logger.error("Pictures cannot be read", extra={"event": "picture_reader_failed", "error": reason})
    return PictureRefused(NO_READER)


def told(answer: bytes) -> tuple[Image.Image, str]:
    """Return (image, name of its format) from the child's answer, which a hostile file may have written."""
    end = max(answer.find(b"\n", 0, LONGEST_HEAD), 0)
    head, dots = answer[:end], memoryview(answer)[end + 1 :]
    if head in TROUBLES:
        raise PictureRefused(TROUBLES[head])
    try:
        name, mode, width, height = head.decode("ascii").split()
        if name not in EXTENSIONS:
            raise ValueError("no format of ours")
        return image_of(mode, (int(width), int(height)), dots), name
    except ValueError as error:
        raise PictureRefused(DAMAGED) from error


def image_of(mode: str, size: tuple[int, int], dots: bytes | memoryview) -> Image.Image:
    """Return the image of these pixels. Raises ValueError unless their number is right, and not too large."""
    width, height = size
    if min(size) < 1 or width * height > MAX_PICTURE_PIXELS:
        raise ValueError("no size of a picture")
    if len(dots) != width * height * BYTES_A_DOT.get(mode, 0):
        raise ValueError("not the dots of this picture")
    return Image.frombytes(mode, size, dots)


def encode(image: Image.Image, format_name: str, **options: Any) -> EncodedPicture:
    """Return the image in this format; `options` of Pillow’s go before ours. Raises PictureRefused."""
    buffer = BytesIO()
    try:
        image.save(buffer, format_name, **{**SAVE_OPTIONS[format_name], **options})
    except (OSError, ValueError) as error:  # a side longer than the format allows
        raise PictureRefused(DAMAGED) from error
    return EncodedPicture(buffer.getvalue(), format_name, image.width, image.height)


def size_in_pixels(file: Source) -> tuple[int, int]:
    """Return width and height of a picture that we encoded."""
    file.seek(0)
    with Image.open(BytesIO(file.read()), formats=list(EXTENSIONS)) as image:
        return image.size
