"""What changed between two versions of a text, word by word. Pure.

rapidfuzz finds the longest common subsequence in time that depends only on both lengths; that of difflib is
unbounded for a text that repeats one word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import LCSseq

# A word, a run of spaces, or one sign; together they are the whole text.
PART = re.compile(r"\w+|\s+|[^\w\s]")
# A longer text is shown as changed as a whole; the longest letter has 6,000 characters.
MOST_PARTS = 20_000
# For all comparisons on one page: the words of one side times those of the other, and the segments shown.
# The longest string of a page has 7,000 words and signs; rapidfuzz needs one bit of memory for each step.
MOST_STEPS = 10_000**2
MOST_SEGMENTS = 20_000


class Change(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Segment:
    """A run of text; a template shows removed text in <del> and added text in <ins>."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Segment]:
    """Return the segments in order, no two neighbours of one kind, removed before added ones.

    Equal and removed ones together are `before`, equal and added ones `after`.
    """
    old, new = PART.findall(before), PART.findall(after)
    if max(len(old), len(new)) > MOST_PARTS:
        return _whole(before, after)
    return _segments(_joined(_runs(old, new)))


class OnePage:
    """Compares texts shown together; what exceeds the remaining budget counts as changed as a whole."""

    def __init__(self, *, steps: int = MOST_STEPS, segments: int = MOST_SEGMENTS) -> None:
        self._steps, self._segments = steps, segments

    def differences(self, before: str, after: str) -> list[Segment]:
        """Return the segments as `differences` does."""
        found, steps = _whole(before, after), len(PART.findall(before)) * len(PART.findall(after))
        if steps <= self._steps:
            self._steps -= steps
            closer = differences(before, after)
            found = closer if len(closer) <= self._segments else found
        self._segments -= len(found)
        return found


def _whole(before: str, after: str) -> list[Segment]:
    return _segments([(before, after)])


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Return (text before, text after) of each run, equal ones too."""
    return [
        ("".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end]))
        for step in LCSseq.opcodes(old, new)
    ]


def _joined(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join changes separated only by spaces or signs: three changed words in a row are one change."""
    ends = (0, len(runs) - 1)

    def is_kept(place: int) -> bool:
        before, after = runs[place]
        return before == after and (place in ends or _holds_word(before))

    for _kept, places in groupby(range(len(runs)), key=is_kept):
        befores, afters = zip(*(runs[place] for place in places), strict=True)
        yield "".join(befores), "".join(afters)


def _holds_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _segments(runs: Iterable[tuple[str, str]]) -> list[Segment]:
    found = []
    for before, after in runs:
        if before == after:
            found.append(Segment(Change.EQUAL, before))
        else:
            found += [Segment(Change.REMOVED, before), Segment(Change.ADDED, after)]
    return [segment for segment in found if segment.text]
