"""The languages of the site as languages.toml declares them, one table each; everything else asks here.

Read by the settings before Django's apps are loaded, so nothing here imports Django.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

ENGLISH = "en"
# In what readers of any language go on, the nearest first, unless its table knows nearer ones.
NEAR_OTHERS = ("en", "uk")
NONE: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
NOTHING = "."  # stands for an ending without letters


class Use(StrEnum):
    """How far the site speaks a language."""

    PAGES = "pages"  # and all that follows
    LETTERS = "letters"  # letters are read in it, names and the glossary hold it; no page is
    DETECTION = "detection"  # a letter may turn out to be in it
    READERS = "readers"  # only what its readers go on in is known


@dataclass(frozen=True)
class DateWords:
    """How a language writes dates: a pattern for each precision, and the names of the months.

    `months` stand in a date, `alone` without a day, `months_before` after the word "before" (the last two
    only where they differ). `first` is the first day of a month. "Since" bends the words in many languages,
    so it has a pattern for each precision. Weekdays and short forms are for Django's filters, and only a
    language that Django does not know needs them; all twelve or seven, or none.
    """

    months: tuple[str, ...]
    day: str = "{day} {month} {year}"
    month: str = "{alone} {year}"
    year: str = "{year}"
    before: str = ""
    after: str = ""
    since_day: str = ""
    since_month: str = ""
    since_year: str = ""
    alone: tuple[str, ...] = ()
    months_before: tuple[str, ...] = ()
    first: str = "1"
    months_short: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    weekdays_short: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Language:
    """One table. Where it lacks something, pages show what English has, and tests say so."""

    code: str
    name: str  # its own
    in_english: str  # as Django's catalogues know it, which have it in most languages
    use: Use = Use.PAGES
    in_admin: bool = True  # Wagtail's admin speaks it
    # Few can read whether its words are right, so each names a publication or a native speaker.
    needs_sources: bool = False
    near: tuple[str, ...] = NEAR_OTHERS  # in what a reader goes on where something has no text in it
    words_missing_in: str = ENGLISH  # the language of the interface words that its catalogue lacks
    territory: str = ""  # where it is at home, for those who want one with every language (Open Graph)
    # Letters that count in sorting, in the order of the dictionaries. A marked letter missing here (German ä,
    # French é) is sorted as its plain letter and decides only between equal words. Fonts and script follow.
    alphabet: tuple[str, ...] = ()
    signs: str = "–—"  # what a translator's keyboard may lack; quotation marks as they are printed
    capitals: Mapping[str, str] = field(default_factory=dict)  # small=capital, where Python knows others
    slug_letters: Mapping[str, str] = field(default_factory=dict)  # where not only marks go; $ ends a word
    cyrillic_like: str = "uk"  # whose official rules its other Cyrillic letters go by in Latin ones
    detector: str = ""  # the model's code for it, where that is another
    told_by: tuple[str, ...] = ()  # pairs and letters that tell it where the model cannot
    plural: str = ""  # Plural-Forms of its catalogue
    family: str = ""  # whose endings names of people take: "slavic", "turkic" or others
    stems: tuple[str, ...] = ()  # rules by which stems of words change (home.translation.matching)
    # Without which a question says the same: a search leaves them out while another word is left.
    small_words: frozenset[str] = frozenset()
    in_russian: str = ""  # how a name is spelt for the censor (letters.text.transliteration)
    dates: DateWords | None = None
    formats: Mapping[str, Any] = field(default_factory=dict)  # for Django, instead of its own
    # {ending of the dictionary form: endings of other forms}, the longest first.
    endings: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_table(
    code: str, table: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]] = NONE
) -> Language:
    """Return the Language of one table; `others` are tables that it may take endings and spellings from."""
    lent = {key: table[key] for key in LENT if isinstance(table.get(key), str) and table[key] in others}
    whole = dict(table) | {key: others[other][key] for key, other in lent.items()}
    return Language(code=code, **{key: READ.get(key, _unchanged)(value) for key, value in whole.items()})


def _unchanged(value: Any) -> Any:
    return value


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


def _dates(table: Mapping[str, str]) -> DateWords:
    lists = ("months", "alone", "months_before", "months_short", "weekdays", "weekdays_short")
    facts: dict[str, Any] = {key: _words(text) if key in lists else text for key, text in table.items()}
    return DateWords(**{"months": ()} | facts)


def _endings(table: Mapping[str, str | list[str]]) -> dict[str, frozenset[str]]:
    found = {
        own: _joined(slots if isinstance(slots, list) else [slots])
        for owns, slots in table.items()
        for own in _forms(owns)
    }
    return {own: found[own] for own in sorted(found, key=len, reverse=True)}


def _joined(slots: list[str]) -> frozenset[str]:
    """Return every way to take one ending of each list, one after the other."""
    return frozenset(map("".join, product(*map(_forms, slots))))


def _forms(text: str) -> list[str]:
    return ["" if part == NOTHING else part for part in text.split()]


LENT = ("endings", "in_russian")  # may name the language that lends its own
READ: dict[str, Callable[[Any], Any]] = {
    "use": Use,
    "near": tuple,
    "alphabet": _words,
    "capitals": _pairs,
    "slug_letters": _pairs,
    "told_by": tuple,
    "stems": tuple,
    "small_words": lambda text: frozenset(text.split()),
    "dates": _dates,
    "endings": _endings,
}
TABLES = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
LANGUAGES = {code: read_table(code, table, TABLES) for code, table in TABLES.items()}


def declared(code: str) -> Language:
    """Return the Language of a code; one without a table has nothing of its own."""
    return LANGUAGES.get(code) or Language(code=code, name=code, in_english=code)
