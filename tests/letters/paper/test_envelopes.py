from dataclasses import replace

import pytest
from PIL import ImageOps

from letters.choices.paper import PrintTrouble
from letters.paper.address_block import country_line
from letters.paper.envelopes import print_envelopes, print_labels
from letters.paper_sizes import ENVELOPES, LABELS
from prisoner_pages.models import Facility
from tests.letters.paper.conftest import LONG_NAME, SCAN_DPI, envelope, scanned, size_mm, sizes_mm, texts
from tests.tiers import first_of

LONGEST = envelope(
    name=LONG_NAME,
    place="ФКУ Тюрьма № 2 УФСИН России по Владимирской области («Владимирский централ»)",
    address=("ул. Большая Нижегородская, 67", "г. Владимир", "Владимирская область"),
    country="RUSSIA",
)


def words(text):
    return text.replace("\u00a0", " ").split()


@pytest.mark.parametrize("size", ENVELOPES)
def test_an_envelope_has_its_size_and_the_block_line_by_line(size):
    printed = print_envelopes([envelope()], size)

    (text,) = texts(printed.pdf)
    assert sizes_mm(printed.pdf) == {size_mm(ENVELOPES[size])}
    for line in ("Иванов Иван Иванович, 1985 г. р.", "Тюрьма № 1", "ул. Садовая, 1", "г. Приморск", "123456"):
        assert " ".join(words(line)) in " ".join(words(text))


@pytest.mark.parametrize("size", ENVELOPES)
def test_the_longest_name_and_place_fit(size):
    printed = print_envelopes([LONGEST], size)

    (text,) = texts(printed.pdf)
    assert printed.flags == ()
    for part in (*LONG_NAME.replace("-", "- ").split(), "1985", "централ»)", "RUSSIA"):
        assert part in text


@pytest.mark.parametrize("size", LABELS)
def test_the_longest_name_and_place_fit_a_label(size):
    assert print_labels([LONGEST], size).flags == ()


def test_an_address_that_does_not_fit_is_flagged_alone():
    huge = replace(LONGEST, number="BAD", place="Тюрьма с очень длинным названием " * 40)

    for printed in (
        print_envelopes([envelope("A1"), huge, envelope("C1")], "c6"),
        print_labels([envelope("A1"), huge, envelope("C1")], "labels"),
    ):
        assert [(flag.number, flag.trouble) for flag in printed.flags] == [("BAD", PrintTrouble.DOES_NOT_FIT)]
        assert list(printed.page_counts) == ["A1", "C1"]
        assert "длинным" not in "".join(texts(printed.pdf))


def test_an_address_with_a_character_we_lack_is_flagged_alone():
    printed = print_envelopes([envelope("A1"), envelope("BAD", name="Иванов ☺")], "dl")

    assert [(flag.number, flag.trouble) for flag in printed.flags] == [("BAD", PrintTrouble.UNPRINTABLE)]
    assert printed.flags[0].characters == ("☺ (U+263A)",)


def test_an_envelope_carries_no_mark_unless_it_is_given_one():
    (unmarked,) = texts(print_envelopes([envelope("K7Q3")], "dl").pdf)
    (marked,) = texts(print_envelopes([envelope("K7Q3", mark="K7Q3")], "dl").pdf)

    assert "K7Q3" not in unmarked
    assert "K7Q3" in marked


def test_the_sender_is_the_return_address_and_nothing_else():
    (with_sender,) = texts(print_envelopes([envelope(return_address=("а/с 17", "Київ"))], "dl").pdf)
    (without,) = texts(print_envelopes([envelope(return_address=())], "dl").pdf)

    assert set(words(with_sender)) - set(words(without)) == {"а/с", "17", "Київ"}


def test_without_birth_year_or_index_the_block_has_no_gap():
    bare = envelope(birth_year=None, index="", address=("", "г. Приморск"))

    assert bare.lines == ["Иванов Иван Иванович", "Тюрьма № 1", "г. Приморск"]


def test_envelopes_come_in_the_order_they_were_given():
    envelopes = [envelope(f"A{number}", name=f"Имя{number}") for number in (3, 1, 2)]

    printed = print_envelopes(envelopes, "dl")

    assert [text.split(",")[0].split()[-1] for text in texts(printed.pdf)] != []
    for text, item in zip(texts(printed.pdf), envelopes, strict=True):
        assert item.name in text


@pytest.mark.parametrize(
    ("count", "used", "sheets"), first_of([(24, 0, 1), (25, 0, 2), (24, 1, 2), (1, 23, 1), (250, 0, 11)])
)
def test_labels_lie_24_on_a_sheet_after_those_that_were_used(count, used, sheets):
    labels = [envelope(f"A{number}", name=f"Имя{number:03}") for number in range(count)]

    printed = print_labels(labels, "labels", used=used)

    pages = texts(printed.pdf)
    assert sizes_mm(printed.pdf) == {(210, 297)}
    assert len(pages) == sheets
    assert pages[0].count("Имя") == min(count, 24 - used)
    assert sum(page.count("Имя") for page in pages) == count


@pytest.mark.parametrize(
    ("index", "address", "country"),
    [
        ("600020", "г. Владимир", "RUSSIA"),
        ("344064", "г. Ростов-на-Дону", "RUSSIA"),
        ("295051", "б-р Ленина, д. 4", ""),
        ("95000", "г. Симферополь, пер. Элеваторный, д. 4", ""),
        ("430003", "г. Саранск, ул. Севастопольская, 1", "RUSSIA"),
        ("353380", "г. Крымск", "RUSSIA"),
        ("298600", "г. Ялта", ""),
    ],
)
def test_country_stands_on_the_envelope_but_never_below_a_place_in_crimea(index, address, country):
    place = Facility(name_ru="СИЗО-1", address_ru=address, postal_index=index)

    assert country_line(place, "RUSSIA") == country


def test_desk_that_posts_inside_the_country_prints_none():
    assert country_line(Facility(name_ru="ИК-1", postal_index="600020"), "") == ""


@pytest.mark.parametrize("size", ENVELOPES)
def test_ink_of_the_longest_block_stays_five_millimetres_within_the_paper(size):
    [page] = scanned(print_envelopes([replace(LONGEST, mark="K7M-2QX")], size).pdf)
    left, top, right, bottom = ImageOps.invert(page).getbbox()
    margin = round(5 / 25.4 * SCAN_DPI)

    assert min(left, top, page.width - right, page.height - bottom) >= margin
