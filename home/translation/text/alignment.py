"""Which string of a changed text replaced which string of the old one."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import product

from rapidfuzz import fuzz

# Likeness in per cent from which a string counts as an edited one; below it, it is new.
LEAST_LIKENESS = 50
# The same for a string that also moved: its place is no evidence then, and a sentence with another year or
# term is another fact.
LEAST_LIKENESS_ELSEWHERE = 85
FIGURES = re.compile(r"\d+(?![^<]*>)")  # outside of tags, where links have numbers


# Place in the new text: place in the old one, likeness in per cent.
Pairs = dict[int, tuple[int, int]]


def align(old: Sequence[str], new: Sequence[str], *, is_one_string: bool = False) -> Pairs:
    """Return which new string replaced which old one.

    `old` and `new` are the texts of one field in order. A text in both is paired with itself at 100. Where
    the field is one string (a heading, a title), the new one always replaces the old one. What was both
    moved and changed is paired last, and only with what is very similar.
    """
    if is_one_string and len(old) == len(new) == 1:
        return {0: (0, likeness(old[0], new[0]))}
    pairs: Pairs = {}
    for kind, *span in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs |= _same(*span) if kind == "equal" else _edited(old, new, *span)
    return pairs | _moved(old, new, pairs)


def likeness(one: str, other: str) -> int:
    return round(fuzz.ratio(one, other))


def _same(old_from: int, _old_to: int, new_from: int, new_to: int) -> Pairs:
    return {index: (old_from + index - new_from, 100) for index in range(new_from, new_to)}


def _edited(
    old: Sequence[str], new: Sequence[str], old_from: int, old_to: int, new_from: int, new_to: int
) -> Pairs:
    return _likest(old, new, range(old_from, old_to), range(new_from, new_to), LEAST_LIKENESS)


def _moved(old: Sequence[str], new: Sequence[str], pairs: Pairs) -> Pairs:
    kept = {left for left, _score in pairs.values()}
    gone = [left for left in range(len(old)) if left not in kept]
    come = [right for right in range(len(new)) if right not in pairs]
    found = _likest(old, new, gone, come, LEAST_LIKENESS_ELSEWHERE)
    return {
        right: (left, score)
        for right, (left, score) in found.items()
        if _figures(old[left]) == _figures(new[right])
    }


def _figures(text: str) -> list[str]:
    return sorted(FIGURES.findall(text))


def _likest(
    old: Sequence[str], new: Sequence[str], lefts: Iterable[int], rights: Iterable[int], least: int
) -> Pairs:
    """Pair the most similar first, each string once."""
    scored = [(likeness(old[left], new[right]), left, right) for left, right in product(lefts, rights)]
    pairs: Pairs = {}
    taken = set()
    for score, left, right in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]))):
        if score >= least and left not in taken and right not in pairs:
            pairs[right] = (left, score)
            taken.add(left)
    return pairs
