"""Passwords that are tried first: lists that leaked, and words that anybody connects with this site."""

import re
from collections.abc import Set
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of the site, its partners and its roles, in the scripts and spellings of those who work here.
SITE_WORDS = frozenset(
    word
    for line in (
        "letter letters free freedom crimea crimean ukraine prisoner prisoners political zmina pen mission",
        "admin administrator editor moderator translator reviewer screener dispatcher coordinator staff",
        "password passphrase login welcome parol lyst lysty lystiv vilnyi vilnoho krym krymu ukraina ukrainy",
        "qirim qırım azat mektup лист листи листів вільний вільного крим криму україна україни свобода слава",
        "пароль редактор модератор адміністратор бранець бранці",
    )
    for word in line.split()
)
# Of leaked passwords a row of so many is no secret, whatever figures and signs stand between.
MOST_LEAKED = 2
SHORTEST_LEAKED = 4  # letters; a shorter one is a part of most words
LONGEST_WORD = 24


class WellKnownPasswordValidator(CommonPasswordValidator):
    """Refuses what is on Django's list, and what is made of its entries and of words of the site alone."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if is_made_of_known_words(password, _leaked_words(frozenset(self.passwords))):
            raise ValidationError(self.get_help_text(), code="password_of_known_words")

    def get_help_text(self) -> str:
        return _("A commonly used password, or words about this site, can’t be all there is to yours.")


@cache
def _leaked_words(passwords: frozenset[str]) -> frozenset[str]:
    words = (letters_of(password) for password in passwords)
    return frozenset(word for word in words if SHORTEST_LEAKED <= len(word) <= LONGEST_WORD)


def letters_of(password: str) -> str:
    return re.sub(r"[\W\d_]", "", password.lower())


def is_made_of_known_words(password: str, leaked: Set[str]) -> bool:
    """Say whether its letters are words of the site, in any number, and few leaked passwords."""
    text = letters_of(password)
    fewest: dict[int, int] = {0: 0}  # place in the text -> leaked passwords before it
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            word = text[start:end]
            if start in fewest and (word in SITE_WORDS or word in leaked):
                count = fewest[start] + (word not in SITE_WORDS)
                fewest[end] = min(count, fewest.get(end, count))
    return bool(text) and fewest.get(len(text), MOST_LEAKED + 1) <= MOST_LEAKED
