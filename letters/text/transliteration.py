"""Transliteration of a writer's name into Russian letters: the censor reads no others. A reader corrects it.

What no table knows stays as it was written.
"""

import re
import unicodedata
from functools import cache

from home.languages.table import declared

RUSSIAN = "ru"
Table = dict[str, str]  # sign: its Russian letters
# Signs and what stands for them, after the habits of Russian transcription. Those of a language's own table
# (`in_russian`) go first. `^` before a sign: only where a word begins, `$` behind it: only where it ends. The
# longest sign that fits is taken.
LATIN = """
a а, b б, c к, d д, e е, f ф, g г, h х, i и, j дж, k к, l л, m м, n н, o о, p п, q к, r р, s с, t т, u у,
v в, w в, x кс, y и, z з, ch ч, ck к, kh х, ph ф, qu кв, sh ш, shch щ, th т, ts ц, ya я, yo йо, yu ю, zh ж,
ß сс, ø ё, æ е, å о, ä е, ö ё, ü ю, ı ы, ł л, đ д, ð д, þ т, ñ нь, ç с, č ч, š ш, ž ж, ć ч
"""
WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ`´][^\W\d_]+)*")
HISSING_Y = re.compile("([жшчщ])ы", re.IGNORECASE)  # no Russian word has it
APOSTROPHES = str.maketrans(dict.fromkeys("ʼ`´‘", "’"))
# What may stand in a name on paper.
IN_NAMES = re.compile(r"[А-Яа-яЁё .,’'\-()«»№\d]+")


def in_russian(name: str, language: str) -> str:
    """Return the name as Russian letters spell it; `language` is that of the letter."""
    composed = unicodedata.normalize("NFC", name).translate(APOSTROPHES)
    return WORD.sub(lambda word: _spelt(word[0], language), composed)


def is_in_russian(name: str) -> bool:
    """Can a censor who reads nothing else read it? Also where there is no name."""
    return not name or IN_NAMES.fullmatch(name) is not None


def _spelt(word: str, language: str) -> str:
    table, sign = _table(language)
    low = word.lower()
    # Lowering may lengthen a letter, as it does "İ".
    low = low if len(low) == len(word) else "".join(char.lower()[0] for char in word)

    def spell(found: re.Match[str]) -> str:
        start, end = found.span()
        keys = [f"^{found[0]}"] * (start == 0) + [f"{found[0]}$"] * (end == len(low)) + [found[0]]
        russian = next((table[key] for key in keys if key in table), None)
        russian = _without_mark(table, found[0]) if russian is None else russian
        return _in_case(russian, word[start:end], is_loud=word.isupper() and len(word) > 1)

    return HISSING_Y.sub(r"\1и", sign.sub(spell, low))


def _without_mark(table: Table, letter: str) -> str:
    """Take a letter that no table knows for the Latin one below its mark; leave any other as it is."""
    plain = unicodedata.normalize("NFD", letter)[0]
    return table.get(plain, letter) if plain.isascii() else letter


def _in_case(russian: str, original: str, *, is_loud: bool) -> str:
    if is_loud:
        return russian.upper()
    return russian[:1].upper() + russian[1:] if original[:1].isupper() else russian


@cache
def _table(language: str) -> tuple[Table, re.Pattern[str]]:
    """Return {sign: its Russian letters} and the pattern that finds the longest sign at each place."""
    table = _read(LATIN) | _read(declared(language).in_russian)
    longest = sorted(table, key=lambda sign: (len(sign.strip("^$")), len(sign)), reverse=True)
    # None of the signs means anything else in a pattern.
    return table, re.compile("|".join([*longest, "."]), re.DOTALL)


def _read(rows: str) -> Table:
    pairs = (row.split() for row in rows.split(",") if row.strip())
    return {sign: "".join(russian) for sign, *russian in pairs}
