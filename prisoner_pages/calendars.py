"""Days that come again each year, as a calendar that other programs read (RFC 5545). Pure."""

import re
from dataclasses import dataclass

FOLD = 75  # bytes of a line
# A leap year, the same for everybody: it says nothing of the year in which anybody was born.
YEAR = 2024
STAMP = f"{YEAR}0101T000000Z"
ESCAPED = re.compile(r"([\\;,])")
# Before leap days the last day of February is meant.
LAST_OF_FEBRUARY = ";BYMONTH=2;BYMONTHDAY=-1"


@dataclass(frozen=True)
class YearlyDay:
    uid: str
    month: int
    day: int
    title: str
    url: str
    note: str = ""


def calendar_of(days, *, name, language):
    """Yield the lines of a calendar with these YearlyDays."""
    yield from _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Letters to Free Crimea//Birthdays//EN")
    yield from _lines(
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME;LANGUAGE={language}:{_text(name)}"
    )
    for day in days:
        yield from _lines(*_event(day, language))
    yield from _lines("END:VCALENDAR")


def _event(day, language):
    is_leap_day = (day.month, day.day) == (2, 29)
    yield from ("BEGIN:VEVENT", f"UID:{day.uid}", f"DTSTAMP:{STAMP}")
    yield f"DTSTART;VALUE=DATE:{YEAR}{day.month:02}{day.day:02}"
    yield "RRULE:FREQ=YEARLY" + (LAST_OF_FEBRUARY if is_leap_day else "")
    yield f"SUMMARY;LANGUAGE={language}:{_text(day.title)}"
    if day.note:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(day.note)}"
    yield from (f"URL:{day.url}", "TRANSP:TRANSPARENT", "END:VEVENT")


def _text(text):
    return ESCAPED.sub(r"\\\1", " ".join(text.split()))


def _lines(*lines):
    return [_folded(line) + "\r\n" for line in lines]


def _folded(line):
    """Break a long line, between characters and never within the bytes of one."""
    parts, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > FOLD:
            parts.append(" ")
            length = 1
        parts[-1] += character
        length += size
    return "\r\n".join(parts)
