from unittest import mock

import pytest
from django.db import OperationalError, connection

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.faults]


@pytest.fixture
def database_down():
    # The connection, not its class: one on which another test has left a `cursor` does not ask the class.
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("connection refused")):
        yield


@pytest.mark.parametrize("address", ["/uk/", "/en/prisoners/", "/.well-known/security.txt"])
def test_database_down_is_said_in_words_and_tried_again_later(client, database_down, address):
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "connection refused" not in response.content.decode()


def test_addresses_that_need_no_database_still_answer(client, database_down):
    assert client.get("/robots.txt").status_code == 200
