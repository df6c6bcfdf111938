"""The print fonts: unchanged, licensed, complete for our languages, known character by character."""

import hashlib
import unicodedata
from itertools import groupby

import pytest
from fontTools.ttLib import TTFont

from home.languages.info import TEXT_LANGUAGES, alphabet_of
from letters.typesetting.glyphs import PRINTABLE, _codes, named, short_table, unprintable
from letters.typesetting.press import FONTS

FILES = sorted(FONTS.glob("*.ttf"))
NEVER_SET = {"\0", "\r"}
SIGNS = "0123456789 .,;:!?«»„“”‘’‚‹›—–…·/()[]%№₴₽€$§&@×°'\"+-=*#\u00a0\u202f\u2011"
FURTHER_LETTERS = "âäößéèêëàîïôùûÿœæçáíóúýďťňěůѝ"


def characters_of(path):
    return {chr(code) for code in TTFont(path).getBestCmap()} - NEVER_SET


def as_table(characters):
    runs = groupby(enumerate(sorted(map(ord, characters))), key=lambda pair: pair[1] - pair[0])
    spans = [[code for _place, code in run] for _difference, run in runs]
    return " ".join(f"{run[0]:X}-{run[-1]:X}" if len(run) > 1 else f"{run[0]:X}" for run in spans)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_table_is_that_of_the_file(path):
    assert as_table(PRINTABLE) == as_table(characters_of(path))


def test_the_short_table_says_the_same_of_every_character_there_is():
    said = {chr(code) for code in _codes(short_table())}

    assert said >= PRINTABLE
    assert {unicodedata.category(char) for char in said - PRINTABLE} == {"Cn"}


def test_two_families_in_four_cuts_are_here():
    cuts = ["Bold", "BoldItalic", "Italic", "Regular"]

    assert [path.stem for path in FILES] == [
        f"Noto{name}-{cut}" for name in ("Sans", "Serif") for cut in cuts
    ]


def test_every_file_is_the_one_we_took_beside_its_licence():
    lines = (FONTS / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split() for line in lines)}
    present = {path.name for path in FONTS.iterdir()} - {"SHA256SUMS", "README.md"}

    assert set(listed) == present
    for name, digest in listed.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE-noto.txt").read_text()


@pytest.mark.parametrize("language", [code for code, _name in TEXT_LANGUAGES])
def test_every_letter_of_every_language_can_be_printed(language):
    small = "".join(alphabet_of(language))

    assert unprintable(small + small.upper() + SIGNS + FURTHER_LETTERS + FURTHER_LETTERS.upper()) == []


def test_what_no_sheet_can_show_is_named_once_in_its_order():
    assert unprintable("Привіт ☺, 你 и ☺!") == ["☺", "你"]
    assert unprintable("שלום") == list("שלום")
    assert unprintable("\ue000") == ["\ue000"]


def test_what_is_never_seen_counts_for_nothing():
    assert unprintable("е\u0301 и\u0306 \u202eтайно\u202c \u200b\u00ad\ufeff\ta\n") == []
    assert unprintable("❤\ufe0f") == ["❤"]


def test_a_character_is_named_by_its_number_too():
    assert named("☺") == "☺ (U+263A)"
    assert named("\ue000") == "U+E000"
