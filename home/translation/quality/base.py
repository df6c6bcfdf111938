"""What a check is given and what it answers."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from home.translation.matching.mentions import NameMention, TermMention
from home.translation.matching.phrases import Span


class Level(StrEnum):
    BLOCKS = "blocks"  # the translation cannot be accepted
    WARNS = "warns"  # somebody may say why it is right as it is; the caller keeps the reason


@dataclass(frozen=True)
class Pair:
    """A text and its translation, with their languages."""

    source: str
    target: str
    source_language: str
    target_language: str


@dataclass(frozen=True)
class Context:
    """What checks know besides the two texts; whatever is left out is not looked at."""

    terms: tuple[TermMention, ...] = ()
    names: tuple[NameMention, ...] = ()
    printable: frozenset[str] | None = None  # characters that the font has
    longest: int | None = None  # characters


@dataclass(frozen=True)
class Finding:
    """What one check found wrong: its sentence, and where.

    `parameters` hold words of the texts: a finding on a sealed text is kept sealed, or not at all.
    """

    check: "QualityCheck"
    parameters: dict = field(default_factory=dict)
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()

    @property
    def level(self):
        return self.check.level

    @property
    def blocks(self):
        return self.level == Level.BLOCKS

    @property
    def sentence(self):
        """The finding in words, in the language of whoever reads."""
        return (str(self.check.sentence) % self.parameters).strip()

    @property
    def signature(self):
        """Equal as long as the same thing is wrong: a dismissal holds for this and for nothing else."""
        return self.check.id, tuple(sorted((name, str(value)) for name, value in self.parameters.items()))


class QualityCheck:
    """One thing that may be wrong with a translation. Subclasses say what, and find it."""

    id: str
    name: str  # short, for a list
    sentence: str  # in full, with %(parameters)s
    level = Level.WARNS

    def find(self, pair, context):
        """Return the Finding rows of a Pair, by place; empty when all is well."""
        raise NotImplementedError

    def finding(self, *, source=(), target=(), **parameters):
        return Finding(self, parameters, tuple(source), tuple(target))


def beyond(parts, others):
    """Return the (value, Span) parts whose value the others lack, as often as they lack it."""
    left, lacking = Counter(value for value, _span in others), []
    for value, span in parts:
        if left[value]:
            left[value] -= 1
        else:
            lacking.append((value, span))
    return lacking


def spans(parts):
    return [span for _value, span in parts]


def listed(words):
    """Return the words as a sentence shows them: each once, by order of appearance; a dash for none."""
    return ", ".join(dict.fromkeys(words)) or "—"


def values(parts):
    return listed(value for value, _span in parts)
