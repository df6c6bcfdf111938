"""A text and its translation side by side, paragraph by paragraph. Pure."""

import re
from dataclasses import dataclass
from itertools import zip_longest

# Each line is a paragraph: people separate by one line end as often as by two.
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without surrounding spaces; `start` and `end` are its place in the whole text."""

    text: str
    start: int
    end: int


EMPTY = Paragraph("", 0, 0)


@dataclass(frozen=True)
class ParagraphPair:
    """One row of the two columns; a side without a paragraph is EMPTY."""

    number: int  # from 1
    source: Paragraph
    target: Paragraph


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text whose lines end with "\\n"; blank lines only divide."""
    return [_stripped(found[0], found.start()) for found in PARAGRAPH.finditer(text)]


def _stripped(line: str, start: int) -> Paragraph:
    text = line.strip()
    start += len(line) - len(line.lstrip())
    return Paragraph(text, start, start + len(text))


def align(source: str, target: str) -> list[ParagraphPair]:
    """Return the rows of two texts side by side, matched only by order; none for two empty texts."""
    pairs = zip_longest(paragraphs_of(source), paragraphs_of(target), fillvalue=EMPTY)
    return [ParagraphPair(number, *pair) for number, pair in enumerate(pairs, start=1)]
