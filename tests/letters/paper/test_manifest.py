import re
from decimal import Decimal

import pytest
from django.utils import translation

from letters.paper.manifest import print_manifest, totals_of
from letters.paper.weights import Tariff
from letters.typesetting.qr_codes import qr_svg
from letters.typesetting.sheets import ManifestRow
from tests.letters.paper.conftest import LONG_NAME, sizes_mm, texts
from tests.tiers import LONG, first_of

TARIFF = Tariff("UAH", ((20, Decimal("40.5")),))


def rows(count, **fields):
    return [
        ManifestRow(
            f"N{number:03}",
            f"{LONG_NAME}, 1985 г. р.",
            "Тюрьма № 1",
            2,
            11,
            code=f"code-{number}",
            **fields,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", first_of([1, 16, 260]))
def test_a_manifest_has_every_row_once_in_its_order(count):
    pages = texts(print_manifest(rows(count), heading="Пачка 7").pdf)

    assert re.findall(r"N\d{3}", "\n".join(pages)) == [row.number for row in rows(count)]
    assert all("Пачка 7" in page for page in pages)


@pytest.mark.full(LONG)
def test_pages_are_numbered_through():
    pages = texts(print_manifest(rows(260), heading="7").pdf)

    assert [page.split()[-1] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]


def test_a_manifest_is_in_the_language_of_whoever_asked():
    with translation.override("en"):
        pages = texts(print_manifest(rows(1), heading="7").pdf)

    assert "Recipient" in pages[0]
    assert "1 letter · 1 sheet" in pages[0]


def test_totals_count_sheets_printed_on_both_sides():
    (line,) = totals_of([*rows(2), ManifestRow("X", "Ім’я", "Місце", 3, 15)])

    assert line == "3 листи · 4 аркуші · близько 37 г"


def test_postage_is_a_column_and_a_sum_only_where_it_is_known():
    (without,) = texts(print_manifest(rows(1), heading="7").pdf)
    priced = [*rows(2, price=Decimal("40.5")), *rows(1)]
    (known,) = texts(print_manifest(priced, heading="7", tariff=TARIFF).pdf)

    assert "Поштова" not in without
    for words in (
        "Поштова",
        "40,50 UAH",
        "Пересилання: 81,00 UAH",
        "1 лист важчий, ніж передбачає таблиця цін",
    ):
        assert words in known


def test_a_code_is_a_drawing_of_what_it_says():
    assert qr_svg("A") != qr_svg("B")
    assert "<svg" in qr_svg("A")
    assert qr_svg("") == ""


def test_a_manifest_is_a4():
    assert sizes_mm(print_manifest(rows(1), heading="7").pdf) == {(210, 297)}
