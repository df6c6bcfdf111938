"""What a check gets and what it returns."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from home.translation.matching.mentions import NameMention, TermMention
from home.translation.matching.phrases import Span

Parts = list[tuple[str, Span]]  # what a text has of something, and where


class Level(StrEnum):
    BLOCKS = "blocks"  # the translation cannot be accepted
    WARNS = "warns"  # somebody may say why it is right all the same; the caller stores the reason


@dataclass(frozen=True)
class Pair:
    """A text and its translation, with their languages."""

    source: str
    target: str
    source_language: str
    target_language: str


@dataclass(frozen=True)
class Context:
    """What checks know besides the two texts; whatever is left out is not checked."""

    terms: tuple[TermMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    printable: frozenset[str] | None = None  # characters that the font has
    longest: int | None = None  # characters


@dataclass(frozen=True)
class Finding:
    """What one check found wrong: its sentence, and where.

    `parameters` contain words of the texts: a finding on a sealed text is stored sealed, or not at all.
    """

    check: "QualityCheck"
    parameters: dict[str, Any] = field(default_factory=dict)
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()

    @property
    def level(self) -> Level:
        return self.check.level

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCKS

    @property
    def sentence(self) -> str:
        """Return the finding in words, in the active language."""
        return (str(self.check.sentence) % self.parameters).strip()

    @property
    def signature(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return what is equal as long as the same thing is wrong: a dismissal holds for exactly this."""
        return self.check.id, tuple(sorted((name, str(value)) for name, value in self.parameters.items()))


class QualityCheck:
    """One thing that may be wrong with a translation; subclasses say what, and find it."""

    id: str
    name: str | Promise  # short, for a list
    sentence: str | Promise  # in full, with %(parameters)s
    level = Level.WARNS

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        """Return the Finding rows of a Pair, by place; none when all is well."""
        raise NotImplementedError

    def differing(self, source: Parts, target: Parts) -> list[Finding]:
        """Return a finding where one text has parts that the other lacks; none where they have the same."""
        missing, added = beyond(source, target), beyond(target, source)
        if not missing and not added:
            return []
        told = {"missing": values(missing), "added": values(added)}
        return [self.finding(source=spans(missing), target=spans(added), **told)]

    def finding(
        self, *, source: Iterable[Span] = (), target: Iterable[Span] = (), **parameters: Any
    ) -> Finding:
        return Finding(self, parameters, tuple(source), tuple(target))


def parts_in(text: str, pattern: re.Pattern[str]) -> Parts:
    return [(found[0], Span(*found.span())) for found in pattern.finditer(text)]


def beyond(parts: Parts, others: Parts) -> Parts:
    """Return the (value, Span) parts that exceed the others, counting repeated values."""
    left = Counter(value for value, _span in others)
    lacking: Parts = []
    for value, span in parts:
        if left[value]:
            left[value] -= 1
        else:
            lacking.append((value, span))
    return lacking


def spans(parts: Parts) -> list[Span]:
    return [span for _value, span in parts]


def listed(words: Iterable[str]) -> str:
    """Return the words as a sentence shows them: each once, by order of appearance; a dash for none."""
    return ", ".join(dict.fromkeys(words)) or "—"


def values(parts: Parts) -> str:
    return listed(value for value, _span in parts)
