"""The child process: reads a file from stdin, writes its pages to stdout as dots.

Started by `home.sandbox`, so it imports nothing of ours and may not open any file or connection, start
anything, or grow beyond its memory; it says nothing about what it read, not even when it fails.

Input: one line of JSON (kind "pdf" or "picture", first, count, and the bounds max_pages, dots_an_inch,
max_side, max_dots), then the file.
Output: for each page one line of JSON, `{"width", "height", "is_blank", "codes"}`, and its dots in RGB, row
by row; last a line `{"total": pages of the file}` or `{"trouble": value of ScanTrouble}`.
"""

import io
import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import pypdfium2
import zxingcpp

# The plugins are named since nothing can be imported any more once the child is shut in.
from PIL import (  # noqa: F401
    Image,
    ImageDraw,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

Image.preinit()

POINTS_AN_INCH = 72
MOST_CODES, LONGEST_CODE = 5, 200
# What the code of a sheet with a slip says (letters.sealing.bindings), and how far below the code its slip
# begins, in heights of the code (letters/typesetting/templates/ruled.typ).
WITH_SLIP, SLIP_BELOW = re.compile("[0-9A-Z]{12}:[2-7A-Z]{100,180}"), 0.45
# A blank page: looked at small, so that dust is averaged away, and without the dark edges a scanner leaves.
LOOKED_AT_PX, EDGE = 400, 0.04
INK_BELOW_PAPER = 24  # of 256 shades
BLANK_SHARE = 0.0003


class Trouble(Exception):
    """The file can't be read; the argument is a value of ScanTrouble."""


def pdf_pages(content: bytes, job: dict[str, Any]) -> tuple[int, Iterator[Image.Image]]:
    """Return (number of pages, pictures of those asked for)."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (
            pypdfium2.raw.FPDF_ERR_PASSWORD,
            pypdfium2.raw.FPDF_ERR_SECURITY,
        )
        raise Trouble("encrypted" if is_locked else "broken") from None
    total = len(document)
    if not total:
        raise Trouble("broken")
    if total > job["max_pages"]:
        raise Trouble("too_many_pages")
    last = min(job["first"] + job["count"], total)
    return total, (drawn(document, number, job) for number in range(job["first"], last))


def drawn(document: pypdfium2.PdfDocument, number: int, job: dict[str, Any]) -> Image.Image:
    try:
        page = document[number]
        width, height = page.get_size()
        picture: Image.Image = page.render(scale=scale_of(width, height, job)).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        raise Trouble("broken") from None
    page.close()
    return picture


def scale_of(width: float, height: float, job: dict[str, Any]) -> float:
    """Return how many dots a point becomes: as many as wished, fewer for a page larger than any paper."""
    if not (math.isfinite(width) and math.isfinite(height) and width >= 1 and height >= 1):
        raise Trouble("broken")
    wished: float = job["dots_an_inch"] / POINTS_AN_INCH
    most: float = job["max_side"] / max(width, height)
    return min(wished, most, math.sqrt(job["max_dots"] / (width * height)))


def picture_page(content: bytes, job: dict[str, Any]) -> tuple[int, Iterator[Image.Image]]:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > job["max_picture_dots"]:
                raise Trouble("too_large")
            image.seek(0)
            upright = ImageOps.exif_transpose(image)
            picture = on_white(upright)
    except Image.DecompressionBombError:
        raise Trouble("too_large") from None
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError):
        raise Trouble("broken") from None
    return 1, iter([picture])


def on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits a dot; the upper 8 are all a screen shows
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        ink = image.convert("RGBA")
        paper = Image.new("RGB", ink.size, "white")
        paper.paste(ink, mask=ink)
        return paper
    return image.convert("RGB")


def is_blank(picture: Image.Image) -> bool:
    small = picture.convert("L")
    small = small.resize(
        (LOOKED_AT_PX, max(round(LOOKED_AT_PX * small.height / small.width), 1)), Image.Resampling.BOX
    )
    across, down = round(small.width * EDGE), round(small.height * EDGE)
    middle = small.crop((across, down, small.width - across, small.height - down))
    shades = middle.histogram()
    paper = median(shades, sum(shades))
    ink = sum(shades[: max(paper - INK_BELOW_PAPER, 0)])
    return ink < BLANK_SHARE * sum(shades)


def median(shades: Sequence[int], total: int) -> int:
    seen = 0
    for shade, count in enumerate(shades):
        seen += count
        if 2 * seen >= total:
            return shade
    return 255


def codes_on(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """Return the QR codes on the page, whichever way it lies."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    return zxingcpp.read_barcodes(picture.convert("L"), formats=formats)[:MOST_CODES]


def cover_slip(picture: Image.Image, code: zxingcpp.Barcode) -> None:
    """Paint over the slip that its writer forgot to tear off: its code is not for us to see."""
    corners = code.position
    left, right = corners.bottom_left, corners.bottom_right
    down = (left.x - corners.top_left.x, left.y - corners.top_left.y)
    along = (right.x - left.x, right.y - left.y)

    def at(beside: float, below: float) -> tuple[float, float]:
        return left.x + beside * along[0] + below * down[0], left.y + beside * along[1] + below * down[1]

    far = 2 * max(picture.size) / max(1.0, min(math.hypot(*down), math.hypot(*along)))
    below = [at(-far, SLIP_BELOW), at(far, SLIP_BELOW), at(far, far), at(-far, far)]
    ImageDraw.Draw(picture).polygon(below, fill="white")


def write(out: BinaryIO, picture: Image.Image, job: dict[str, Any]) -> None:
    found = codes_on(picture)
    codes = [code.text[:LONGEST_CODE] for code in found]
    for code in found:
        if WITH_SLIP.fullmatch(code.text):
            cover_slip(picture, code)
    picture.thumbnail((job["max_side"], job["max_side"]))
    said = {"is_blank": not codes and is_blank(picture), "codes": codes}
    dots = picture.tobytes()
    write_line(out, {"width": picture.width, "height": picture.height, **said})
    out.write(dots)


def write_line(out: BinaryIO, said: dict[str, Any]) -> None:
    out.write(json.dumps(said).encode() + b"\n")


READERS_BY_KIND = {"pdf": pdf_pages, "picture": picture_page}


def main() -> None:
    given, out = sys.stdin.buffer, sys.stdout.buffer
    job = json.loads(given.readline())
    try:
        total, pictures = READERS_BY_KIND[job["kind"]](given.read(), job)
        for picture in pictures:
            write(out, picture, job)
    except Trouble as trouble:
        write_line(out, {"trouble": trouble.args[0]})
    except MemoryError:
        write_line(out, {"trouble": "out_of_memory"})
    except Exception:  # a file made to break a library: what else ends us is no file's fault
        write_line(out, {"trouble": "broken"})
    else:
        write_line(out, {"total": total})
