"""Says why a short text on a person must wait for an editor before it is public."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.cells import looks_private
from prisoner_pages.importing.prose_words import (
    NO_NAME_STEMS,
    NO_NAME_WORDS,
    PHRASES,
    STEMS,
    SURNAME_ENDINGS,
    WHOLE,
)

# In the order in which they are told.
REASONS = {
    "family": _("it mentions the family"),
    "health": _("it mentions health"),
    "others": _("it mentions other people"),
    "contact": _("it looks like it holds a phone number or an e-mail address"),
}
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
APOSTROPHES = str.maketrans("’ʼ‘`´", "'''''")
# Capital words in a row, initials among them, not across the end of a sentence.
CAPITAL = r"[^\W\d_a-zа-яіїєґ](?:\.|[\w'-]*)"
CAPITAL_RUN = re.compile(rf"{CAPITAL}(?:\s+{CAPITAL})*")


def _table(words: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    return {reason: tuple(" ".join(by_language.values()).split()) for reason, by_language in words.items()}


STEM_TABLE, WHOLE_TABLE = _table(STEMS), _table(WHOLE)
NOBODY, NOBODY_STEMS = set(NO_NAME_WORDS.split()), tuple(NO_NAME_STEMS.split())
ENDINGS = tuple(SURNAME_ENDINGS.split())


def reasons_to_hold(text: str, *, names: Iterable[str] = ()) -> list[str]:
    """Return the REASONS keys that speak against publishing `text`, in their order; empty when none does.

    `names` are the person's own names: they are no other people.
    """
    plain = text.translate(APOSTROPHES)
    found = {reason for reason in STEM_TABLE if _mentions(plain.lower(), reason)}
    if _names_somebody(plain, names):
        found.add("others")
    if looks_private(plain):
        found.add("contact")
    return [reason for reason in REASONS if reason in found]


def _mentions(text: str, reason: str) -> bool:
    words = WORD.findall(text)
    return (
        any(word.startswith(STEM_TABLE[reason]) for word in words)
        or any(word in WHOLE_TABLE[reason] for word in words)
        or any(phrase in text for phrase in PHRASES.get(reason, ()))
    )


def _names_somebody(text: str, names: Iterable[str]) -> bool:
    own = {word.lower()[:5] for name in names for word in WORD.findall(name.translate(APOSTROPHES))}
    return any(_is_a_name(run[0], own, starts=run.start() == 0) for run in CAPITAL_RUN.finditer(text))


def _is_a_name(run: str, own: set[str], *, starts: bool) -> bool:
    words = [word for word in re.findall(r"[\w'-]+", run.lower()) if not _is_no_name(word, own)]
    return len(words) > 1 or len(words) == 1 and not starts and words[0].endswith(ENDINGS)


def _is_no_name(word: str, own: set[str]) -> bool:
    return word in NOBODY or word.startswith(NOBODY_STEMS) or word[:5] in own
