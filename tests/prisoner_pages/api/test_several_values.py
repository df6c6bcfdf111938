"""GET /api/v1/prisoners?…__in=: several people, or whoever answers any of several values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prisoner_pages.api.routers.several_values import IN_SEVERAL, MOST_VALUES
from prisoner_pages.choices import Status
from prisoner_pages.people.filters.table import FILTERS
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import FacilityFactory, PartnerFactory, PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/prisoners"


@standing
def site():
    open_locales("uk", "en")
    return PartnerFactory(slug="zmina", section=True)


def slugs(client, **query):
    response = client.get(PEOPLE, {"locale": "en", "fields": "slug", "order": "name", **query})
    assert response.status_code == 200, response.text
    return {item["slug"] for item in response.json()["items"]}


def refusal(client, **query):
    response = client.get(PEOPLE, query, headers={"accept-language": "en"})
    assert response.status_code == 400
    return response.json()["errors"]


@pytest.mark.both_databases
def test_people_are_asked_for_by_their_slugs_and_whoever_is_hidden_is_not_there_like_somebody_unknown(
    client, site
):
    PrisonerFactory(slug="shown")
    PrisonerFactory(slug="other")
    PrisonerFactory(slug="hidden", bases=[])

    assert slugs(client, slug__in="shown,hidden,nobody, ,shown") == {"shown"}
    assert slugs(client, slug__in="hidden") == slugs(client, slug__in="nobody") == set()
    assert slugs(client, slug__in=",") == set()


@pytest.mark.both_databases
def test_whoever_answers_any_of_several_values_is_found_once(client, site):
    place = FacilityFactory()
    PrisonerFactory(slug="detained", status=Status.DETAINED, facility=place)
    PrisonerFactory(slug="tried", status=Status.ON_TRIAL)
    PrisonerFactory(slug="sentenced", status=Status.SENTENCED)

    assert slugs(client, status__in="detained,on_trial") == {"detained", "tried"}
    assert slugs(client, status__in="detained,on_trial", facility=place.pk) == {"detained"}
    assert slugs(client, status__in="detained,sentenced", slug__in="sentenced,tried") == {"sentenced"}


def test_no_value_finds_more_than_its_filter_alone(client, site):
    PrisonerFactory(slug="ill", status=Status.HOSPITAL)  # without a basis for health
    PrisonerFactory(slug="watched", status=Status.RELEASED_UNDER_CONTROL)

    for name in ("hospital", "detained", "sentenced"):
        assert slugs(client, status__in=name) == slugs(client, status=name)
    assert "watched" not in slugs(client, status__in=",".join(set(Status) - {"released_under_control"}))


def test_each_filter_with_more_than_one_value_takes_several(client, site):
    assert set(IN_SEVERAL) == {f"{each.name}__in" for each in FILTERS} - {"q__in", "letters__in"}
    for name in IN_SEVERAL:
        [error] = refusal(client, **{name: "nonsense"})
        assert (error["parameter"], "“nonsense”" in error["message"]) == (name, True)


def test_a_refusal_names_each_wrong_value_and_the_possible_ones(client, site):
    [error] = refusal(client, status__in="detained,jailed,gone")

    assert "“jailed”, “gone”" in error["message"]
    assert "“detained”" not in error["message"]
    assert "on_trial" in error["known"]


def test_more_values_than_a_part_has_people_are_refused(client, site):
    many = ",".join(f"somebody-with-a-usual-name-{number}" for number in range(MOST_VALUES + 1))

    [error] = refusal(client, slug__in=many)

    assert (error["parameter"], "101" in error["message"]) == ("slug__in", True)
    assert slugs(client, slug__in=many.rpartition(",")[0]) == set()


def test_an_address_is_longer_where_it_names_many_and_nowhere_else(client, site):
    long = "x" * 2_000

    assert client.get(PEOPLE, {"slug__in": long}).status_code == 200
    assert client.get(PEOPLE, {"cursor": long}).status_code == 400
    assert client.get("/uk/prisoners/", {"slug__in": long}).status_code == 400


def test_the_table_takes_them_too(client, site):
    PrisonerFactory(slug="person-a")
    PrisonerFactory(slug="person-b")

    query = {"slug__in": "person-b", "order": "-birth"}
    table = b"".join(client.get("/api/v1/prisoners.csv", query)).decode()

    assert "person-b" in table
    assert "person-a" not in table


def test_several_values_cost_no_more_queries_than_one(client, site):
    gather_crowd(3, partner=site, languages=["uk"])
    counts = []
    several = {"status__in": "detained,sentenced,hospital", "slug__in": "a,b"}
    for query in ({"status__in": "detained"}, several):
        slugs(client)
        with CaptureQueriesContext(connection) as queries:
            slugs(client, **query)
        counts.append(len(queries))

    assert counts[0] == counts[1]
