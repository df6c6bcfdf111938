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


@pytest.mark.parametrize("said", ["uk", "en"])
def test_form_of_staff_is_answered_in_words(admin_client, admin_user, database_down, said):
    """What was typed is where it was: the answer is never stored, and Back shows the form."""
    admin_client.raise_request_exception = False

    told = admin_client.post("/admin/images/add/", {"title": "Портрет"}, headers={"accept-language": said})

    assert (told.status_code, told["Cache-Control"]) == (503, "no-store")
    assert {"uk": "поверніться", "en": "go back"}[said] in told.text.lower()
    assert "connection refused" not in told.text
