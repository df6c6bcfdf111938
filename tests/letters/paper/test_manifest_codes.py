"""What manifest codes say comes back as it was, however it was typed; anything else is no code."""

import uuid

import pytest

from letters.paper.manifest_codes import ScanCode, Scanned, letter_code, pack_code, read_code, run_code

HEX = uuid.UUID("6f0b7c52-7f5e-4b3c-9a55-0f6f8d1f2a11")


@pytest.mark.parametrize(
    ("code", "kind", "value"),
    [
        (letter_code("K7F42Q"), Scanned.LETTER, "K7F42Q"),
        (run_code(HEX), Scanned.RUN, HEX),
        (pack_code(HEX), Scanned.PACK, HEX),
        (f"p: {HEX}", Scanned.PACK, HEX),
        (" k7f4-2q\n", Scanned.LETTER, "K7F42Q"),
        ("k7f4\u00a02q", Scanned.LETTER, "K7F42Q"),
    ],
)
def test_code_is_read_as_it_was_made_or_typed(code, kind, value):
    assert read_code(code) == ScanCode(kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "K7F",
        "K" * 13,
        "1" * 10_000,
        "К7Ф42Q",
        "١٢٣٤٥٦",
        "\uff11\uff12\uff13\uff14\uff15",
        "K7F4\x002Q",
        "R:",
        "R:xyz",
        f"X:{HEX.hex}",
        f"R:P:{HEX.hex}",
        "https://letters.example/K7F42Q",
        "'; DROP TABLE",
    ],
)
def test_anything_else_is_no_code(text):
    assert read_code(text) is None


@pytest.mark.parametrize("number", ["", "k7f42q", "K7F", "R:K7F42Q", "K7F 42Q"])
def test_number_that_could_not_be_read_again_gets_no_code(number):
    with pytest.raises(ValueError, match="number on paper"):
        letter_code(number)
