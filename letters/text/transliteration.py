"""Transliteration of a writer's name into Russian letters: the censor reads no others. A reader corrects it.

The tables stand in transliteration.toml. What none of them knows stays as it was written.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

RUSSIAN = "ru"
TABLES = tomllib.loads((Path(__file__).parent / "transliteration.toml").read_text("utf-8"))
WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ`´][^\W\d_]+)*")
HISSING_Y = re.compile("([жшчщ])ы", re.IGNORECASE)  # no Russian word has it
APOSTROPHES = str.maketrans(dict.fromkeys("ʼ`´‘", "’"))
# What may stand in a name on paper.
IN_NAMES = re.compile(r"[А-Яа-яЁё .,’'\-()«»№\d]+")


def in_russian(name: str, language: str) -> str:
    """Return the name as Russian letters spell it; `language` is that of the letter."""
    composed = unicodedata.normalize("NFC", name).translate(APOSTROPHES)
    return WORD.sub(lambda word: _spelt(word[0], TABLES["alike"].get(language, language)), composed)


def is_in_russian(name: str) -> bool:
    """Can a censor who reads nothing else read it? Also where there is no name."""
    return not name or IN_NAMES.fullmatch(name) is not None


def _spelt(word, language):
    table, sign = _table(language)
    low = word.lower()
    # Lowering may lengthen a letter, as it does "İ".
    low = low if len(low) == len(word) else "".join(char.lower()[0] for char in word)

    def spell(found):
        start, end = found.span()
        keys = [f"^{found[0]}"] * (start == 0) + [f"{found[0]}$"] * (end == len(low)) + [found[0]]
        russian = next((table[key] for key in keys if key in table), None)
        russian = _without_mark(table, found[0]) if russian is None else russian
        return _in_case(russian, word[start:end], is_loud=word.isupper() and len(word) > 1)

    return HISSING_Y.sub(r"\1и", sign.sub(spell, low))


def _without_mark(table, letter):
    """Take a letter that no table knows for the Latin one below its mark; leave any other as it is."""
    plain = unicodedata.normalize("NFD", letter)[0]
    return table.get(plain, letter) if plain.isascii() else letter


def _in_case(russian, original, *, is_loud):
    if is_loud:
        return russian.upper()
    return russian[:1].upper() + russian[1:] if original[:1].isupper() else russian


@cache
def _table(language):
    """Return {sign: its Russian letters} and the pattern that finds the longest sign at each place."""
    table = _read(TABLES["latin"]) | _read(TABLES.get(language, ""))
    longest = sorted(table, key=lambda sign: (len(sign.strip("^$")), len(sign)), reverse=True)
    # None of the signs means anything else in a pattern.
    return table, re.compile("|".join([*longest, "."]), re.DOTALL)


def _read(rows):
    pairs = (row.split() for row in rows.split(",") if row.strip())
    return {sign: "".join(russian) for sign, *russian in pairs}
