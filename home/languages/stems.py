"""What the forms of a word have in common, so that a search for one finds the others. Pure.

Not grammar but tolerance, by the endings that languages.toml declares for every language of the site: the
same tables by which terms of the glossary are found, and no dictionary that a small server would have to
hold. Words that change within (день, дня) stay apart.
"""

import unicodedata
from functools import lru_cache

from home.languages.info import lower
from home.languages.table import declared

SHORTEST_STEM = 3  # letters
HARDENED = {"з": "г", "ц": "к", "с": "х"}  # нозі, пасіці, мусі
VOICELESS = {"b": "p", "ğ": "q", "g": "k", "d": "t", "c": "ç"}  # mektübi, bağçanıñ
UKRAINIAN_VOWELS = frozenset("аеєиіїоуюя")


@lru_cache(maxsize=50_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """Return every stem that forms of this word may share, and itself, without marks; the shortest first.

    `word` is in small letters and has no apostrophes.
    """
    stem = _without_ending(word, language)
    found = {word, stem}
    rules = declared(language).stems
    if "ukrainian" in rules:
        found |= set(_ukrainian(word, stem))
        found |= {_after_a_vowel(stem) for stem in found}
    if "softened" in rules:
        found |= {stem[:-1] + VOICELESS.get(stem[-1], stem[-1]) for stem in found}
    return tuple(sorted({plain(stem) for stem in found}, key=lambda stem: (len(stem), stem)))


def beginning_of(word: str, language: str) -> str:
    """Return how stems begin of words that begin so: of a word that is not typed to its end."""
    return plain(_after_a_vowel(word) if "ukrainian" in declared(language).stems else word)


def is_small(word: str, language: str) -> bool:
    """Say whether it is one of the words that stand in every text: of, from, the."""
    return word in declared(language).small_words


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Return a word without marks: who has another keyboard leaves them out."""
    letters = unicodedata.normalize("NFKD", lower(word, "en").replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_ending(word: str, language: str) -> str:
    endings, longest = _endings(language)
    for length in range(min(longest, len(word) - SHORTEST_STEM), 0, -1):
        if word[-length:] in endings:
            return word[:-length]
    return word


@lru_cache(maxsize=16)
def _endings(language: str) -> tuple[frozenset[str], int]:
    """Return all endings that words of the language take, and the length of the longest."""
    known = declared(language).endings
    found = frozenset(known) | frozenset().union(*known.values())
    return found, max(map(len, found), default=0)


def _ukrainian(word: str, stem: str) -> tuple[str, ...]:
    """Львів, Львова: another vowel; нога, нозі: another consonant."""
    hard = stem[:-1] + HARDENED.get(stem[-1], stem[-1]) if word.endswith("і") else stem
    return hard, _opened(stem), _opened(word)


def _opened(stem: str) -> str:
    """Return the stem as it is in an open syllable: Львів, Львов-а."""
    before, last = stem[:-2], stem[-2:]
    return before + last.replace("і", "о") if len(stem) >= SHORTEST_STEM else stem


def _after_a_vowel(word: str) -> str:
    """Учителька, вчителька: the sound before the word decides. So all have the stem that has в."""
    changes = len(word) >= SHORTEST_STEM and word[0] == "у" and word[1] not in UKRAINIAN_VOWELS
    return f"в{word[1:]}" if changes else word
