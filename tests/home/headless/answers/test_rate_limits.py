"""How often one may ask, told with each answer; and whose asking is counted together."""

import re
import time
from pathlib import Path

import pytest

from home.caching import counts
from home.headless.answers.api import rate_limits
from home.site.permissions import network_of
from letters.permissions.limits import API_CODES, API_LETTERS
from prisoner_pages.models import FrontEnd
from prisoner_pages.partners.actions.front_ends import make_secret_key
from tests.factories.leaks import cached
from tests.factories.prisoner_pages import PartnerFactory, open_locales

# A row of the table in the guide: what, from a network, with a key.
ROW = re.compile(r"^\| ([a-z ,]+) \| (\d+ \| \d+) \|$", re.M)
IDS = "/api/v1/prisoners/ids"


@pytest.fixture
def site(db, time_machine):
    """A site in whose one minute a network has asked nearly as often as it may: two times are left."""
    time_machine.move_to("2026-11-26T10:00:10", tick=False)
    open_locales("uk", "en")
    counts.forget()
    for _ask in range(rate_limits.ALL.by_network - 2):
        counts.count(b" network 198.51.100.0/24", int(time.time()))


def ask(client, address, **headers):
    return client.get(IDS, REMOTE_ADDR=address, headers=headers)


def test_whoever_asks_too_often_is_told_when_to_come_back(client, site):
    answers = [ask(client, f"198.51.100.{number}", **{"accept-language": "en"}) for number in (1, 2, 3)]
    elsewhere = ask(client, "203.0.113.7")

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 0 < int(answers[2].headers["Retry-After"]) <= rate_limits.WINDOW
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert elsewhere.status_code == 200


def test_keys_that_nobody_has_are_tried_no_more_often_than_one_may_ask(client, site):
    tried = [ask(client, "198.51.100.1", **{"x-api-key": f"lfc_pk_{number}"}) for number in range(3)]

    assert [answer.status_code for answer in tried] == [401, 401, 429]
    assert ask(client, "198.51.100.1").status_code == 429


def test_a_minute_later_one_may_ask_again(client, site, time_machine):
    for _ask in range(3):
        last = ask(client, "198.51.100.1")
    time_machine.move_to("2026-11-26T10:01:00", tick=False)

    assert last.status_code == 429
    assert ask(client, "198.51.100.1").status_code == 200


def test_a_secret_key_is_counted_by_itself_and_may_ask_more_often(client, site):
    front_end = FrontEnd.objects.create(partner=PartnerFactory(), name="server")
    key = make_secret_key(front_end, by=None)
    ask(client, "198.51.100.1")
    ask(client, "198.51.100.1")

    with_key = ask(client, "198.51.100.1", authorization=f"Bearer {key}")
    with_publishable = ask(client, "198.51.100.1", **{"x-api-key": front_end.publishable_key})

    assert (with_key.status_code, with_key.headers["RateLimit-Limit"]) == (
        200,
        str(rate_limits.ALL.by_secret_key),
    )
    assert with_publishable.status_code == 429


PEOPLE, PAGES = "/api/v1/prisoners.{}", "/api/v1/pages.{}"


def test_tables_of_people_have_a_count_of_their_own_for_both_forms_together(client, site):
    tables = [
        client.get(PEOPLE.format(form), REMOTE_ADDR="203.0.113.7")
        for form in ("csv", "xlsx", "csv", "xlsx", "csv")
    ]
    rest = [client.get(path, REMOTE_ADDR="203.0.113.7") for path in (PAGES.format("csv"), IDS)]

    assert [answer.status_code for answer in tables] == [200, 200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in tables] == ["3", "2", "1", "0", "0"]
    assert {answer.headers["RateLimit-Limit"] for answer in tables} == {
        str(rate_limits.TABLES_OF_PEOPLE.by_network)
    }
    assert tables[-1].headers["Retry-After"] == tables[-1].headers["RateLimit-Reset"] == "50"
    assert tables[-1].headers["Content-Type"] == "application/problem+json"
    assert [answer.status_code for answer in rest] == [200, 200]
    assert [answer.headers["RateLimit-Limit"] for answer in rest] == ["30", str(rate_limits.ALL.by_network)]


def test_other_tables_share_one_count_and_a_secret_key_may_fetch_more(client, site):
    front_end = FrontEnd.objects.create(partner=PartnerFactory(), name="server")
    key = {"authorization": f"Bearer {make_secret_key(front_end, by=None)}"}

    first, second = (
        client.get(f"/api/v1/{name}.csv", REMOTE_ADDR="203.0.113.7") for name in ("cases", "figures")
    )
    with_key = client.get(PEOPLE.format("csv"), headers=key)

    assert [answer.headers["RateLimit-Remaining"] for answer in (first, second)] == ["29", "28"]
    assert with_key.headers["RateLimit-Limit"] == str(rate_limits.TABLES_OF_PEOPLE.by_secret_key)


def test_table_refused_for_its_number_is_not_made(client, site, django_assert_max_num_queries):
    counts.forget()
    for _ask in range(rate_limits.TABLES_OF_PEOPLE.by_network):
        client.get(PEOPLE.format("csv"), REMOTE_ADDR="203.0.113.7")

    with django_assert_max_num_queries(1):
        assert client.get(PEOPLE.format("csv"), REMOTE_ADDR="203.0.113.7").status_code == 429


def test_guide_says_the_limits_that_hold():
    rows = dict(ROW.findall(Path("docs/api.md").read_text(encoding="utf-8")))

    told = {"everything together": rate_limits.ALL, "tables of people": rate_limits.TABLES_OF_PEOPLE}
    told["tables, all but those of people"] = rate_limits.TABLES
    told |= {"sending a letter": API_LETTERS, "asking where a letter is": API_CODES}
    assert {name: f"{most.by_network} | {most.by_secret_key}" for name, most in told.items()} == rows


NETWORKS = {
    "198.51.100.77": "198.51.100.0/24",
    "2001:db8:1:2ff::1": "2001:db8:1:200::/56",
    "127.0.0.1": "",
    "": "",
    "nonsense": "",
}


@pytest.mark.parametrize("address", NETWORKS)
def test_addresses_are_folded_into_their_network(rf, address):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == NETWORKS[address]


def test_behind_a_proxy_its_own_entry_counts_and_not_what_a_visitor_wrote(rf, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    request = rf.get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.77"})

    assert network_of(request) == "198.51.100.0/24"


def test_no_address_is_kept_not_even_for_the_minute(client, site):
    ask(client, "198.51.100.1")

    assert "198.51" not in repr(cached())
