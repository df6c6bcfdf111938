"""The child process: reads a picture from stdin, writes its pixels to stdout.

Started by `home.sandbox`, so it imports nothing of ours and may not open any file or connection, start
anything, or exceed its memory; it says nothing about what it read, not even when it fails.

Input: one line of JSON (max_dots, and max_side or null for the picture as large as it is), then the file.
Output: one line, `FORMAT MODE WIDTH HEIGHT` or one word for the trouble, then the dots, row by row.
"""

import io
import json
import sys
import warnings
from typing import Any, BinaryIO

# The plugins are named since nothing can be imported any more once the child is shut in.
from PIL import (  # noqa: F401
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

FORMATS = ("JPEG", "PNG", "WEBP")
ROWS = 256  # written at a time: the dots are not held twice

Image.preinit()
# We refuse far below the size that Pillow warns of.
warnings.simplefilter("ignore")


class Trouble(Exception):
    """The picture can't be read; the argument is the word for why."""


def read(content: bytes, job: dict[str, Any]) -> tuple[str, Image.Image]:
    """Return the name of the format, and the picture upright and plain."""
    with opened(content) as image:
        if image.width * image.height > job["max_dots"]:
            raise Trouble("too_large")
        # Pillow calls a JPEG with a second picture inside "MPO".
        name = image.format if image.format in FORMATS else "JPEG"
        return name, upright(image, job["max_side"])


def opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Trouble("too_large") from None
    except Exception:  # a file made to break Pillow raises whatever it likes
        raise Trouble("not_a_picture") from None


def upright(image: Image.Image, max_side: int | None) -> Image.Image:
    try:
        image.seek(0)
        if max_side:
            image.draft(None, (max_side, max_side))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        picture = plain(image)
        if max_side:
            picture.thumbnail((max_side, max_side))
        return picture
    except Exception:  # as above: truncated data, false checksums, exhausted memory
        raise Trouble("damaged") from None


def plain(image: Image.Image) -> Image.Image:
    """Return a new image with the dots of `image` only: no palette, profile, comment or text."""
    if image.mode.startswith("I"):  # 16 bits a dot; the upper 8 are all a screen shows
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    transparent = image.mode in {"LA", "PA", "RGBA", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if transparent else "L" if image.mode in {"1", "L"} else "RGB")


def write(out: BinaryIO, name: str, picture: Image.Image) -> None:
    out.write(f"{name} {picture.mode} {picture.width} {picture.height}\n".encode())
    for top in range(0, picture.height, ROWS):
        strip = (0, top, picture.width, min(top + ROWS, picture.height))
        out.write(picture.crop(strip).tobytes())


def main() -> None:
    job = json.loads(sys.stdin.buffer.readline())
    try:
        name, picture = read(sys.stdin.buffer.read(), job)
    except Trouble as trouble:
        sys.stdout.buffer.write(f"{trouble.args[0]}\n".encode())
    else:
        write(sys.stdout.buffer, name, picture)
