"""Changes as a feed and birthdays as a calendar: what pages say too, of whom may be shown, and no more."""

import re
from datetime import date

import pytest
from lxml import etree

from prisoner_pages.choices import DatePrecision, FactGroup, Scope, Status
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.models import FactUpdate, Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from prisoner_pages.syndication.calendars import YearlyDay, calendar_of
from tests.factories.consents import GIVEN
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
UPDATES, BIRTHDAYS = "/en/feeds/updates.atom", "/en/feeds/birthdays.ics"
BORN = date(1971, 7, 23)


@standing
def person():
    open_locales("uk", "en")
    person = PrisonerFactory(
        writable=True, slug="olena", name_en="Olena Vyhadana", birth_date=BORN, stories=["uk", "en"]
    )
    give_consent(person, scope=Scope.BIRTHDAY, **GIVEN, by=None)
    change(person, FactGroup.MAIL)
    return person


def change(person, group, on=date(2026, 3, 3)):
    FactUpdate.objects.create(prisoner=person, group=group, changed_on=on)


def calendar(client):
    """Return the text of the calendar with its folded lines joined."""
    return client.get(BIRTHDAYS).content.decode().replace("\r\n ", "")


def entries(client):
    feed = etree.fromstring(client.get(UPDATES).content)
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.both_databases
def test_calendar_tells_day_and_month_and_never_the_year(client, person):
    text = calendar(client)

    assert "DTSTART;VALUE=DATE:20240723" in text and "RRULE:FREQ=YEARLY\r\n" in text
    assert "SUMMARY;LANGUAGE=en:Birthday: Olena Vyhadana" in text
    assert "URL:http://testserver/en/prisoners/olena/" in text
    assert "DESCRIPTION;LANGUAGE=en:An invented person" in text
    assert "1971" not in text


# What ends that a birthday is told; after each the calendar is the same as if nobody had been in it.
HIDES = {
    "without the basis": lambda p: withdraw_consent(p.consents.get(scope=Scope.BIRTHDAY), by=None),
    "paused": lambda p: pause_prisoner(p, by=None),
    "without the name": lambda p: withdraw_consent(p.consents.get(scope=Scope.NAME), by=None),
    "free": lambda p: Prisoner.objects.update(status=Status.EXCHANGED),
    "only the month is known": lambda p: Prisoner.objects.update(birth_precision=DatePrecision.MONTH),
}


@pytest.mark.parametrize("why", HIDES)
def test_calendar_without_somebody_does_not_tell_that_there_was_anybody(client, person, why):
    HIDES[why](person)
    after = client.get(BIRTHDAYS).content
    Prisoner.objects.all().update(live=False)

    assert b"BEGIN:VEVENT" not in after
    assert after == client.get(BIRTHDAYS).content


def test_whoever_has_no_story_is_in_both_with_the_address_of_the_page_in_their_language(client, person):
    for story in person.pages.all():
        story.unpublish()

    assert "URL:http://testserver/en/prisoners/olena/" in calendar(client)
    assert entries(client) == ["Olena Vyhadana: letters"]
    assert "http://testserver/en/prisoners/olena/" in client.get(UPDATES).text


@pytest.mark.both_databases
def test_feed_tells_which_facts_changed_on_which_day(client, person):
    change(person, FactGroup.PLACE, date(2026, 4, 4))

    answer = client.get(UPDATES)

    feed = etree.fromstring(answer.content)
    assert entries(client) == ["Olena Vyhadana: place of detention", "Olena Vyhadana: letters"]
    assert feed.findtext(f"{ATOM}updated") == "2026-04-04T00:00:00+00:00"
    assert "1971" not in answer.content.decode()


@pytest.mark.both_databases
def test_feed_is_silent_of_health_without_a_basis_and_of_whoever_is_hidden(client, person):
    change(person, FactGroup.HEALTH)
    quiet = entries(client)
    give_consent(person, scope=Scope.HEALTH, **GIVEN, by=None)
    told = entries(client)
    other = PrisonerFactory(slug="insha", stories=["en"], status=Status.RELEASED_UNDER_CONTROL)
    change(other, FactGroup.MAIL)
    name_only = entries(client)
    pause_prisoner(person, by=None)

    assert quiet == ["Olena Vyhadana: letters"]
    assert sorted(told) == ["Olena Vyhadana: health", "Olena Vyhadana: letters"] == sorted(name_only)
    assert entries(client) == []


@pytest.mark.parametrize("path", [UPDATES, BIRTHDAYS])
def test_same_feed_is_the_same_and_a_pause_is_the_next_answer(client, person, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    pause_prisoner(person, by=None)
    paused = client.get(path, headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache" and not first.cookies
    assert again.status_code == 304
    assert paused.status_code == 200 and b"olena" in first.content and b"olena" not in paused.content
    assert client.head(path).status_code == 200 and client.post(path).status_code == 405
    assert client.get(path.replace("/en/", "/crh/")).status_code == 404, "a language that is not public"


@pytest.mark.parametrize("path", ["/en/prisoners/", "/en/prisoners/olena/"])
def test_pages_about_people_lead_to_both(client, person, path):
    links = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', client.get(path).text)

    assert links == [("application/atom+xml", UPDATES), ("text/calendar", BIRTHDAYS)]


@pytest.mark.both_databases
def test_order_of_the_calendar_is_that_of_the_year(client, person):
    for slug, born in {"ihor": date(1980, 12, 1), "anna": date(1990, 2, 2)}.items():
        other = PrisonerFactory(slug=slug, birth_date=born, stories=["en"])
        give_consent(other, scope=Scope.BIRTHDAY, **GIVEN, by=None)

    assert re.findall(r"URL:.*/prisoners/(\w+)/", calendar(client)) == ["anna", "olena", "ihor"]


def test_line_is_folded_between_letters_and_signs_of_the_format_are_escaped():
    day = YearlyDay(uid="u", month=2, day=29, title="Ї" * 60 + "; a, b\\c\nBEGIN:VEVENT", url="https://x/")
    text = calendar_of([day], name="n", language="uk")

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "Ї" * 60 + r"\; a\, b\\c BEGIN:VEVENT" in whole
    assert whole.count("\r\nBEGIN:VEVENT\r\n") == 1
    rule = re.search(r"RRULE:(.+)\r\n", whole)[1]
    assert set(rule.split(";")) == {"FREQ=YEARLY", "BYMONTH=2", "BYMONTHDAY=-1"}
