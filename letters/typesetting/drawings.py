"""The drawing of a letter as it is printed: in black and white, no larger than paper shows."""

import base64
from io import BytesIO

from PIL import Image

from home.pictures.reencoding import PictureRefused, dots_of, encode

# About 200 dots an inch across a page of A4.
MAX_DRAWING_PX = 1400
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="{width}" height="{height}">'
    '<image width="{width}" height="{height}" xlink:href="data:image/jpeg;base64,{jpeg}"/></svg>'
)


class BadDrawing(Exception):
    """What was sealed as a drawing is none."""


def drawn(picture: bytes) -> bytes:
    """Return the drawing in grey as a JPEG in an SVG: what is given to typst as a file must be text.

    It is read like any file from outside: whoever can write to the database can seal what they like.
    Raises BadDrawing.
    """
    try:
        image, _format = dots_of(BytesIO(picture), max_side=MAX_DRAWING_PX)
        jpeg = encode(on_white(image).convert("L"), "JPEG")
    except PictureRefused:
        raise BadDrawing from None
    text = base64.b64encode(jpeg.bytes).decode()
    return SVG.format(width=jpeg.width, height=jpeg.height, jpeg=text).encode()


def on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image)
    return paper
