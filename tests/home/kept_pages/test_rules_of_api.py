"""What of the API is kept and what never is, without a database."""

import pytest

from home.caching.kept_whole import ToldToEach
from tests.home.kept_pages.application import Application, kept_pages, times_asked
from tests.home.kept_pages.asking import ask

PEOPLE = "/api/v1/prisoners?q=a&limit=2"
ORIGIN = "https://partner.example"


def test_the_api_gets_all_parameters_as_they_were_asked():
    application = Application(parameters=("q", "limit"))

    assert times_asked(application, PEOPLE, PEOPLE, "/api/v1/prisoners?fbclid=1") == 2
    assert application.asked == ["q=a&limit=2", "fbclid=1"]


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer secret"},
        {"x_api_key": "lfc_pk_1"},
        {"cookie": "sessionid=secret"},
        {"if_match": '"tag"'},
        {"if_unmodified_since": "Thu, 26 Nov 2026 10:00:00 GMT"},
        {"if_modified_since": "Thu, 26 Nov 2026 10:00:00 GMT"},
    ],
)
def test_who_asks_the_api_as_somebody_or_on_conditions_is_answered_by_the_application(headers):
    assert times_asked(Application(parameters=("q", "limit")), PEOPLE, PEOPLE, **headers) == 2


def test_a_key_in_the_address_reaches_the_application_whatever_a_view_says():
    application = Application(parameters=("q", "key"))

    assert times_asked(application, f"{PEOPLE}&key=lfc_pk_1", f"{PEOPLE}&key=lfc_pk_1") == 2


def open_to(origin):
    headers = [("Access-Control-Allow-Origin", origin)] if origin else []
    return Application(headers=headers, parameters=("q", "limit"))


def test_an_answer_that_is_open_to_a_site_is_kept_for_that_site_alone():
    application = open_to(ORIGIN)
    site = kept_pages(application)
    for _time in range(2):
        assert ask(site, PEOPLE, origin=ORIGIN).headers["access-control-allow-origin"] == ORIGIN
    assert len(application.asked) == 1

    application.headers = []
    for origin in ({"origin": "https://other.example"}, {"origin": "null"}, {}):
        assert "access-control-allow-origin" not in ask(site, PEOPLE, **origin).headers


@pytest.mark.parametrize("opened", ["", "*", ORIGIN])
def test_an_answer_that_is_not_open_to_the_site_that_asks_is_not_kept(opened):
    asked = times_asked(open_to(opened), PEOPLE, PEOPLE, origin="https://other.example")

    assert asked == 2


def test_each_who_asks_for_a_kept_answer_is_counted_and_told_so():
    counted = []

    def headers(env):
        counted.append(env["REMOTE_ADDR"])
        return {"Left": str(3 - len(counted))} if len(counted) < 3 else None

    application = Application(headers=[("Left", "first"), ("ETag", '"tag"')], parameters=("q", "limit"))
    application.to_each = ToldToEach(frozenset({"Left"}), headers)
    site = kept_pages(application)
    asked = [ask(site, PEOPLE, if_none_match=tag) for tag in ('"none"', '"none"', '"tag"')]

    assert [each.headers["left"] for each in asked] == ["first", "2", "1"]
    assert [each.status[:3] for each in asked] == ["200", "200", "304"]
    assert len(application.asked) == 1
    ask(site, PEOPLE)  # the third: too often
    assert len(application.asked) == 2
