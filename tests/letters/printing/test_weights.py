from decimal import Decimal

import pytest

from letters.choices import EnvelopeFormat
from letters.printing.addresses import ENVELOPES
from letters.printing.weights import ENVELOPE_GRAMS, TARIFF, Rate, grams, postage, sheet_count


@pytest.mark.parametrize(("pages", "sheets"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_two_pages_are_one_sheet(pages, sheets):
    assert sheet_count(pages) == sheets


def test_a_letter_weighs_its_sheets_its_envelope_and_the_paper_for_the_answer():
    assert grams(3, envelope="dl", reply_sheets=1) == 20
    assert grams(1, envelope="c5") == 13


def test_every_envelope_has_a_size_and_a_weight():
    envelopes = set(EnvelopeFormat) - {EnvelopeFormat.LABELS}

    assert set(ENVELOPES) == set(ENVELOPE_GRAMS) == envelopes


def test_postage_is_the_first_step_that_carries_the_weight():
    tariff = tuple(
        Rate(limit, Decimal(amount), "UAH", "https://example.org/tariff", "2026-01-01")
        for limit, amount in ((20, "40.00"), (50, "60.00"))
    )

    assert postage(20, tariff) == "40.00 UAH"
    assert postage(21, tariff) == "60.00 UAH"
    assert postage(51, tariff) == ""


def test_we_invent_no_tariff():
    assert all(rate.source.startswith("https://") and rate.dated for rate in TARIFF)
