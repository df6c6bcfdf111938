"""Scans as a scanner or a telephone makes them, and as people make them to hurt. No sample is kept."""

import random
from io import BytesIO

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfReader, PdfWriter

from letters.paper.ruled_sheets import event_sheet, print_ruled

A4_DOTS = (1240, 1754)  # 150 dots an inch
PAPER, INK = (252, 250, 246), (45, 45, 95)


def written(lines=18, *, size=A4_DOTS, ink=INK) -> Image.Image:
    """A page somebody has written on."""
    page = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(page)
    for number in range(lines):
        top = size[1] // 12 + number * size[1] // 24
        pen.text((size[0] // 10, top), "Dobroho dnia! My z kotom chytaiemo pro more.", fill=ink, font_size=30)
    return page


def blank(*, specks=0) -> Image.Image:
    """A page without a word; paper has dust on it, and scanners leave a dark edge."""
    page = Image.new("RGB", A4_DOTS, PAPER)
    pen, chance = ImageDraw.Draw(page), random.Random(7)
    for _speck in range(specks):
        spot = chance.randrange(A4_DOTS[0]), chance.randrange(A4_DOTS[1])
        pen.point(spot, fill=(90, 90, 90))
    pen.rectangle((0, 0, 12, A4_DOTS[1]), fill=(60, 60, 60))
    return page


def sheet_front(code) -> Image.Image:
    """The front of an event's sheet as it is printed, drawn as a scanner sees it."""
    pdf = print_ruled([event_sheet(code=code, heading="Лист")])
    return pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("RGB")


def photographed(page: Image.Image, *, degrees=3) -> Image.Image:
    """The page askew on a table, blurred and with the noise of a telephone at night."""
    askew = page.rotate(degrees, expand=True, fillcolor=(120, 110, 100), resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(askew.size, 40).convert("RGB")
    return Image.blend(askew, noise, 0.18).filter(ImageFilter.GaussianBlur(1))


def pdf_of(*pages) -> bytes:
    """Return a PDF of these pictures, one a page."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=80)
    return out.getvalue()


def jpeg_of(page) -> bytes:
    out = BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def pdf_with(pages=1, *, width=595, height=842) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=width, height=height)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf_with())))
    writer.encrypt("secret", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def truncated_pdf() -> bytes:
    whole = pdf_of(written(4))
    return whole[: len(whole) // 3]
