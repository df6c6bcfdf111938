from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from letters.paper.ruled_sheet_words import sheet_for_event
from letters.paper.ruled_sheets import RuledSheet, event_sheet, print_copies, print_ruled
from letters.paper_sizes import EVENT_SHEET, SHEETS
from tests.letters.paper.conftest import LONG_NAME, scanned, size_mm, sizes_mm, texts

RULES = ("Пишіть про буденне: книжки, погоду, роботу.", "Без політики.", "Підпишіться іменем.")


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

    pages = texts(print_copies(event_sheet(heading="Лист"), codes))

    assert [next((code for code in codes if code in page), "") for page in pages[::2]] == codes
    assert all(page.strip() == "" for page in pages[1::2])


def test_words_never_share_a_sheet_of_paper_with_the_lines_that_are_posted():
    sheet = RuledSheet("en", rules=RULES, has_cover=True)
    pdf = print_ruled([sheet])

    words, back, lines = texts(pdf)
    assert RULES[0] in words and back.strip() == lines.strip() == ""
    assert [strokes(page) > 20 for page in PdfReader(BytesIO(pdf)).pages] == [False, False, True]


@pytest.mark.parametrize("language", ["uk", "en", "crh", "de"])
def test_the_code_of_an_event_is_read_from_a_scan_of_the_whole_page_below_the_longest_name(language):
    sheet = sheet_for_event(language, paper=EVENT_SHEET, to_name=LONG_NAME)
    [front, back] = scanned(print_ruled([replace(sheet, code="4821 7730", reference="4821 7730")]))

    assert [code.text for code in zxingcpp.read_barcodes(front)] == ["4821 7730"]
    assert not zxingcpp.read_barcodes(back)
