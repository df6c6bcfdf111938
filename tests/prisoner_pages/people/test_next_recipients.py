"""The draw of whom to write to next: letters spread, and nobody is marked."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Case, IntegerField, Value, When

from prisoner_pages.models import Consent
from prisoner_pages.people.read_models import next_recipients
from prisoner_pages.people.read_models.next_recipients import bands_of, drawn
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
NEXT = "/api/v1/recipients/next"


@pytest.fixture
def people(monkeypatch):
    """Sixty people, of whom the first twenty had a thousand letters each, the others none."""
    open_locales("uk", "en")
    partner = PartnerFactory(slug="zmina", section=True)
    people = gather_crowd(60, partner=partner, languages=["uk", "en"])
    many = When(pk__in=[person.pk for person in people[:20]], then=Value(1000))
    counted = Case(many, default=Value(0), output_field=IntegerField())
    monkeypatch.setattr(next_recipients, "provided", lambda _kind: [lambda _day: counted])
    bands_of.cache_clear()
    yield people
    bands_of.cache_clear()


@pytest.mark.both_databases
def test_who_had_few_letters_is_drawn_more_often_but_everybody_is_drawn(people):
    often = Counter(pk for _draw in range(200) for pk in drawn(6, generation=1))

    many = [often[person.pk] for person in people[:20]]
    few = [often[person.pk] for person in people[20:]]
    assert sum(few) / len(few) > 1.3 * sum(many) / len(many)
    assert min(often[person.pk] for person in people) > 0


def test_the_bands_are_coarse_and_change_with_the_week(people):
    week = timedelta(7)
    this_week, next_week = bands_of(MONDAY, MONDAY, 1), bands_of(MONDAY + week, MONDAY + week, 1)

    assert Counter(this_week.values()) == {0: 20, 1: 20, 2: 20}
    assert this_week != next_week
    assert bands_of(MONDAY, MONDAY + timedelta(1), 2) == this_week


def test_an_answer_tells_no_band_and_is_kept_nowhere(client, people):
    response = client.get(NEXT, {"count": 3, "locale": "en"})
    fields = set(response.json()["items"][0])

    assert len(response.json()["items"]) == 3
    assert fields == set(client.get("/api/v1/prisoners", {"locale": "en"}).json()["items"][0])
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.both_databases
def test_only_who_takes_letters_now_is_drawn_whatever_the_bands_remember(client, people):
    PrisonerFactory(partner=people[0].partner)
    client.get(NEXT)
    Consent.objects.filter(prisoner__in=people[5:]).delete()

    found = {item["slug"] for _draw in range(5) for item in client.get(NEXT, {"count": 12}).json()["items"]}

    assert found <= {person.slug for person in people[:5]}


@pytest.mark.both_databases
def test_who_may_be_written_to_since_a_moment_ago_is_drawn_at_once(client, people):
    client.get(NEXT, {"count": 12})
    newcomer = PrisonerFactory(writable=True, slug="newcomer", partner=people[0].partner)
    Consent.objects.exclude(prisoner=newcomer).delete()

    items = client.get(NEXT, {"count": 12}).json()["items"]

    assert [item["slug"] for item in items] == ["newcomer"]
