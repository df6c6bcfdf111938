"""GET /api/v1/prisoners?order=: by dates that are told, and by none that are kept back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prisoner_pages.choices import DatePrecision, EventKind, FactGroup, Scope, Status
from prisoner_pages.models import CaseEvent, FactUpdate, Sentence
from prisoner_pages.people.filters.told_dates import TOLD_DATES
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/prisoners"
EARLY, LATE = date(2019, 3, 27), date(2023, 5, 4)
LISTED = {"locale": "en", "fields": "slug"}


@standing
def site():
    open_locales("uk", "en")
    return PartnerFactory(slug="zmina", section=True)


def listed(client, order, **more):
    response = client.get(PEOPLE, {**LISTED, "order": order, **more})
    assert response.status_code == 200, response.text
    return [item["slug"] for item in response.json()["items"]]


def walked(client, order):
    address, found = f"{PEOPLE}?order={order}&limit=2&locale=en&fields=slug", []
    while address:
        answer = client.get(address).json()
        found += [item["slug"] for item in answer["items"]]
        address = answer["meta"]["next"]
    return found


def somebody(slug, *steps, name=None, **more):
    """Make somebody with these steps: (kind, day)."""
    person = PrisonerFactory(slug=slug, name_en=name or slug.title(), stories=[], **more)
    person.case_events = [CaseEvent(kind=kind, date=day) for kind, day in steps]
    person.save()
    return person


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_whoever_has_no_such_date_stands_last_both_ways_and_what_is_even_goes_by_name(client, site):
    somebody("late", (EventKind.DETAINED, LATE))
    somebody("twin-b", (EventKind.DETAINED, EARLY), name="Bbb Bbb")
    somebody("twin-a", (EventKind.DETAINED, EARLY), name="Aaa Aaa")
    somebody("undated-b", (EventKind.TRIAL, EARLY), name="Ddd Ddd")
    somebody("undated-a", name="Ccc Ccc")

    rising, falling = listed(client, "detained"), listed(client, "-detained")

    assert rising == ["twin-a", "twin-b", "late", "undated-a", "undated-b"]
    assert falling == ["late", "twin-a", "twin-b", "undated-a", "undated-b"]
    assert walked(client, "detained") == rising
    assert walked(client, "-detained") == falling


def test_of_several_steps_of_a_kind_the_newest_counts(client, site):
    somebody("again", (EventKind.TRANSFER, EARLY), (EventKind.TRANSFER, LATE))
    somebody("once", (EventKind.TRANSFER, date(2021, 1, 1)))

    assert listed(client, "-transfer") == ["again", "once"]


def test_a_sentence_counts_as_a_verdict_as_in_the_timeline(client, site):
    somebody("step", (EventKind.VERDICT, EARLY))
    sentenced = somebody("sentence")
    sentenced.sentences = [Sentence(date=LATE, years=7)]
    sentenced.save()

    assert listed(client, "-verdict") == ["sentence", "step"]


def test_of_somebody_told_by_name_alone_no_date_orders_the_list(client, site):
    somebody("shown", (EventKind.RELEASED, EARLY), status=Status.RELEASED)
    somebody("by-name", (EventKind.RELEASED, LATE), status=Status.RELEASED_UNDER_CONTROL)

    assert listed(client, "-released") == ["shown", "by-name"]


def test_a_day_of_birth_that_may_not_be_told_orders_nobody_within_the_year(client, site):
    somebody("december", name="Aaa Aaa", birth_date=date(1980, 12, 1), birth_precision=DatePrecision.DAY)
    somebody("march", name="Bbb Bbb", birth_date=date(1980, 3, 1), birth_precision=DatePrecision.DAY)

    kept_back = listed(client, "birth")
    for slug in ("december", "march"):
        person = PrisonerFactory._meta.model.objects.get(slug=slug)
        person.consents.create(scope=Scope.BIRTHDAY, basis="given")

    assert kept_back == ["december", "march"]
    assert listed(client, "birth") == ["march", "december"]


def test_what_is_stored_behind_a_mere_year_orders_nobody(client, site):
    for slug, name, day in (("b", "Aaa Aaa", date(2020, 9, 9)), ("a", "Bbb Bbb", date(2020, 2, 2))):
        person = somebody(slug, name=name)
        person.case_events = [CaseEvent(kind=EventKind.ARREST, date=day, date_precision=DatePrecision.YEAR)]
        person.save()

    assert listed(client, "arrest") == ["b", "a"]


def test_since_when_somebody_is_in_hospital_orders_nobody_without_a_basis_for_health(client, site):
    somebody("ill", status=Status.HOSPITAL, status_since=LATE)
    somebody("held", status=Status.SENTENCED, status_since=EARLY)

    assert listed(client, "-status_since") == ["held", "ill"]


def test_a_change_of_health_that_may_not_be_told_is_no_update(client, site):
    FactUpdate.objects.create(prisoner=somebody("ill"), group=FactGroup.HEALTH, changed_on=LATE)
    FactUpdate.objects.create(prisoner=somebody("moved"), group=FactGroup.PLACE, changed_on=EARLY)

    assert listed(client, "-updated") == ["moved", "ill"]


@pytest.mark.parametrize("name", first_of(TOLD_DATES))
def test_each_date_that_is_told_orders_the_list_both_ways(client, site, name):
    gather_crowd(2, partner=site, languages=["uk"])

    assert len(listed(client, name)) == len(listed(client, f"-{name}")) == 2


def test_an_order_that_is_not_known_is_told_with_those_that_are(client, site):
    answer = client.get(PEOPLE, {"order": "arrested"}, headers={"accept-language": "en"})

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["parameter"]) == (400, "order")
    assert {"name", "shuffled", "arrest", "-arrest", "updated"} <= set(error["known"])


def test_a_cursor_of_one_order_leads_nowhere_in_another(client, site):
    gather_crowd(3, partner=site, languages=["uk"])
    following = client.get(PEOPLE, {"order": "arrest", "limit": 1}).json()["meta"]["next"]

    assert client.get(following.replace("order=arrest", "order=-arrest")).status_code == 400


def test_an_order_by_date_costs_the_same_for_however_many(client, site):
    counts = []
    listed(client, "detained")
    for more in (2, 12):
        gather_crowd(more, partner=site, languages=["uk"])
        PrisonerFactory(stories=[])  # renews what is kept
        with CaptureQueriesContext(connection) as queries:
            listed(client, "-detained")
        counts.append(len(queries))

    assert counts[0] == counts[1]
