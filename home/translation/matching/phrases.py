"""Finds phrases in a text in whatever case and inflection they stand there. Pure.

A phrase is compiled into stems once; a text is walked once, whatever the number of phrases: each of its words
is looked up by its beginnings.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from home.languages.info import APOSTROPHES, lower
from home.translation.matching.inflections import stems_of

MARKS = "\u0300-\u036f"
WORD = re.compile(rf"\w[\w{MARKS}]*(?:[{APOSTROPHES}][\w{MARKS}]+)*")
# What may stand between two words of one phrase: spaces, a line end, or a hyphen.
GAP = re.compile(r"\s{1,3}|\s?[-\u2010-\u2013]\s?")
ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
SPELT_ALIKE = str.maketrans({"ё": "е", "ґ": "г"})


class Span(NamedTuple):
    """Where something stands in a text: [start, end) in characters."""

    start: int
    end: int


class Token(NamedTuple):
    word: str  # folded
    start: int
    end: int


class Match(NamedTuple):
    key: object  # what the phrase was given with
    start: int
    end: int

    @property
    def span(self):
        return Span(self.start, self.end)


@lru_cache(maxsize=50_000)
def fold(word, language):
    """Return the word as it is compared: small letters of that language, one apostrophe, no stress mark."""
    word = unicodedata.normalize("NFC", lower(unicodedata.normalize("NFC", word), language))
    word = word.translate(ONE_APOSTROPHE).translate(SPELT_ALIKE)
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def words_in(text, language):
    """Yield the words of the text, folded."""
    return (fold(found[0], language) for found in WORD.finditer(text))


def tokens_of(text, language):
    """Return the words of the text with their places."""
    return [Token(fold(found[0], language), *found.span()) for found in WORD.finditer(text)]


@dataclass(frozen=True)
class Phrase:
    key: object
    words: tuple  # for each word [(stem, endings)]
    anchor: int  # which of the words it is looked up by

    def stands_at(self, place, tokens, text):
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


def is_form(word, stems):
    return any(word.startswith(stem) and word[len(stem) :] in endings for stem, endings in stems)


class Matcher:
    """Phrases of one language, each with a key; a phrase without a word in it is never found."""

    def __init__(self, phrases, language):
        """Take (key, phrase) pairs; keys may repeat."""
        self.language = language
        self._anchored = defaultdict(list)  # stem of a phrase's anchor -> [(endings, Phrase)]
        stemmed = [(key, self._stems_of(phrase)) for key, phrase in phrases]
        uses = Counter(stems[0][0] for _key, words in stemmed for stems in words)
        for key, words in stemmed:
            self._add(key, words, uses)
        self._longest = max(map(len, self._anchored), default=0)

    def _stems_of(self, phrase):
        return tuple(stems_of(token.word, self.language) for token in tokens_of(phrase, self.language))

    def _add(self, key, words, uses):
        """Anchor the phrase at its rarest word: thousands of phrases may begin with the same one."""
        if not words:
            return
        phrase = Phrase(key, words, anchor=min(range(len(words)), key=lambda place: uses[words[place][0][0]]))
        for stem, endings in words[phrase.anchor]:
            self._anchored[stem].append((endings, phrase))

    def find(self, text):
        """Return the matches by place; one that lies within a longer one is left out."""
        if not self._anchored:
            return []
        tokens = tokens_of(text, self.language)
        found = (match for place in range(len(tokens)) for match in self._at(place, tokens, text))
        return _outermost(set(found))

    def _at(self, place, tokens, text):
        """Yield the matches of phrases whose anchor is the token at `place`."""
        word = tokens[place].word
        for length in range(min(len(word), self._longest), 0, -1):
            for endings, phrase in self._anchored.get(word[:length], ()):
                if word[length:] in endings:
                    match = phrase.stands_at(place - phrase.anchor, tokens, text)
                    if match:
                        yield match


def _outermost(matches):
    kept, reach = [], 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end, str(match.key))):
        if match.end > reach or (kept and kept[-1].span == match.span):
            kept.append(match)
            reach = match.end
    return kept
