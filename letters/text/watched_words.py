"""Finds what a first reader must look at. Pure; the text itself is never changed.

A watched word is looked for in the words of the text, whatever their capitals; a star stands for any ending.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Token, fold, tokens_of
from letters.choices.words import WatchKind

if TYPE_CHECKING:
    from letters.models import WatchedWord


# Where a letterhead and a signature stand.
FIRST_LINES, LAST_LINES = 2, 6
# Between the words of one phrase: spaces, a hyphen, a full stop with a space.
GAP = re.compile(r"[^\w\n]{1,3}|\s{1,2}")
LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True)
class Pattern:
    """What is found by its shape, in any language; `name` is how a browser knows it."""

    name: str
    shape: re.Pattern[str]
    reason: Promise


PATTERNS = (
    # 64 letters before the @ are the most an address has; without a bound a long word costs its square.
    Pattern(
        "email",
        re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
        _("An e-mail address: it must not reach the prison."),
    ),
    Pattern(
        "link",
        re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE),
        _("An address on the internet: it must not reach the prison."),
    ),
    # Seven digits at least. One way only to read a row of digits: with two its cost doubles by each digit.
    Pattern(
        "phone",
        re.compile(r"(?<![\w.])\+?\(?\d(?:[ .()-]{0,3}\d){6,}(?!\w)"),
        _("It looks like a phone number: it must not reach the prison."),
    ),
    Pattern(
        "street",
        re.compile(
            r"\b(?:вул|вулиц[яі]|просп|пров|бульв|ул|улица|улице|пер|Straße|Str|street|rue|ulica|ul|ulice|gatan)\b"
            r"[^\n]{1,40}?\d+",
            re.IGNORECASE,
        ),
        _("It looks like a postal address: nobody’s address may stand in a letter."),
    ),
    # Flags are written as pairs of regional letters, or as one picture of a flag.
    Pattern(
        "flag",
        re.compile("[\U0001f1e6-\U0001f1ff]{2}|[\U0001f3f3\U0001f3f4]"),
        _("A flag: it can cost the person the letter, or more."),
    ),
)
Reasons = tuple[str | Promise, ...]
ANY_LANGUAGE = ""


class Place(StrEnum):
    """Where a watched word is looked for; the values are how a browser knows it."""

    CLEAR = "clear"  # in the whole of any text
    OWN = "own"  # in the whole of a text in its own language
    ENDS = "ends"  # in such a text, where a letterhead and a signature stand


@dataclass(frozen=True)
class Mark:
    """A place [start, end) of the text, in characters, with the reasons to look at it."""

    start: int
    end: int
    reasons: Reasons


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, in its order; `number` counts the marked ones from 1, 0 for plain text."""

    text: str
    reasons: Reasons = ()
    number: int = 0


def marks_in(
    body: str, name: str, words: "Iterable[WatchedWord]", language: str
) -> tuple[list[Mark], list[Mark]]:
    """Return (marks of the body, marks of the name as signed), in order, none overlapping another.

    `words` are WatchedWords for a text in the letter's language; those that never go on paper are marked as
    risky ones.
    """
    by_place: dict[Place, list[WatchedWord]] = {place: [] for place in Place}
    for word in words:
        by_place[place_of(word.kind, is_clear=word.is_clear)].append(word)
    clear = _Finder(by_place[Place.CLEAR], ANY_LANGUAGE)
    own, at_ends = (_Finder(by_place[place], language) for place in (Place.OWN, Place.ENDS))
    ends = [
        Mark(mark.start + start, mark.end + start, mark.reasons)
        for start, end in _ends_of(body)
        for mark in at_ends.find(body[start:end])
    ]
    in_body = [*clear.find(body), *own.find(body), *ends, *patterns_in(body)]
    in_name = [*clear.find(name), *own.find(name), *at_ends.find(name), *patterns_in(name)]
    return joined(in_body), joined(in_name)


def place_of(kind: str, *, is_clear: bool) -> Place:
    """Return where such a word is looked for.

    An embassy is one wherever it stands, and an ambassador may name it in any language. A "general" is a
    rank in a signature and may be anything above it; the German "war" is no war: "was" is all it says.
    """
    if is_clear:
        return Place.CLEAR
    return Place.ENDS if kind == WatchKind.SIGNATURE else Place.OWN


def words_in(text: str, words: "Iterable[WatchedWord]", language: str) -> list[Mark]:
    """Return the Marks of these WatchedWords in the text, in order, none overlapping another."""
    return joined(_Finder(words, language).find(text))


def pieces(text: str, marks: Iterable[Mark], *, first: int = 1) -> list[Piece]:
    """Return the text cut at its marks: joined again, the Pieces are the text; numbers begin with `first`."""
    found, reach = [], 0
    for number, mark in enumerate(marks, start=first):
        found += [Piece(text[reach : mark.start]), Piece(text[mark.start : mark.end], mark.reasons, number)]
        reach = mark.end
    return [piece for piece in [*found, Piece(text[reach:])] if piece.text]


def joined(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in order; those that overlap are one, with the reasons of all."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if kept and mark.start < kept[-1].end:
            last = kept.pop()
            reasons = tuple(dict.fromkeys([*last.reasons, *mark.reasons]))
            mark = Mark(last.start, max(last.end, mark.end), reasons)
        kept.append(mark)
    return kept


class _Finder:
    """Watched words of one language, by the first letter of their first word."""

    def __init__(self, words: "Iterable[WatchedWord]", language: str) -> None:
        self.language = language
        self.phrases: defaultdict[str, list[tuple[list[tuple[str, bool]], str]]] = defaultdict(list)
        for word in words:
            parts = _parts(word.word, language)
            if parts:
                self.phrases[parts[0][0][:1]].append((parts, word.reason))

    def find(self, text: str) -> list[Mark]:
        tokens = tokens_of(text, self.language)
        return [
            Mark(token.start, tokens[place + len(parts) - 1].end, (reason,))
            for place, token in enumerate(tokens)
            for parts, reason in self.phrases.get(token.word[:1], ())
            if _stands_at(place, parts, tokens, text)
        ]


def _parts(phrase: str, language: str) -> list[tuple[str, bool]]:
    """Return (beginning, whether any ending may follow) of each word of the phrase."""
    return [
        (fold(token.word, language), phrase[token.end : token.end + 1] == "*")
        for token in tokens_of(phrase, language)
    ]


def _stands_at(place: int, parts: Sequence[tuple[str, bool]], tokens: Sequence[Token], text: str) -> bool:
    standing = tokens[place : place + len(parts)]
    if len(standing) < len(parts):
        return False
    words = zip(standing, parts, strict=True)
    if not all(
        token.word.startswith(stem) if is_open else token.word == stem for token, (stem, is_open) in words
    ):
        return False
    return all(GAP.fullmatch(text, one.end, next_.start) for one, next_ in pairwise(standing))


def _ends_of(body: str) -> list[tuple[int, int]]:
    """Return the spans of the first and the last lines with something in them; one span when they meet."""
    lines = [found.span() for found in LINE.finditer(body)]
    if len(lines) <= FIRST_LINES + LAST_LINES:
        return [(lines[0][0], lines[-1][1])] if lines else []
    return [(lines[0][0], lines[FIRST_LINES - 1][1]), (lines[-LAST_LINES][0], lines[-1][1])]


def patterns_in(text: str) -> list[Mark]:
    """Return the Marks of addresses, telephone numbers and flags."""
    return [
        Mark(*found.span(), (pattern.reason,))
        for pattern in PATTERNS
        for found in pattern.shape.finditer(text)
    ]
