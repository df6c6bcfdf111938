"""The child process: reads what a camera sees at the moment from stdin, writes what its QR codes say.

Started by `home.sandbox`, so it imports nothing of ours and may not open any file or connection, start
anything, or grow beyond its memory; it says nothing about what it read, not even when it fails.

Input: the picture, a JPEG.
Output: a list of texts as JSON; nothing when it is no such picture, or one of more than MOST_DOTS.
"""

import io
import json
import sys

import zxingcpp

# Opened as the one kind it may be: loading all kinds that Pillow knows takes longer than reading the codes.
# What a JPEG says of its camera is written as in a TIFF; nothing can be imported once the child is shut in.
from PIL import JpegImagePlugin, TiffImagePlugin  # noqa: F401

MOST_DOTS = 640 * 640
MOST_CODES, LONGEST_CODE = 5, 100
SHADES = "L"


def shades_of(content: bytes) -> memoryview:
    """Return how bright each dot is, in rows: a code needs no more, and the colours need not be decoded."""
    with JpegImagePlugin.JpegImageFile(io.BytesIO(content)) as picture:
        if picture.width * picture.height > MOST_DOTS:
            raise ValueError("too many dots")
        picture.draft(SHADES, picture.size)
        shades = picture.convert(SHADES)
    return memoryview(shades.tobytes()).cast("B", (shades.height, shades.width))


def codes_in(shades: memoryview) -> list[str]:
    found = zxingcpp.read_barcodes(
        shades, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2), try_invert=False
    )
    return [code.text[:LONGEST_CODE] for code in found[:MOST_CODES]]


def main() -> None:
    try:
        codes = codes_in(shades_of(sys.stdin.buffer.read()))
    except Exception:  # bytes made to break a library raise whatever they like
        return
    sys.stdout.write(json.dumps(codes))
