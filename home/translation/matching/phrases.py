"""Finds phrases in a text in any case and inflection. Pure.

A phrase is compiled into stems once; a text is read once, whatever the number of phrases: each of its words
is looked up by its beginnings.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from home.languages.info import APOSTROPHES, lower
from home.translation.matching.inflections import Stem, stems_of

MARKS = "\u0300-\u036f"
WORD = re.compile(rf"\w[\w{MARKS}]*(?:[{APOSTROPHES}][\w{MARKS}]+)*")
# What may stand between two words of one phrase: spaces, a line end, or a hyphen.
GAP = re.compile(r"\s{1,3}|\s?[-\u2010-\u2013]\s?")
ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
SPELT_ALIKE = str.maketrans({"ё": "е", "ґ": "г"})


Stems = tuple[list[Stem], ...]  # of each word of a phrase


class Span(NamedTuple):
    """A place in a text: [start, end) in characters."""

    start: int
    end: int


class Token(NamedTuple):
    word: str  # folded
    start: int
    end: int


class Match(NamedTuple):
    key: Any  # what the phrase was given with
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@lru_cache(maxsize=50_000)
def fold(word: str, language: str) -> str:
    """Return the word as it is compared: in lower case, with one kind of apostrophe, no stress mark."""
    word = unicodedata.normalize("NFC", lower(unicodedata.normalize("NFC", word), language))
    word = word.translate(ONE_APOSTROPHE).translate(SPELT_ALIKE)
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def words_in(text: str, language: str) -> Iterator[str]:
    """Yield the words of the text, folded."""
    return (fold(found[0], language) for found in WORD.finditer(text))


def tokens_of(text: str, language: str) -> list[Token]:
    """Return the words of the text with their places."""
    return [Token(fold(found[0], language), *found.span()) for found in WORD.finditer(text)]


@dataclass(frozen=True)
class Phrase:
    key: Any
    words: Stems
    anchor: int  # which of the words it is looked up by

    def stands_at(self, place: int, tokens: Sequence[Token], text: str) -> Match | None:
        """Return the Match whose first word is the token at `place`, or None."""
        last = place + len(self.words)
        if place < 0 or last > len(tokens):
            return None
        standing = tokens[place:last]
        if not all(is_form(token.word, stems) for token, stems in zip(standing, self.words, strict=True)):
            return None
        if not all(GAP.fullmatch(text, one.end, next_.start) for one, next_ in pairwise(standing)):
            return None
        return Match(self.key, standing[0].start, standing[-1].end)


def is_form(word: str, stems: Iterable[Stem]) -> bool:
    return any(word.startswith(stem) and word[len(stem) :] in endings for stem, endings in stems)


class Matcher:
    """Phrases of one language, each with a key; a phrase without words is never found."""

    def __init__(self, phrases: Iterable[tuple[Any, str]], language: str) -> None:
        """Take (key, phrase) pairs; keys may repeat."""
        self.language = language
        # By the stem of a phrase's anchor.
        self._anchored: dict[str, list[tuple[frozenset[str], Phrase]]] = defaultdict(list)
        stemmed = [(key, self._stems_of(phrase)) for key, phrase in phrases]
        uses = Counter(stems[0][0] for _key, words in stemmed for stems in words)
        for key, words in stemmed:
            self._add(key, words, uses)
        self._longest = max(map(len, self._anchored), default=0)

    def _stems_of(self, phrase: str) -> Stems:
        return tuple(stems_of(token.word, self.language) for token in tokens_of(phrase, self.language))

    def _add(self, key: Any, words: Stems, uses: Counter[str]) -> None:
        """Anchor the phrase at its rarest word: thousands of phrases may begin with the same word."""
        if not words:
            return
        phrase = Phrase(key, words, anchor=min(range(len(words)), key=lambda place: uses[words[place][0][0]]))
        for stem, endings in words[phrase.anchor]:
            self._anchored[stem].append((endings, phrase))

    def find(self, text: str) -> list[Match]:
        """Return the matches by place, without those inside a longer one."""
        if not self._anchored:
            return []
        tokens = tokens_of(text, self.language)
        found = (match for place in range(len(tokens)) for match in self._at(place, tokens, text))
        return _outermost(set(found))

    def _at(self, place: int, tokens: Sequence[Token], text: str) -> Iterator[Match]:
        """Yield the matches of phrases whose anchor is the token at `place`."""
        word = tokens[place].word
        for length in range(min(len(word), self._longest), 0, -1):
            for endings, phrase in self._anchored.get(word[:length], ()):
                if word[length:] in endings:
                    match = phrase.stands_at(place - phrase.anchor, tokens, text)
                    if match:
                        yield match


def _outermost(matches: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    reach = 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end, str(match.key))):
        if match.end > reach or (kept and kept[-1].span == match.span):
            kept.append(match)
            reach = match.end
    return kept
