"""What changed between two versions of a text, word by word. Pure.

The longest common subsequence is counted by rapidfuzz, whose time depends on both lengths alone; difflib's is
not bounded for a text that repeats one word.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import LCSseq

# A word, a run of spaces, or one sign; together they are the whole text.
PART = re.compile(r"\w+|\s+|[^\w\s]")
# A side of more words and signs is shown as changed in the whole; the longest letter has 6,000 characters.
MOST_PARTS = 20_000
# Of all comparisons on one page: the words of one side times those of the other, and the runs that are shown.
# The longest string of a page has 7,000 words and signs; rapidfuzz takes a bit of memory for each step.
MOST_STEPS = 10_000**2
MOST_SEGMENTS = 20_000


class Change(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Segment:
    """A run of text; a template shows the removed in <del> and the added in <ins>."""

    change: Change
    text: str


def differences(before, after):
    """Return the segments by order, no two neighbours of one kind, the removed before the added.

    Equal and removed ones together are `before`, equal and added ones are `after`.
    """
    old, new = PART.findall(before), PART.findall(after)
    if max(len(old), len(new)) > MOST_PARTS:
        return _whole(before, after)
    return _segments(_joined(_runs(old, new)))


class OnePage:
    """Compares texts that are shown together; what costs more than is left over is changed in the whole."""

    def __init__(self, *, steps=MOST_STEPS, segments=MOST_SEGMENTS):
        self._steps, self._segments = steps, segments

    def differences(self, before, after):
        """Return the segments as `differences` does."""
        found, steps = _whole(before, after), len(PART.findall(before)) * len(PART.findall(after))
        if steps <= self._steps:
            self._steps -= steps
            closer = differences(before, after)
            found = closer if len(closer) <= self._segments else found
        self._segments -= len(found)
        return found


def _whole(before, after):
    return _segments([(before, after)])


def _runs(old, new):
    """Return (text before, text after) of each run, equal ones too."""
    return [
        ("".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end]))
        for step in LCSseq.opcodes(old, new)
    ]


def _joined(runs):
    """Join changes that only spaces or signs divide: three changed words in a row are one change."""
    ends = (0, len(runs) - 1)

    def is_kept(place):
        before, after = runs[place]
        return before == after and (place in ends or _holds_word(before))

    for _kept, places in groupby(range(len(runs)), key=is_kept):
        befores, afters = zip(*(runs[place] for place in places), strict=True)
        yield "".join(befores), "".join(afters)


def _holds_word(text):
    return any(letter.isalnum() for letter in text)


def _segments(runs):
    found = []
    for before, after in runs:
        if before == after:
            found.append(Segment(Change.EQUAL, before))
        else:
            found += [Segment(Change.REMOVED, before), Segment(Change.ADDED, after)]
    return [segment for segment in found if segment.text]
