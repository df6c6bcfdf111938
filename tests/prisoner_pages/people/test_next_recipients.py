"""The draw of whom to write to next: letters spread, and nobody is marked."""

import os
import random
from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from home.security.keyring import KEY_BYTES, add_key, new_key, ring
from prisoner_pages.models import Consent, Prisoner
from prisoner_pages.people.read_models import next_recipients
from prisoner_pages.people.read_models.next_recipients import bands_of, drawn, rule_of
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.tiers import MANY

pytestmark = [pytest.mark.django_db, pytest.mark.full(MANY)]

MONDAY = date(2026, 11, 23)
NEXT = "/api/v1/recipients/next"


@pytest.fixture
def people(monkeypatch, tmp_path, settings):
    """Sixty people, of whom the first twenty had a thousand letters each, the others none.

    Key and draws are the same in every run: what is counted here is likely, not certain.
    """
    path = tmp_path / "same_in_every_run"
    add_key(path, bytes(range(KEY_BYTES)))
    settings.KEY_FILES = {**settings.KEY_FILES, "form_tokens": path}
    monkeypatch.setattr(next_recipients, "RANDOM", random.Random(7))
    open_locales("uk", "en")
    partner = PartnerFactory(slug="zmina", section=True)
    people = gather_crowd(60, partner=partner, languages=["uk", "en"])
    many = When(pk__in=[person.pk for person in people[:20]], then=Value(1000))
    counted = Case(many, default=Value(0), output_field=IntegerField())
    given = {"letters_before": [lambda _day: counted], "draw_rules": []}
    monkeypatch.setattr(next_recipients, "provided", given.__getitem__)
    bands_of.cache_clear()
    rule_of.cache_clear()
    yield people
    bands_of.cache_clear()
    rule_of.cache_clear()


@pytest.mark.both_databases
def test_the_shown_band_says_how_often_somebody_is_drawn_and_everybody_is(people):
    bands = bands_of(MONDAY, MONDAY, 1)
    often = Counter(pk for _draw in range(600) for pk in drawn(6, generation=1))

    counted = {band: [often[pk] for pk in bands if bands[pk] == band] for band in set(bands.values())}
    means = [sum(counts) / len(counts) for _band, counts in sorted(counted.items())]
    assert means == sorted(means, reverse=True) and means[0] > 2 * means[2]
    assert min(often[person.pk] for person in people) > 0


def test_bands_stay_when_the_week_changes(people):
    week = timedelta(7)
    assert bands_of(MONDAY, MONDAY, 1) == bands_of(MONDAY + week, MONDAY + week, 1)


def test_new_key_redraws_no_noise(people, tmp_path, settings):
    path = tmp_path / "form_tokens"
    add_key(path, new_key())
    settings.KEY_FILES = {**settings.KEY_FILES, "form_tokens": path}
    before = bands_of(MONDAY, MONDAY, 1)

    add_key(path, new_key())
    os.utime(path, (1, 1))  # read anew
    bands_of.cache_clear()

    assert len(ring("form_tokens").keys) == 2
    assert bands_of(MONDAY, MONDAY, 1) == before


def test_order_tells_no_band(people):
    bands = bands_of(MONDAY, MONDAY, 1)
    first, pairs = 0, 0
    for _draw in range(250):
        order = [bands[pk] for pk in drawn(6, generation=1)]
        unlike = [(one, other) for one, other in combinations(order, 2) if one != other]
        pairs += len(unlike)
        first += sum(one < other for one, other in unlike)

    assert pairs > 1000
    assert 0.44 < first / pairs < 0.56


@pytest.mark.both_databases
def test_paused_is_never_drawn(people):
    drawn(12, generation=1)  # the bands are known from before
    paused = people[:30]
    Prisoner.objects.filter(pk__in=[person.pk for person in paused]).update(paused_at=timezone.now())

    found = {pk for _draw in range(20) for pk in drawn(12, generation=1)}

    assert found and found.isdisjoint(person.pk for person in paused)


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
