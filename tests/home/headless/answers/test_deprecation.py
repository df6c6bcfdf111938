"""What will end one day says so with each answer."""

from datetime import date

import pytest

from home.headless.answers.api import deprecation
from home.headless.answers.api.deprecation import Retirement
from tests.factories.prisoner_pages import open_locales

pytestmark = pytest.mark.django_db


def test_an_address_that_will_go_names_the_days_and_what_comes_instead(client, monkeypatch):
    open_locales("uk")
    route = "api/v1/prisoners/ids"
    leaving = Retirement(date(2027, 1, 1), date(2028, 1, 1), "/api/v2/prisoners/ids")
    monkeypatch.setitem(deprecation.RETIRING, route, leaving)

    headers = client.get("/api/v1/prisoners/ids").headers

    assert headers["Deprecation"] == "@1798761600"
    assert headers["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert headers["Link"] == '</api/v2/prisoners/ids>; rel="successor-version"'
    assert "Deprecation" not in client.get("/api/v1/prisoners").headers
