"""Inflection of words: which stems and endings another form of the same word may have. Pure.

Not grammar but tolerance: a form that no speaker uses does no harm, a missing form hides a term. So a word
has several stems, each with the endings that may follow it; its longest known ending decides which.
"""

from collections.abc import Iterator
from functools import lru_cache

from home.languages.table import declared

Stem = tuple[str, frozenset[str]]  # and the endings that may follow it
SHORTEST_STEM = 3  # letters; a shorter word is found only in its dictionary form
VOWELS = frozenset("аеєиіїоуюяыэaeiouyâıöü")


CYRILLIC_PLURAL = frozenset(("", "и", "ы", "е", "ів", "ам", "ами", "ах"))
SOFTENED = str.maketrans("pqkçt", "bğgcd")


@lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> list[Stem]:
    """Return [(stem, endings that may follow)] of a folded word in its dictionary form; never empty."""
    known = declared(language)
    for own, endings in known.endings.items():  # the longest first
        stem = word.removesuffix(own)
        if word.endswith(own) and len(stem) >= SHORTEST_STEM:
            changed = (changed for rule in known.stems for changed in STEM_RULES[rule](stem, own, endings))
            return [(stem, endings), *changed]
    return [(word, frozenset({""}))]


# --- Stems that other forms have -----------------------------------------------------------------------
def _softened(stem: str, own: str, endings: frozenset[str]) -> Iterator[Stem]:
    """Mektüp, mektübi."""
    softened = stem[:-1] + stem[-1].translate(SOFTENED)
    if own == "" and softened != stem:
        yield softened, endings - {""}


def _fleeting(stem: str, own: str, endings: frozenset[str]) -> Iterator[Stem]:
    """В'язень, в'язня; тюрма, тюрем; татарин, татари."""
    yield from _without_fleeting_vowel(stem, own, endings)
    yield from _with_inserted_vowel(stem, own)
    if own == "" and len(stem) > 5 and stem.endswith("ин"):
        yield stem[:-2], CYRILLIC_PLURAL


def _without_fleeting_vowel(stem: str, own: str, endings: frozenset[str]) -> Iterator[Stem]:
    if own in ("", "ь") and stem[-2] in "еоє" and stem[-1] not in VOWELS and stem[-3] not in VOWELS:
        yield stem[:-2] + stem[-1], endings - {own, ""}


def _with_inserted_vowel(stem: str, own: str) -> Iterator[Stem]:
    hard = stem.replace("ь", "")
    if own in ("а", "о", "я", "е", "и") and len(hard) > 2 and not {hard[-1], hard[-2]} & VOWELS:
        for vowel in "ео":
            yield hard[:-1] + vowel + hard[-1], frozenset({"", "ь"})


def _ukrainian(stem: str, own: str, endings: frozenset[str]) -> Iterator[Stem]:
    """Нога, нозі; кіт, кота; життя, жить."""
    if stem[-1] in "гкх":
        yield stem[:-1] + {"г": "з", "к": "ц", "х": "с"}[stem[-1]], frozenset({"і"})
    if own in ("", "ь") and stem[-2] == "і" and stem[-1] not in VOWELS:
        for vowel in "ое":
            yield stem[:-2] + vowel + stem[-1], endings - {own}
    if stem[-1] == stem[-2] and own == "я":
        yield stem[:-1], frozenset({"ь"})


# As tables of languages name them.
STEM_RULES = {"softened": _softened, "fleeting": _fleeting, "ukrainian": _ukrainian}
