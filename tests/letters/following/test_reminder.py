"""A reminder for one’s own calendar: other programs read it, and it tells nothing of the letter."""

import pytest
from icalendar import Calendar

from letters.models import Letter
from tests.letters.conftest import filled

STATUS, REMINDER = "/letters/status/", "/letters/status/reminder.ics"


@pytest.mark.parametrize("language", ["uk", "en", "crh"])
def test_file_is_read_by_calendars_and_leads_to_the_page_without_a_code(client, world, language):
    answer = client.get(f"/{language}{REMINDER}?weeks=8")

    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert (event["dtstart"].dt - event["dtstamp"].dt.date()).days == 56
    assert event["url"] == f"http://testserver/{language}{STATUS}"
    assert event["summary"].params["language"] == {"crh": "uk"}.get(language, language)
    assert event.walk("VALARM")[0]["action"] == "DISPLAY"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("query", ["", "?weeks=", "?weeks=5", "?weeks=8%0D%0AX:1", "?weeks=٤"])
def test_any_other_time_is_no_file(client, world, query):
    assert client.get(f"/uk{REMINDER}{query}").status_code == 404


def test_it_is_offered_with_the_code_while_the_letter_is_on_its_way_and_never_at_an_event(client, check_url):
    sent = client.post(check_url, filled()).headers["Location"]
    receipt = client.get(sent)
    asked = {"code": receipt.context["code"]}

    assert REMINDER in receipt.content.decode()
    assert REMINDER not in client.get(f"{sent}&event=kyiv").content.decode()
    assert REMINDER not in client.get(f"/uk{STATUS}").content.decode()
    assert REMINDER in client.post(f"/uk{STATUS}", asked).content.decode()
    Letter.objects.update(state="withdrawn")
    assert REMINDER not in client.post(f"/uk{STATUS}", asked).content.decode()
