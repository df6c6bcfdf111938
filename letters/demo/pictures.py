"""What the demo's writers drew, and their letters on paper as a scanner sees them."""

import random

from PIL import Image, ImageDraw, ImageFont

from home.pictures.reencoding import EncodedPicture, encode
from letters.typesetting.press import FONTS
from prisoner_pages.demo.portraits.grounds import GROUNDS
from prisoner_pages.demo.portraits.pen import Pen

PAGE = WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
MARGIN, LINE, SIZE = 130, 62, 40
PAPER, INK = "#f7f3ea", "#27348b"
SLANT = 0.6  # degrees: nobody lays a sheet down straight


def drawing_of(ground: str) -> EncodedPicture:
    """Return a view without anybody in it; `ground` is one of those behind the portraits."""
    pen = Pen("#ffffff")
    GROUNDS[ground](pen, random.Random(ground))  # noqa: S311 (a drawing, no secret)
    return encode(pen.finished(), "PNG")


def scan_of(text: str) -> EncodedPicture:
    """Return the picture of a sheet on which somebody wrote this, line by line."""
    page = Image.new("RGB", PAGE, PAPER)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS / "NotoSerif-Italic.ttf"), SIZE)
    for number, line in enumerate(text.strip().splitlines()):
        pen.text((MARGIN, MARGIN + number * LINE), line, fill=INK, font=font)
    slanted = page.rotate(SLANT, Image.Resampling.BICUBIC, fillcolor=PAPER)
    return encode(slanted, "JPEG")
