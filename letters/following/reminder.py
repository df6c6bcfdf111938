"""A day in one's own calendar on which to look how a letter fares (RFC 5545). Pure.

The file names nobody and holds no code: whoever finds it learns that a page of ours was to be opened.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from icalendar import Alarm, Calendar, Event, vText

# After so many weeks; nobody need look more often.
WEEKS = (4, 8, 12)
AT = timedelta(hours=10)  # of the day, by the clock of whoever keeps the calendar


def reminder(today: date, weeks: int, *, title: str, note: str, url: str, language: str) -> bytes:
    """Return a calendar with one day, `weeks` from today; `language` is that of title and note."""
    event = Event()
    event.add("uid", str(uuid4()))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", today + timedelta(weeks=weeks))
    event.add("summary", vText(title, params={"language": language}))
    event.add("description", vText(note, params={"language": language}))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(title, language))
    calendar = Calendar()
    calendar.add("prodid", "-//Letters to Free Crimea//Reminder//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()


def _alarm(title: str, language: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", AT)
    alarm.add("description", vText(title, params={"language": language}))
    return alarm
