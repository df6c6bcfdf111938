"""Dates in words, as exactly as they are known: «24 листопада 2026 року», "November 2026", "2026".

A source that gives a year gives no day: a date is told with its precision (day, month, year, before, after).
"""

from datetime import date, timedelta

from django.utils.translation import get_language

from home.languages.table import ENGLISH, LANGUAGES, DateWords, declared

MONTHS_A_YEAR = 12
IN_ENGLISH = LANGUAGES[ENGLISH].dates or DateWords(months=())
Period = tuple[date | None, date | None, date | None]
DAY, MONTH, YEAR, BEFORE, AFTER = PRECISIONS = ("day", "month", "year", "before", "after")


def date_in_words(value: date | None, precision: str = DAY, language: str | None = None) -> str:
    """Return the date as exactly as it is known, in a language (else the page's); "" for None."""
    if value is None:
        return ""
    words = _words(language)
    pattern: str = getattr(words, str(precision))
    return pattern.format(**_parts(value, words))


def since_in_words(value: date, precision: str = DAY, language: str | None = None) -> str:
    """Return "since" a date as exactly as it is known: "before 3 May 2022" says it by itself."""
    if precision in (BEFORE, AFTER):
        return date_in_words(value, precision, language)
    told = _words(language)
    words = told if told.since_day else IN_ENGLISH
    pattern: str = getattr(words, f"since_{precision}")
    return pattern.format(**_parts(value, words))


def date_as_stated(text: str) -> str:
    """Write what a source states (YYYY, YYYY-MM, YYYY-MM-DD; "before", "after" or "since" a day) in words.

    Anything else is returned as it stands.
    """
    *bound, day = text.split(" ")
    parts = day.split("-")
    precision = {1: YEAR, 2: MONTH}.get(len(parts), DAY)
    try:
        stated = date(*map(int, (*parts, "1", "1")[:3]))
    except (TypeError, ValueError):
        return text
    match bound:
        case []:
            return date_in_words(stated, precision)
        case ["since"]:
            return since_in_words(stated, precision)
        case ["before" | "after" as side]:
            return date_in_words(stated, side)
    return text


def period_of(start: date | None, precision: str, end: date | None) -> Period:
    """Return (once, start, end), None for what is not told, of a period whose first day is known so exactly.

    `once` stands alone: the day, month or year that begins with `start` and is over with `end`. An end inside
    that month or year says all that is known; after it both are told.
    """
    if not (start and end) or not _is_same(start, end, precision):
        return None, start, end
    is_whole = precision == DAY or not _is_same(start, end + timedelta(days=1), precision)
    return (start, None, None) if is_whole else (None, None, end)


def _is_same(one: date, other: date, precision: str) -> bool:
    parts = {DAY: 3, MONTH: 2, YEAR: 1}.get(str(precision))
    return bool(parts) and one.timetuple()[:parts] == other.timetuple()[:parts]


def _words(language: str | None) -> DateWords:
    words = declared(language or get_language()).dates
    return words if words and len(words.months) == MONTHS_A_YEAR else IN_ENGLISH


def _parts(value: date, words: DateWords) -> dict[str, str | int]:
    month = value.month - 1
    return {
        "day": words.first if value.day == 1 else value.day,
        "month": words.months[month],
        "alone": (words.alone or words.months)[month],
        "before": (words.months_before or words.months)[month],
        "year": value.year,
    }
