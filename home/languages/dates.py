"""Dates in words, as exactly as they are known: «24 листопада 2026 року», "November 2026", "2026".

A source that gives a year gives no day: a date is told with its precision (day, month, year, before, after).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language

DAY, MONTH, YEAR, BEFORE, AFTER = PRECISIONS = ("day", "month", "year", "before", "after")


@dataclass(frozen=True)
class DateWords:
    """How a language writes dates: a pattern for each precision, and the names of the months.

    `months` stand in a date, `alone` without a day, `months_before` after the word "before" (the last two
    only where they differ). `first` is the first day of a month.
    """

    months: str
    day: str = "{day} {month} {year}"
    month: str = "{alone} {year}"
    year: str = "{year}"
    before: str = ""
    after: str = ""
    alone: str = ""
    months_before: str = ""
    first: str = "1"


# Crimean Tatar month names: MediaWiki's and glibc's. No sourced word for "before" and "after": an open range.
WORDS = {
    "uk": DateWords(
        months=("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
        alone=(
            "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень"
        ),
        day="{day} {month} {year} року",
        month="{alone} {year} року",
        year="{year} рік",
        before="до {day} {month} {year} року",
        after="після {day} {month} {year} року",
    ),
    "en": DateWords(
        months="January February March April May June July August September October November December",
        before="before {day} {month} {year}",
        after="after {day} {month} {year}",
    ),
    "crh": DateWords(
        months="yanvar fevral mart aprel mayıs iyün iyül avgust sentâbr oktâbr noyabr dekabr",
        before="… – {day} {month} {year}",
        after="{day} {month} {year} – …",
    ),
    "de": DateWords(
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        day="{day}. {month} {year}",
        before="vor dem {day}. {month} {year}",
        after="nach dem {day}. {month} {year}",
    ),
    "fr": DateWords(
        months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        before="avant le {day} {month} {year}",
        after="après le {day} {month} {year}",
        first="1er",
    ),
    "pl": DateWords(
        months=(
            "stycznia lutego marca kwietnia maja czerwca "
            "lipca sierpnia września października listopada grudnia"
        ),
        alone=(
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"
        ),
        day="{day} {month} {year} r.",
        month="{alone} {year} r.",
        year="{year} r.",
        before="przed {day} {month} {year} r.",
        after="po {day} {month} {year} r.",
    ),
    "cs": DateWords(
        months="ledna února března dubna května června července srpna září října listopadu prosince",
        alone="leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
        months_before=(
            "lednem únorem březnem dubnem květnem červnem červencem srpnem zářím říjnem listopadem prosincem"
        ),
        day="{day}. {month} {year}",
        before="před {day}. {before} {year}",
        after="po {day}. {month} {year}",
    ),
    "bg": DateWords(
        months="януари февруари март април май юни юли август септември октомври ноември декември",
        day="{day} {month} {year} г.",
        month="{alone} {year} г.",
        year="{year} г.",
        before="преди {day} {month} {year} г.",
        after="след {day} {month} {year} г.",
    ),
    "sv": DateWords(
        months="januari februari mars april maj juni juli augusti september oktober november december",
        before="före den {day} {month} {year}",
        after="efter den {day} {month} {year}",
    ),
}


def date_in_words(value, precision=DAY, language=None):
    """Return the date as exactly as it is known, in a language (else the page's); "" for None."""
    if value is None:
        return ""
    words = _words(language)
    return getattr(words, str(precision)).format(**_parts(value, words))


def period_of(start, precision, end):
    """Return (once, start, end), None for what is not told, of a period whose first day is known so exactly.

    `once` stands alone: the day, month or year that begins with `start` and is over with `end`. An end inside
    that month or year says all that is known; after it both are told.
    """
    if not (start and end) or not _is_same(start, end, precision):
        return None, start, end
    is_whole = precision == DAY or not _is_same(start, end + timedelta(days=1), precision)
    return (start, None, None) if is_whole else (None, None, end)


def _is_same(one, other, precision):
    parts = {DAY: 3, MONTH: 2, YEAR: 1}.get(str(precision))
    return bool(parts) and one.timetuple()[:parts] == other.timetuple()[:parts]


def _words(language):
    return WORDS.get(language or get_language(), WORDS["en"])


def _parts(value, words):
    month = value.month - 1
    return {
        "day": words.first if value.day == 1 else value.day,
        "month": words.months.split()[month],
        "alone": (words.alone or words.months).split()[month],
        "before": (words.months_before or words.months).split()[month],
        "year": value.year,
    }
