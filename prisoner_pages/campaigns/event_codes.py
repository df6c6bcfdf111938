"""Codes of events: one that nobody guesses, and whether one is easily guessed. Pure but for chance.

The script beside the form warns by the same rule (prisoner_pages/static/prisoner_pages/event_code.js).
"""

import re
import secrets

# No vowels, so that no code is a word; none that looks or sounds like another: no l, q, y.
LETTERS = "bcdfghjkmnprstvwxz"
LENGTH = 8
FEWEST_DIFFERENT = 5
SHORTEST_WORD = 3
VOWELS = frozenset("aeiouy")
YEAR = re.compile(r"(19|20)\d\d")


def new_code() -> str:
    """Return one of ten thousand million."""
    code = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    return new_code() if is_easily_guessed(code) else code


def is_easily_guessed(code: str) -> bool:
    """Say whether it is short, repeats itself, or has a word or a year in it, as places and days do."""
    code = code.lower()
    if len(code) < LENGTH or len(set(code)) < FEWEST_DIFFERENT or YEAR.search(code):
        return True
    runs = re.findall(r"[a-z]+", code)
    return any(len(run) >= SHORTEST_WORD and VOWELS & set(run) for run in runs)
