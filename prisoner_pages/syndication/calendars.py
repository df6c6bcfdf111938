"""Yearly days as a calendar that other programs read (RFC 5545). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event, vText

# A leap year, the same for everybody: it reveals nobody's year of birth.
YEAR = 2024
STAMP = datetime(YEAR, 1, 1, tzinfo=UTC)
# For birthdays on a leap day: the last day of February.
LAST_OF_FEBRUARY = {"bymonth": 2, "bymonthday": -1}


@dataclass(frozen=True)
class YearlyDay:
    uid: str
    month: int
    day: int
    title: str
    url: str
    note: str = ""


def calendar_of(days: Iterable[YearlyDay], *, name: str, language: str) -> str:
    """Return a calendar with these YearlyDays, as text."""
    calendar = Calendar()
    calendar.add("prodid", "-//Letters to Free Crimea//Birthdays//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _said(name, language))
    for day in days:
        calendar.add_component(_event(day, language))
    return calendar.to_ical().decode()


def _event(day: YearlyDay, language: str) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("dtstamp", STAMP)
    event.add("dtstart", date(YEAR, day.month, day.day))
    is_leap_day = (day.month, day.day) == (2, 29)
    event.add("rrule", {"freq": "yearly", **(LAST_OF_FEBRUARY if is_leap_day else {})})
    event.add("summary", _said(day.title, language))
    if day.note:
        event.add("description", _said(day.note, language))
    event.add("url", day.url)
    event.add("transp", "TRANSPARENT")
    return event


def _said(text: str, language: str) -> vText:
    return vText(" ".join(text.split()), params={"language": language})
