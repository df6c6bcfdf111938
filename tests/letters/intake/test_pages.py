"""Files of scans are opened in a child that is confined; a hostile one is refused by name of its trouble."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from letters.choices.scans import ScanKind, ScanTrouble
from letters.intake import scan_pages
from letters.intake.scan_pages import BOUNDS, CHUNK_PAGES, LIMITS, ScanUnreadable, read_pages
from tests.factories.pictures import (
    jpeg_of_two_pictures,
    jpeg_with_gps,
    picture_bytes,
    png_bomb,
    png_with_text,
)
from tests.factories.scans import (
    blank,
    encrypted_pdf,
    jpeg_of,
    pdf_of,
    pdf_with,
    photographed,
    sheet_front,
    truncated_pdf,
    written,
)
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


CODE = "K7F42Q9XABCD"


def read(content, kind=ScanKind.PDF, first=0, **limits):
    return read_pages(content, kind=kind, first=first, limits=replace(LIMITS, **limits))


def trouble_of(content, kind=ScanKind.PDF, **limits):
    with pytest.raises(ScanUnreadable) as refused:
        read(content, kind, **limits)
    return refused.value.trouble


def test_pages_come_out_as_clean_pictures_a_few_at_a_time():
    content = pdf_of(*(written(lines) for lines in range(2, 9)))

    total, first = read(content)
    _total, rest = read(content, first=CHUNK_PAGES)

    assert total == 7 and (len(first), len(rest)) == (CHUNK_PAGES, 2)
    with Image.open(BytesIO(first[0].picture.bytes)) as page:
        assert page.format == "JPEG" and not page.getexif() and "comment" not in page.info
        assert page.size == (first[0].picture.width, first[0].picture.height)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (blank(), True),
        (blank(specks=60), True),
        (written(1), False),
        (written(2, ink=(200, 198, 190)), False),  # a hard pencil
    ],
    ids=["clean", "dusty", "one line", "pencil"],
)
def test_blank_is_what_has_no_writing_on_it(page, expected):
    _total, [read_page] = read(pdf_of(page))

    assert read_page.is_blank is expected


@pytest.mark.parametrize("degrees", [0, 3, 90, 180])
def test_code_of_a_sheet_is_read_however_it_lies(degrees):
    photo = photographed(sheet_front(CODE), degrees=degrees)

    _total, [page] = read(jpeg_of(photo), ScanKind.PICTURE)

    assert page.codes == (CODE,) and not page.is_blank


def test_photo_stands_upright_and_carries_nothing_of_its_camera():
    _total, [page] = read(jpeg_with_gps(orientation=6, size=(600, 400)), ScanKind.PICTURE)

    assert (page.picture.width, page.picture.height) == (400, 600)
    assert b"CANARY" not in page.picture.bytes


@pytest.mark.parametrize(
    "content",
    [png_with_text(), picture_bytes("WEBP"), picture_bytes("PNG", mode="RGBA"), jpeg_of_two_pictures()],
)
def test_every_kind_of_picture_becomes_a_page(content):
    _total, [page] = read(content, ScanKind.PICTURE)

    assert page.picture.format == "JPEG" and b"CANARY" not in page.picture.bytes


def test_page_of_any_size_is_drawn_within_bounds():
    _total, [huge] = read(pdf_with(width=14_400, height=14_400))
    _total, [strip] = read(pdf_with(width=14_400, height=3))

    assert huge.picture.width * huge.picture.height <= BOUNDS.max_dots * 1.01
    assert max(strip.picture.width, strip.picture.height) <= BOUNDS.max_side


@pytest.mark.parametrize(
    ("content", "kind", "trouble"),
    [
        (encrypted_pdf(), ScanKind.PDF, ScanTrouble.ENCRYPTED),
        (pdf_with(1000), ScanKind.PDF, ScanTrouble.TOO_MANY_PAGES),
        (truncated_pdf(), ScanKind.PDF, ScanTrouble.BROKEN),
        (b"%PDF-1.7\n" + b"\xff" * 4000, ScanKind.PDF, ScanTrouble.BROKEN),
        (
            b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF",
            ScanKind.PDF,
            ScanTrouble.BROKEN,
        ),
        (jpeg_of(written(1)), ScanKind.PDF, ScanTrouble.BROKEN),
        (jpeg_of(written(1))[:3000], ScanKind.PICTURE, ScanTrouble.BROKEN),
        (pdf_with(), ScanKind.PICTURE, ScanTrouble.BROKEN),
        (b"", ScanKind.PICTURE, ScanTrouble.BROKEN),
        (png_bomb(), ScanKind.PICTURE, ScanTrouble.TOO_LARGE),
    ],
    ids=[
        "encrypted",
        "pages",
        "truncated",
        "noise",
        "script",
        "jpeg-as-pdf",
        "cut-jpeg",
        "pdf-as-jpeg",
        "nothing",
        "bomb",
    ],
)
def test_hostile_file_is_refused_by_its_trouble(content, kind, trouble):
    assert trouble_of(content, kind) is trouble


def test_child_is_held_to_its_memory_and_time():
    content, photo = pdf_of(written(3)), picture_bytes(size=(6000, 4000))

    assert trouble_of(photo, ScanKind.PICTURE, memory_bytes=120 * 1024 * 1024) is ScanTrouble.OUT_OF_MEMORY
    assert trouble_of(content, wall_seconds=0.01) is ScanTrouble.TIMED_OUT


MEASURED = """
import resource, sys
import django
django.setup()
from letters.choices.scans import ScanKind
from letters.intake.scan_pages import LIMITS, read_pages
photo = sys.stdin.buffer.read()
_total, [page] = read_pages(photo, kind=ScanKind.PICTURE, first=0, limits=LIMITS)
print(page.picture.width, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_largest_photo_we_take_is_read_within_its_memory():
    photo = Image.effect_noise((6000, 4000), 60).convert("RGB")

    # In a process that has no other children.
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED], input=jpeg_of(photo), capture_output=True, check=True
    )

    width, kilobytes = map(int, measured.stdout.split())
    assert width == BOUNDS.max_side
    assert kilobytes * 1024 < LIMITS.memory_bytes


PAGE = '{"width": 2, "height": 1, "is_blank": false, "codes": []}\\n'


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]\\n",
        '{"total": 1}\\n',
        '{"trouble": "another"}\\n',
        "[" * 9_000,
        f"{PAGE}dots",
        f'{PAGE}dots..{{"total": 1e999}}\\n',
        f'{PAGE}dots..{{"total": 100000}}\\n',
        f'{PAGE}dots..{{"total": 0}}\\n',
        '{"width": -2, "height": -1, "is_blank": false, "codes": []}\\ndots..{"total": 1}\\n',
        '{"width": "2", "height": 1, "is_blank": false, "codes": []}\\ndots..{"total": 1}\\n',
    ],
)
def test_what_a_taken_over_reader_says_is_never_taken_for_a_page(tmp_path, monkeypatch, answer):
    script = tmp_path / "reader.py"
    script.write_text(f"import os\ndef main():\n    os.write(1, b'''{answer}''')\n")
    monkeypatch.setattr(scan_pages, "READER", script)

    assert trouble_of(b"") is ScanTrouble.BROKEN


def test_code_that_no_database_takes_is_no_code_of_ours():
    said = '{"width": 1, "height": 1, "is_blank": false, "codes": ["A\\u0000", "\\ud800", "K7F"]}\n'

    _total, [page] = scan_pages._told(BytesIO(said.encode() + b"dot" + b'{"total": 1}\n'))

    assert page.codes == ("K7F",)
