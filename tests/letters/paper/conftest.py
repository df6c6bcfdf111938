from io import BytesIO

import pypdfium2
from PIL import Image
from pypdf import PdfReader

from home.pictures.reencoding import EncodedPicture
from letters.paper.text import BREAK
from letters.typesetting.sheets import Envelope, LetterSheet

SCAN_DPI = 300
LONG_NAME = "Константинопольский-Преображенский Александр Константинович"


def letter(number="A1", **fields):
    fields = {"place": "Тюрьма № 1", "recipient": "Иванов Иван", "text": "Здравствуйте!"} | fields
    return LetterSheet(number, **fields)


def envelope(number="A1", **fields):
    fields = {
        "name": "Иванов Иван Иванович",
        "birth_year": 1985,
        "place": "Тюрьма № 1",
        "address": ("ул. Садовая, 1", "г. Приморск"),
        "index": "123456",
        "return_address": ("а/с 17", "Київ"),
    } | fields
    return Envelope(number, **fields)


def texts(pdf):
    """Return what stands on each page, without the places where a long run may be broken."""
    return [page.extract_text().replace(BREAK, "") for page in PdfReader(BytesIO(pdf)).pages]


def flat(text):
    """Return the text without its line ends and spaces: a page breaks lines where it likes."""
    return "".join(text.split()).replace(BREAK, "")


def sizes_mm(pdf):
    pages = PdfReader(BytesIO(pdf)).pages
    return {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in pages}


def size_mm(paper):
    return round(paper.width), round(paper.height)


def scanned(pdf):
    """Return each page as a good scanner sees it."""
    return [page.render(scale=SCAN_DPI / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]


def drawing(width=600, height=400, picture_format="PNG"):
    out = BytesIO()
    Image.new("RGB", (width, height), "orange").save(out, picture_format)
    return EncodedPicture(out.getvalue(), picture_format, width, height)
