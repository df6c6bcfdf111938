from decimal import Decimal

import pytest

from letters.models import LetterDesk
from letters.paper.weights import Tariff, grams, sheet_count


@pytest.mark.parametrize(("pages", "sheets"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_two_pages_are_one_sheet(pages, sheets):
    assert sheet_count(pages) == sheets


def test_a_letter_weighs_its_sheets_its_envelope_and_the_paper_for_the_answer():
    assert grams(3, envelope="dl", reply_sheets=1) == 20
    assert grams(1, envelope="c5") == 13
    assert grams(1, envelope="labels") == grams(1, envelope="dl") == 10


def test_postage_is_the_first_step_that_carries_the_weight():
    tariff = Tariff("UAH", ((20, Decimal("40.00")), (50, Decimal("60.00"))))

    assert [tariff.price(weight) for weight in (20, 21, 51)] == [Decimal("40.00"), Decimal("60.00"), None]
    assert (tariff.in_words(tariff.price(20)), tariff.in_words(None)) == ("40,00 UAH", "")


def test_nobody_but_a_desk_says_what_posting_costs():
    assert Tariff().price(20) is None
    assert LetterDesk().postage_currency == ""
