"""Which string of a changed text stands where a string of the old text stood."""

import re
from difflib import SequenceMatcher
from itertools import product

from rapidfuzz import fuzz

# Per cent of likeness from which one string counts as the other, edited. Below it a paragraph is a new one.
LEAST_LIKENESS = 50
# The same where it stands among other strings than before: there the place says nothing for it, and a
# sentence with another year or term is another fact.
LEAST_LIKENESS_ELSEWHERE = 85
FIGURES = re.compile(r"\d+(?![^<]*>)")  # outside of tags, where the numbers of links stand


def align(old, new, *, is_one_string=False):
    """Return {index in new: (index in old, likeness in per cent)} for strings that changed in their place.

    `old` and `new` are the texts of one field in their order. A text that stands in both is paired with
    itself at 100. Where the field is one string (a heading, a title), the new one always takes its place.
    What was both moved and changed is paired last, and only with what is much like it.
    """
    if is_one_string and len(old) == len(new) == 1:
        return {0: (0, likeness(old[0], new[0]))}
    pairs = {}
    for kind, *span in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs |= _same(*span) if kind == "equal" else _edited(old, new, *span)
    return pairs | _moved(old, new, pairs)


def likeness(one, other):
    return round(fuzz.ratio(one, other))


def _same(old_from, _old_to, new_from, new_to):
    return {index: (old_from + index - new_from, 100) for index in range(new_from, new_to)}


def _edited(old, new, old_from, old_to, new_from, new_to):
    return _likest(old, new, range(old_from, old_to), range(new_from, new_to), LEAST_LIKENESS)


def _moved(old, new, pairs):
    kept = {left for left, _score in pairs.values()}
    gone = [left for left in range(len(old)) if left not in kept]
    come = [right for right in range(len(new)) if right not in pairs]
    found = _likest(old, new, gone, come, LEAST_LIKENESS_ELSEWHERE)
    return {
        right: (left, score)
        for right, (left, score) in found.items()
        if _figures(old[left]) == _figures(new[right])
    }


def _figures(text):
    return sorted(FIGURES.findall(text))


def _likest(old, new, lefts, rights, least):
    """Pair the likest first; each string once."""
    scored = [(likeness(old[left], new[right]), left, right) for left, right in product(lefts, rights)]
    pairs, taken = {}, set()
    for score, left, right in sorted(scored, key=lambda row: (-row[0], abs(row[1] - row[2]))):
        if score >= least and left not in taken and right not in pairs:
            pairs[right] = (left, score)
            taken.add(left)
    return pairs
