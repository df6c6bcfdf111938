"""One cell becomes one value. Every function takes the cell's text and raises CellRefused with a sentence.

Blank is unknown and stays so: a blank cell gives None, an empty tuple or an empty string, never a guess.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, override

from home.languages.info import ADMIN_LANGUAGES, CYRILLIC as CYRILLIC_LETTERS, SOURCE_LANGUAGE, script_of
from home.languages.written_dates import PartialDate
from prisoner_pages.choices import Regime as RegimeKind, Sex, Status
from prisoner_pages.policies import LONGEST_TERM_YEARS

Value = TypeVar("Value")
EARLIEST_YEAR = 1900
MAX_URL_CHARS = 500  # what a Source holds


class CellRefused(ValueError):
    """A cell that can't be understood. The message is a sentence for the person who made the list."""


# --- Dates ---------------------------------------------------------------------------------------
ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# The Ukrainian way with dots has one reading; with slashes it has two, so that is refused.
DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def partial_date(text: str, *, today: datetime.date) -> PartialDate | None:
    """Return a PartialDate not later than `today`, or None for a blank."""
    if not text:
        return None
    year, month, day = _date_parts(text)
    try:
        date = datetime.date(year, month or 1, day or 1)
    except ValueError as error:
        raise CellRefused(_("There is no such day: %s.") % text[:40]) from error
    if date.year < EARLIEST_YEAR or date > today:
        raise CellRefused(_("The date is in the future or before 1900: %s.") % text[:40])
    return PartialDate(date, "day" if day else "month" if month else "year")


def _date_parts(text: str) -> list[int]:
    if match := ISO_DATE.fullmatch(text):
        return [int(part) if part else 0 for part in match.groups()]
    if match := DOTTED_DATE.fullmatch(text):
        return [int(part) for part in reversed(match.groups())]
    raise CellRefused(_("A date is written 1980, 1980-04 or 1980-04-27, not “%s”.") % text[:40])


# --- Words from a closed list --------------------------------------------------------------------
YES_NO = {"yes": True, "так": True, "no": False, "ні": False}
GENDERS = {"m": "m", "ч": "m", "f": "f", "ж": "f"}
STATUSES = {**{status: status for status in Status.values}, "": "unknown", "died_in_custody": "died"}
Labels = Mapping[Any, str | Promise]
NO_LABELS: Labels = MappingProxyType({})


def yes_no(text: str) -> bool | None:
    """Return True, False, or None for a blank."""
    return one_of(text, YES_NO, blank=None)


def gender(text: str) -> str:
    return one_of(text, GENDERS, blank="", labels=dict(Sex.choices))


def status(text: str) -> str:
    return one_of(text, STATUSES, blank="unknown", labels=dict(Status.choices))


def one_of(
    text: str,
    words: Mapping[str, Value],
    *,
    blank: Value,
    labels: Labels = NO_LABELS,
) -> Value:
    """Return what the word stands for, in capitals or not: one of `words`, or its label in the admin."""
    if not text:
        return blank
    word = text.lower().replace("'", "’")
    if word in words:
        return words[word]
    labelled: dict[str, Value] = _by_label(labels)
    if word in labelled:
        return labelled[word]
    raise CellRefused(
        _("“%(cell)s” is not one of: %(known)s.")
        % {"cell": text[:40], "known": ", ".join(_known_to_reader(words, labels))}
    )


def _by_label(labels: Mapping[Value, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for language, _name in ADMIN_LANGUAGES:
        with override(language):
            found |= {str(label).lower(): value for value, label in labels.items()}
    return found


def _known_to_reader(words: Mapping[str, Value], labels: Labels) -> list[str]:
    """Return the labels in the reader's language; where there are none, the words in its letters."""
    if labels:
        return [str(label) for value, label in labels.items() if value]
    is_cyrillic = script_of(get_language() or SOURCE_LANGUAGE) == CYRILLIC_LETTERS
    return [word for word in words if word and word.isascii() != is_cyrillic]


# --- The case ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Article:
    code: str  # "205.5"
    part: str = ""  # "1"

    def __str__(self) -> str:
        return f"{self.code} ч.{self.part}" if self.part else self.code


ARTICLE = re.compile(
    r"(?:ст\.?\s*)?(?P<code>\d{2,3}(?:\.\d{1,2})?)(?:\s*,?\s*(?:ч\.?|частина|part|p\.)\s*(?P<part>\d(?:\.\d)?))?",
    re.ASCII | re.IGNORECASE,
)


def charges(text: str) -> tuple[tuple[Article, ...], ...]:
    """Return a tuple of charges, each a tuple of Articles read together: `30 ч.1 + 278` is one of two."""
    return tuple(_joined_articles(part) for part in text.split(";") if part.strip())


def _joined_articles(text: str) -> tuple[Article, ...]:
    articles = tuple(_article(part.strip()) for part in text.split("+"))
    if len(articles) > 2:
        raise CellRefused(_("At most two articles are joined by a plus: “%s”.") % text[:40])
    return articles


def _article(text: str) -> Article:
    match = ARTICLE.fullmatch(text)
    if match is None:
        raise CellRefused(_("An article is written 205.5 ч.1, not “%s”.") % text[:40])
    return Article(match["code"], match["part"] or "")


@dataclass(frozen=True)
class Bilingual:
    """A word of a vocabulary in the two languages of the list; either may be empty."""

    uk: str = ""
    en: str = ""


CYRILLIC, LATIN = re.compile(r"[Ѐ-ӿ]"), re.compile(r"[A-Za-zÀ-ɏ]")


def case_group(text: str) -> Bilingual | None:
    """Split "Ukrainian / English (kind)"; the Ukrainian part may hold a stroke itself. None for a blank."""
    if not text:
        return None
    parts = re.split(r"\s+/\s+", text)
    count = next((i for i, part in enumerate(parts) if not is_mostly_cyrillic(part)), len(parts))
    return Bilingual(" / ".join(parts[:count]), " / ".join(parts[count:]))


def is_mostly_cyrillic(text: str) -> bool:
    return len(CYRILLIC.findall(text)) > len(LATIN.findall(text))


def occupations(uk: str, en: str) -> tuple[Bilingual, ...]:
    """Pair the words of both languages when as many stand on each side, else keep each cell whole."""
    words_uk, words_en = _listed(uk), _listed(en)
    if len(words_uk) != len(words_en):
        words_uk, words_en = [uk], [en]
    return tuple(Bilingual(*pair) for pair in zip(words_uk, words_en, strict=True) if any(pair))


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


# --- The term ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Term:
    years: int
    months: int = 0

    def __str__(self) -> str:
        return f"{self.years}/{self.months}"

    @property
    def in_months(self) -> int:
        return self.years * 12 + self.months


def term(years: str, months: str) -> Term | None:
    """Return the sentence as a Term, or None when both cells are blank."""
    if not years and not months:
        return None
    in_months = _months_of_years(years) + _whole(months, below=12)
    return Term(*divmod(in_months, 12))


def _months_of_years(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,2}(?:[.,]5)?", text, re.ASCII):
        raise CellRefused(_("“%s” is not a number of years.") % text[:40])
    months = int(float(text.replace(",", ".")) * 12)
    if months > LONGEST_TERM_YEARS * 12:
        raise CellRefused(_("“%s” is not a number of years.") % text[:40])
    return months


def _whole(text: str, *, below: int) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or int(text) >= below:
        raise CellRefused(_("“%s” is not a number of months.") % text[:40])
    return int(text)


@dataclass(frozen=True)
class Regime:
    kind: str = ""  # strict, general, special, settlement
    first_in_prison: Term | None = None


REGIMES = {
    "strict": "strict",
    "general": "general",
    "special": "special",
    "settlement": "settlement",
    "colony-settlement": "settlement",
    "prison": "prison",
    "суворий": "strict",
    "загальний": "general",
    "особливий": "special",
}
FIRST_IN_PRISON = re.compile(
    r"first\s+(?:(?P<years>\d{1,2}(?:[.,]5)?)\s+years?)?\s*(?:(?P<months>\d{1,2})\s+months?)?\s+in\s+prison",
    re.ASCII | re.IGNORECASE,
)


def regime(text: str) -> Regime | None:
    """Read `strict; first 4 years 10 months in prison`. None for a blank."""
    if not text:
        return None
    kind, found = "", None
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if match := FIRST_IN_PRISON.fullmatch(part):
            found = term(match["years"] or "", match["months"] or "")
        else:
            kind = one_of(part, REGIMES, blank="", labels=dict(RegimeKind.choices))
    return Regime(kind, found)


# --- Addresses -----------------------------------------------------------------------------------
def addresses(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (web addresses, leftovers): only http and https are kept, each once, in order."""
    found, leftovers = [], []
    for word in re.split(r"[;\s]+", text):
        if is_web_address(word):
            found.append(word)
        elif word:
            leftovers.append(word)
    return tuple(dict.fromkeys(found)), tuple(leftovers)


def is_web_address(text: str) -> bool:
    if len(text) > MAX_URL_CHARS or any(letter in text for letter in "<>\"'`\\"):
        return False
    try:
        address = urlsplit(text)
        return address.scheme in ("http", "https") and bool(address.hostname) and not address.username
    except ValueError:
        return False


# --- Text ----------------------------------------------------------------------------------------
PHONE = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){9,14}")
MAIL = re.compile(r"[^\s@;,]+@[^\s@;,]+\.\w{2,}")


def looks_private(text: str) -> bool:
    """Say whether a phone number or a mail address stands in a text that would become public."""
    return bool(PHONE.search(text) or MAIL.search(text))


def line(text: str, *, longest: int) -> str:
    """Return a short text on one line, as it stands in the source."""
    text = " ".join(text.split())
    if len(text) > longest:
        raise CellRefused(_("The cell is longer than %d characters.") % longest)
    if looks_private(text):
        raise CellRefused(_("This looks like a phone number or an e-mail address: it would become public."))
    return text
