"""Which string of a changed text stands where a string of the old text stood."""

from difflib import SequenceMatcher
from itertools import product

from rapidfuzz import fuzz

# Per cent of likeness from which one string counts as the other, edited. Below it a paragraph is a new one.
LEAST_LIKENESS = 50


def align(old, new, *, is_one_string=False):
    """Return {index in new: (index in old, likeness in per cent)} for strings that changed in their place.

    `old` and `new` are the texts of one field in their order. A text that stands in both is paired with
    itself at 100. Where the field is one string (a heading, a title), the new one always takes its place.
    """
    if is_one_string and len(old) == len(new) == 1:
        return {0: (0, likeness(old[0], new[0]))}
    pairs = {}
    for kind, *span in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs |= _same(*span) if kind == "equal" else _edited(old, new, *span)
    return pairs


def likeness(one, other):
    return round(fuzz.ratio(one, other))


def _same(old_from, _old_to, new_from, new_to):
    return {index: (old_from + index - new_from, 100) for index in range(new_from, new_to)}


def _edited(old, new, old_from, old_to, new_from, new_to):
    """Pair the likest first; each string once."""
    scored = [
        (likeness(old[left], new[right]), left, right)
        for left, right in product(range(old_from, old_to), range(new_from, new_to))
    ]
    pairs, taken = {}, set()
    for score, left, right in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]))):
        if score >= LEAST_LIKENESS and left not in taken and right not in pairs:
            pairs[right] = (left, score)
            taken.add(left)
    return pairs
