from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from letters.paper.ruled_sheet_words import sheet_for_event
from letters.paper.ruled_sheets import Copy, RuledSheet, event_sheet, print_copies, print_ruled
from letters.paper_sizes import EVENT_SHEET, SHEETS
from tests.letters.paper.conftest import LONG_NAME, flat, scanned, size_mm, sizes_mm, texts
from tests.tiers import first_of

FOLLOW = "https://letters.example.org/{}/letters/status/"
RULES = ("Пишіть про буденне: книжки, погоду, роботу.", "Без політики.", "Підпишіться іменем.")


def status_page(language):
    return FOLLOW.format(language)


def test_a_sheet_for_an_event_is_a5_with_rules_lines_and_a_code():
    sheet = event_sheet(
        heading="Лист", to_word="Кому", to_name=LONG_NAME, rules=RULES, code="7F3K9QXZ2M", note="Дякуємо."
    )

    front, back = texts(print_ruled([sheet]))

    for part in ("Лист", "Кому", "Преображенский", *RULES, "7F3K9QXZ2M", "Дякуємо."):
        assert part in front
    assert back.strip() == ""
    assert sizes_mm(print_ruled([sheet])) == {(148, 210)}


def test_a_sheet_for_the_answer_has_not_a_word():
    pdf = print_ruled([RuledSheet(language="ru", sides=2)])

    assert [text.strip() for text in texts(pdf)] == ["", ""]
    assert all(strokes(page) > 20 for page in PdfReader(BytesIO(pdf)).pages)


def strokes(page):
    return page.get_contents().get_data().count(b"\nS\n")


@pytest.mark.parametrize("language", ["uk", "en", "crh", "de", "fr", "pl", "cs", "bg", "sv"])
def test_a_sheet_can_be_read_aloud_in_every_language(language):
    sheet = RuledSheet(language, title="Лист", heading="Лист", rules=RULES)

    catalogue = PdfReader(BytesIO(print_ruled([sheet]))).trailer["/Root"]

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language


@pytest.mark.parametrize("paper", SHEETS)
def test_a_sheet_comes_on_every_paper_with_words_and_lines_on_pages_of_their_own(paper):
    sheet = RuledSheet("uk", paper=paper, heading="Лист", rules=RULES * 2, sides=2, has_cover=True)
    pdf = print_ruled([sheet])  # would raise if the words took more than a page

    assert sizes_mm(pdf) == {size_mm(SHEETS[paper])}
    assert [strokes(page) >= 15 for page in PdfReader(BytesIO(pdf)).pages] == [False, False, True, True]


def test_sheets_of_several_people_lie_on_sheets_of_their_own():
    sheets = [event_sheet(heading=f"Лист {number}", code=f"C{number}") for number in range(3)]

    pages = texts(print_ruled(sheets))

    assert ["Лист" in page for page in pages] == [True, False] * 3


def test_sheets_of_an_event_are_set_together_each_with_its_code():
    codes = [f"CODE{number:08}" for number in range(20)]

    pages = texts(print_copies(event_sheet(heading="Лист"), [Copy(code, code) for code in codes]))

    assert [next((code for code in codes if code in page), "") for page in pages[::2]] == codes
    assert all(page.strip() == "" for page in pages[1::2])


def test_words_never_share_a_sheet_of_paper_with_the_lines_that_are_posted():
    sheet = RuledSheet("en", rules=RULES, has_cover=True)
    pdf = print_ruled([sheet])

    words, back, lines = texts(pdf)
    assert RULES[0] in words and back.strip() == lines.strip() == ""
    assert [strokes(page) > 20 for page in PdfReader(BytesIO(pdf)).pages] == [False, False, True]


@pytest.mark.parametrize("language", first_of(["uk", "en", "crh", "de"]))
def test_the_code_of_an_event_is_read_from_a_scan_of_the_whole_page_below_the_longest_name(language):
    sheet = sheet_for_event(language, paper=EVENT_SHEET, follow_at=status_page, to_name=LONG_NAME)
    [front, back] = scanned(print_ruled([replace(sheet, code="4821 7730", reference="4821 7730")]))

    assert [code.text for code in zxingcpp.read_barcodes(front)] == ["4821 7730"]
    assert not zxingcpp.read_barcodes(back)


def slip_of(language, paper=EVENT_SHEET, **about):
    """Return (sheet, its PDF) of one copy with a slip."""
    sheet = sheet_for_event(language, paper=paper, follow_at=status_page, **about)
    pdf = print_copies(sheet, [Copy("ABCDEFGHJKLM:" + "A" * 128, "ABCDEFGHJKLM", CODE)])
    return sheet, pdf


CODE = "1234 5678 9012 3456 7890 1234"


@pytest.mark.parametrize("paper", first_of(SHEETS))
@pytest.mark.parametrize(
    ("language", "spoken"), first_of([("uk", "uk"), ("en", "en"), ("crh", "uk"), ("de", "de")])
)
def test_a_slip_says_in_the_language_of_the_sheet_where_its_code_is_typed(paper, language, spoken):
    sheet, pdf = slip_of(language, paper)
    front, back = texts(pdf)

    words = [sheet.slip.heading, sheet.slip.code_word, sheet.slip.address_word, *sheet.slip.notes]
    assert sheet.language == spoken
    assert all(flat(text) in flat(front) for text in (*words, CODE, FOLLOW.format(spoken)))
    assert back.strip() == ""
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == spoken


@pytest.mark.parametrize("paper", SHEETS)
def test_the_back_of_a_slip_has_no_lines_that_would_be_torn_off_with_it(paper):
    _sheet, pdf = slip_of("de", paper, to_name=LONG_NAME)
    front, back = scanned(pdf)

    edge = max(row for row in range(front.height) if is_cut(front, row))
    assert ink_below(front, edge + 3) and not ink_below(back, edge)
    assert ink_below(back, edge - edge // 8)  # there the lines go on


def is_cut(page, row):
    """Is this row on the line along which one tears: dashes from one edge of the paper to the other?"""
    shades = page.crop((0, row, page.width, row + 1)).resize((20, 1), Image.Resampling.BOX).getdata()
    return all(60 < shade < 250 for shade in shades)


def ink_below(page, row):
    return page.crop((0, row, page.width, page.height)).getextrema()[0] < 200
