"""Letters on paper: letter for letter what was approved, each on its own sheet, with a number and no more."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from home.pictures.reencoding import MAX_PICTURE_PIXELS, EncodedPicture
from letters.choices.paper import PrintTrouble
from letters.paper.letters import MAX_LINES, print_letters
from letters.typesetting.press import FONTS
from tests.letters.paper.conftest import drawing, flat, letter, sizes_mm, texts
from tests.tiers import LONG, first_of

# What typst, PDF or a shell might take for its own.
HOSTILE = [
    '#read("/etc/passwd") #import "@preview/x:1.0.0"',
    "*жирно* _косо_ `код` $x^2$ @ссылка <метка> // замечание",
    "= Заголовок",
    "- пункт + пункт / термин: слово",
    "\\u{41} \\ \\* \\n %s {} {{ }} [] </script>",
    "\"прямые\" 'кавычки' -- --- ... ~",
    "(Tj) ET BT endstream endobj %%EOF",
    "https://example.org/a_b-c?d=e&f=g#h",
]
ALPHABETS = [
    "Щастя, її ґанок, з’їзд — «добре»",
    "Съешь же ещё этих мягких французских булок",
    "Qırımtatarca: ğ ñ ö ş ü ç â İstanbul ıssız",
    "Zażółć gęślą jaźń; Příliš žluťoučký kůň; Größe; Ѝ ѝ; Åäö; œuvre",
]
PARAGRAPH = "Сегодня у нас дождь, кот спит на подоконнике, а я читаю книгу о маяках. " * 8


def flagged(printed):
    return [(flag.number, flag.trouble) for flag in printed.flags]


@pytest.mark.parametrize("line", first_of(HOSTILE + ALPHABETS))
def test_a_text_comes_out_letter_for_letter(line):
    printed = print_letters([letter(text=line, signature="Анна")])

    assert flat(line + "Анна") in flat(texts(printed.pdf)[2])


def test_of_ours_a_page_carries_the_print_number_and_its_own_number_only():
    printed = print_letters(
        [letter("K7Q3", text="Текст", signature="Анна", recipient="Иванов", place="Тюрьма")]
    )

    assert texts(printed.pdf)[2].split() == ["Текст", "Анна", "K7Q3", "1"]


def test_the_file_tells_of_nobody():
    reader = PdfReader(BytesIO(print_letters([letter("K7Q3")]).pdf))

    assert reader.metadata is None
    assert reader.xmp_metadata is None


def test_every_letter_and_every_separator_begins_on_a_new_sheet():
    long = "\n".join([PARAGRAPH] * 9)
    letters = [
        letter("A1", text=long),
        letter("B1", place="Тюрьма № 2"),
        letter("A2", text=PARAGRAPH * 9),
        letter("B2", place="Тюрьма № 2", text=long),
    ]

    printed = print_letters(letters)

    pages = texts(printed.pdf)
    fronts, backs = pages[::2], pages[1::2]
    assert printed.page_counts == {"A1": 2, "A2": 2, "B1": 1, "B2": 2}
    assert [front.split()[-2:] for front in fronts if "лист" not in front] == [
        ["A1", "1"],
        ["A2", "1"],
        ["B1", "1"],
        ["B2", "1"],
    ]
    assert [back.split()[-2:] for back in backs] == [[], ["A1", "2"], ["A2", "2"], [], [], ["B2", "2"]]
    assert sizes_mm(printed.pdf) == {(210, 297)}


def test_places_are_divided_and_one_persons_letters_lie_together():
    letters = [
        letter("9", place="Б", recipient="Яна"),
        letter("5", place="А", recipient="Вера"),
        letter("7", place="А", recipient="Анна"),
        letter("3", place="А", recipient="Вера"),
    ]

    printed = print_letters(letters)

    fronts = texts(printed.pdf)[::2]
    assert list(printed.page_counts) == ["7", "3", "5", "9"]
    assert [("3 листи" in front, "1 лист" in front) for front in (fronts[0], fronts[4])] == [
        (True, False),
        (False, True),
    ]
    assert fronts[0].startswith("А") and fronts[4].startswith("Б")


def test_a_separator_counts_what_was_printed():
    printed = print_letters([letter("A1"), letter("A2", text="☺")])

    assert "1 лист" in texts(printed.pdf)[0]


def test_each_letter_can_be_found_on_the_screen_by_its_number():
    reader = PdfReader(BytesIO(print_letters([letter("A1"), letter("A2")]).pdf))

    found = {item.title: reader.get_destination_page_number(item) for item in reader.outline}

    assert found == {"A1": 2, "A2": 4}


@pytest.mark.parametrize(
    ("fields", "trouble"),
    first_of(
        [
            ({"text": "строка\n" * 100_000}, PrintTrouble.TOO_LONG),
            ({"text": "ж" * 20_000}, PrintTrouble.TOO_LONG),
            ({"text": "\n" * (MAX_LINES + 1)}, PrintTrouble.TOO_LONG),
            ({"text": "Привет ☺"}, PrintTrouble.UNPRINTABLE),
            ({"signature": "☺"}, PrintTrouble.UNPRINTABLE),
            ({"text": "\n\n".join([PARAGRAPH] * 12), "max_pages": 2}, PrintTrouble.TOO_MANY_PAGES),
            ({"open_drawing": lambda: EncodedPicture(b"no picture", "PNG", 9, 9)}, PrintTrouble.BAD_DRAWING),
        ]
    ),
)
def test_a_letter_that_cannot_be_printed_is_flagged_alone(fields, trouble):
    printed = print_letters([letter("A1"), letter("BAD", **fields), letter("C1")])

    assert flagged(printed) == [("BAD", trouble)]
    assert list(printed.page_counts) == ["A1", "C1"]
    assert len(texts(printed.pdf)) == 6
    assert "BAD" not in "".join(texts(printed.pdf))


def test_characters_that_cannot_be_printed_are_named():
    (flag,) = print_letters([letter(text="☺ и 你")]).flags

    assert flag.characters == ("☺ (U+263A)", "你 (U+4F60)")


def test_where_nothing_can_be_printed_there_is_no_pdf():
    assert print_letters([letter(text="☺")]).pdf == b""
    assert print_letters([]).pdf == b""


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    "run", first_of(["ж" * 4000, "Щ" * 3000, "\u2031" * 500, "W\u00a0" * 1000, "а-1" * 900])
)
def test_a_run_without_spaces_stays_on_the_paper(run):
    pages = texts(print_letters([letter(text=run)]).pdf)[2:]

    lines = [line for page in pages for line in page.split("\n")[:-1]]
    assert flat(run) == flat("".join(lines))
    assert max(map(width_mm, lines)) < 166


def width_mm(line):
    font = TTFont(FONTS / "NotoSerif-Regular.ttf")
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    ems = sum(widths[glyphs[ord(char)]][0] for char in line.rstrip()) / font["head"].unitsPerEm
    return ems * 11 / 72 * 25.4


def test_a_blank_line_leaves_a_gap():
    def lowest(text):
        found = []
        pages = PdfReader(BytesIO(print_letters([letter(text=text)]).pdf)).pages
        pages[2].extract_text(
            visitor_text=lambda text, cm, tm, *_font: found.append(cm[5] + tm[5]) if "два" in text else None
        )
        return found[0]

    assert lowest("один\nдва") - lowest("один\n\nдва") > 8  # points


def test_a_signature_does_not_stand_alone_on_a_page():
    alone = []
    for lines in range(36, 60):
        printed = print_letters([letter(text="\n".join(["строка"] * lines), signature="Анна")])
        if printed.page_counts["A1"] == 2:
            alone.append(texts(printed.pdf)[3].split()[:2])
            break

    assert alone == [["строка", "Анна"]]


@pytest.mark.parametrize("picture", [drawing(), drawing(300, 2000, "JPEG"), drawing(2000, 300, "WEBP")])
def test_a_drawing_stands_under_its_letter(picture):
    printed = print_letters([letter("A1"), letter("A2", open_drawing=lambda: picture)])

    pages = PdfReader(BytesIO(printed.pdf)).pages
    assert [len(page.images) for page in pages] == [0, 0, 0, 0, 1, 0]
    printed_picture = pages[4].images[0].image
    assert max(printed_picture.size) <= 1400
    assert printed_picture.mode == "L", "the form promises black and white"


@pytest.mark.full(LONG)
@pytest.mark.parametrize("picture_format", first_of(["PNG", "JPEG", "WEBP"]))
def test_the_largest_drawing_we_take_is_printed(picture_format):
    largest = drawing(6000, MAX_PICTURE_PIXELS // 6000, picture_format)

    printed = print_letters([letter(open_drawing=lambda: largest)])

    assert printed.flags == ()


@pytest.mark.full(LONG)
def test_drawings_are_opened_when_their_turn_comes():
    opened = []

    def opening(number):
        return lambda: opened.append(number) or drawing(20, 20)

    letters = [letter(f"A{number:02}", open_drawing=opening(number)) for number in range(12)]
    assert opened == []

    printed = print_letters(letters)

    assert opened == list(range(12))
    assert len(printed.page_counts) == 12


def test_the_same_letters_give_the_same_pages():
    assert print_letters([letter()]).pdf == print_letters([letter()]).pdf
