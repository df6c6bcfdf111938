"""Dates as people write them: 27.04.1980, «27 квітня 1980 року», April 1980, 1980.

Nothing is guessed. What has two readings (04/05/1980) or none (31.04.1980) is refused with a sentence that
says how to write it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from home.languages.dates import DAY, MONTH, YEAR
from home.languages.info import SOURCE_LANGUAGE
from home.languages.table import ENGLISH, LANGUAGES, DateWords, declared

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
SHORTEST_MONTH_CHARS = 3  # «кві», "Apr"
LONGEST_CHARS = 60
# Languages whose months are also understood when cut short.
SHORTENED_LANGUAGES = (SOURCE_LANGUAGE, ENGLISH)


class DateRefused(ValueError):
    """A text is no date; the message is for the one who typed it."""


@dataclass(frozen=True)
class PartialDate:
    """A day as exactly as it is known. `day` is the first day of an inexact date."""

    day: date
    precision: str  # YEAR, MONTH or DAY

    @property
    def year(self) -> int:
        return self.day.year

    def __str__(self) -> str:
        """Return it as sources are cited: 1980, 1980-04, 1980-04-27."""
        return self.day.isoformat()[: {YEAR: 4, MONTH: 7, DAY: 10}[self.precision]]


# --- Names of months ---------------------------------------------------------------------------------
def _month_names(words: Iterable[DateWords]) -> dict[str, int]:
    """Return {name: 1 to 12} of every form in which dates have it."""
    return {
        name.casefold(): number
        for known in words
        for forms in (known.months, known.alone, known.months_before)
        for number, name in enumerate(forms, start=1)
    }


MONTHS = _month_names(language.dates for language in LANGUAGES.values() if language.dates)
SHORTENED = _month_names(words for code in SHORTENED_LANGUAGES if (words := declared(code).dates))


def month_of(word: str) -> int:
    """Return 1 to 12, or 0 where the word names no one month."""
    word = word.casefold().removesuffix(".")
    if word in MONTHS:
        return MONTHS[word]
    begun = {number for name, number in SHORTENED.items() if name.startswith(word)}
    return begun.pop() if len(word) >= SHORTEST_MONTH_CHARS and len(begun) == 1 else 0


# --- One date ----------------------------------------------------------------------------------------
SEPARATOR = r"\s*[-./\u2010-\u2014]\s*"
YEAR_FIRST = re.compile(rf"(\d{{4}})(?:{SEPARATOR}(\d{{1,2}})(?:{SEPARATOR}(\d{{1,2}}))?)?", re.ASCII)
YEAR_LAST = re.compile(rf"(?:(?:(\d{{1,2}}){SEPARATOR})?(\d{{1,2}}){SEPARATOR})(\d{{4}})", re.ASCII)
DAY_MONTH_YEAR = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|-?го|-?е|\.)?\s+(?:of\s+)?)?([^\W\d_]+\.?),?\s+(\d{4})"
)
MONTH_DAY_YEAR = re.compile(r"([^\W\d_]+\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
SHORT_YEAR = re.compile(rf"\d{{1,2}}{SEPARATOR}\d{{1,2}}{SEPARATOR}\d{{2}}", re.ASCII)
# «1980 року», «1980 р.», «1980 рік», "1980 r.", "1980 г."
WORD_YEAR = re.compile(r"(?<=\d)\s*(?:року|рік|році|р\.?|г\.?|r\.?)$", re.IGNORECASE)
DOT = "."


def read_date(text: str) -> PartialDate:
    """Return what the text says. Raises DateRefused where it says no date, or more than one."""
    shown, text = text.strip()[:40], WORD_YEAR.sub("", " ".join(text.split()))
    if SHORT_YEAR.fullmatch(text):
        raise DateRefused(_("Write the year with four digits, not “%s”.") % shown)
    year, month, day = _parts(text, shown)
    try:
        read = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise DateRefused(_("There is no such day: %s.") % shown) from error
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateRefused(_("Look at the year again: %s.") % shown)
    return PartialDate(read, YEAR if month is None else MONTH if day is None else DAY)


def whole_day(written: PartialDate) -> date:
    """Return the day. Raises DateRefused for a month or a year."""
    if written.precision != DAY:
        raise DateRefused(_("Write the whole day, like 27.04.1980."))
    return written.day


def _parts(text: str, shown: str) -> tuple[int, int | None, int | None]:
    """Return year, month and day, None for what is not said."""
    month: str | int | None
    if len(text) > LONGEST_CHARS:
        raise DateRefused(_("This is no date we can read: “%s”. Write it like 27.04.1980.") % shown)
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := YEAR_LAST.fullmatch(text):
        day, month, year = match.groups()
        _refuse_two_readings(text, day, month, shown)
    elif (match := DAY_MONTH_YEAR.fullmatch(text)) and month_of(match[2]):
        day, month, year = match[1], month_of(match[2]), match[3]
    elif (match := MONTH_DAY_YEAR.fullmatch(text)) and month_of(match[1]):
        month, day, year = month_of(match[1]), match[2], match[3]
    else:
        raise DateRefused(_("This is no date we can read: “%s”. Write it like 27.04.1980.") % shown)
    return int(year), month if month is None else int(month), day if day is None else int(day)


def _refuse_two_readings(text: str, day: str | None, month: str, shown: str) -> None:
    """With dots the day stands first everywhere; with strokes some write the month first."""
    if day is None or text.count(DOT) == 2 or int(day) == int(month):
        return
    if int(day) <= 12 and int(month) <= 12:
        raise DateRefused(_("Day or month first? Write “%s” with dots, like 27.04.1980.") % shown)


# --- A moment ----------------------------------------------------------------------------------------
MOMENT = re.compile(r"(.+?)(?:,|\s|T)\s*(?:о|об|at)?\s*(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?", re.DOTALL)


def read_moment(text: str) -> datetime:
    """Return the day and time by the clock on the wall. Raises DateRefused."""
    match = len(text) <= LONGEST_CHARS and MOMENT.fullmatch(text.strip())
    if not match:
        raise DateRefused(_("Write the day and the time, like 27.04.2026 14:30."))
    day = whole_day(read_date(match[1].rstrip(" ,")))
    try:
        return datetime.combine(day, time(int(match[2]), int(match[3])))
    except ValueError as error:
        raise DateRefused(_("There is no such time: %s.") % text.strip()[:40]) from error


# --- Back into a field -------------------------------------------------------------------------------
FIELD_FORMATS = {YEAR: "{0:%Y}", MONTH: "{0:%m.%Y}"}


def date_to_type(value: date, precision: str = DAY) -> str:
    """Write a date as a field shows it and `read_date` reads it: 27.04.1980, 04.1980, 1980."""
    return FIELD_FORMATS.get(str(precision), "{0:%d.%m.%Y}").format(value)
