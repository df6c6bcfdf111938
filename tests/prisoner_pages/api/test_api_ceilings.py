"""What an answer costs in queries, warm: the same for one person and a hundred, three languages and nine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.headless.answers.api.conditional import KEPT
from home.languages.info import CONTENT_LANGUAGES
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.factories.site_content import furnish
from tests.tiers import MANY

pytestmark = [pytest.mark.django_db, pytest.mark.full(MANY)]

LIST = "/api/v1/prisoners?fields=*&locale=en&fallback=uk&limit="
CEILINGS = {
    f"{LIST}20": 7,
    f"{LIST}100": 7,
    "/api/v1/prisoners/crowd-00007?locale=en": 5,
    "/api/v1/prisoners/ids": 4,
    "/api/v1/statistics?locale=en": 8,
    "/api/v1/recipients/next?locale=en": 6,
}
THREE = ["uk", "en", "crh"]
NINE = [code for code, _name in CONTENT_LANGUAGES]
UNCHANGED = 3


def cost_of(client, address, **headers):
    """Return the answer, made anew, and how many queries it took."""
    KEPT.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, len(queries)


def costs(client):
    """Return {address: (queries, queries of a 304)} of a warm request."""
    found = {}
    for address in CEILINGS:
        client.get(address)  # makes sizes of pictures, which renews what is kept
        client.get(address)
        response, cost = cost_of(client, address)
        assert response.status_code == 200, response.text
        tag = response.headers.get("ETag")
        unchanged, cost_unchanged = cost_of(client, address, **({"if-none-match": tag} if tag else {}))
        assert unchanged.status_code == (304 if tag else 200)
        found[address] = cost, cost_unchanged if tag else 0
    return found


@pytest.fixture
def measure(client):
    def measured(people, languages):
        open_locales(*languages)
        partner = PartnerFactory(slug="zmina", section=True)
        furnish(gather_crowd(people, partner=partner, languages=languages), languages=languages)
        return costs(client)

    return measured


def test_answers_stay_below_their_ceilings_whatever_people_and_languages(measure, client):
    few = measure(50, THREE)
    many = measure(120, NINE)

    assert {address: cost for address, (cost, _none) in many.items() if cost > CEILINGS[address]} == {}
    assert max(unchanged for _cost, unchanged in many.values()) <= UNCHANGED
    assert many == few
    assert len({cost for address, cost in many.items() if address.startswith(LIST)}) == 1
    assert cost_of(client, f"{LIST}1")[1] <= many[f"{LIST}20"][0]
