"""Addresses that lead elsewhere, wherever an address or the name of a card is taken: nothing is fetched."""

import socket

import pytest
from django.urls import reverse
from wagtail.embeds.models import Embed

from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db

CASES = bad_inputs.cases("embed_url")
CHOICES = ("partner", "kind", "person", "campaign", "language")


@standing
def editor(client):
    open_locales("uk", "en")
    client.force_login(employ_editor(open_partner("zmina")))
    return client


@pytest.fixture
def outside(monkeypatch):
    """Every host that this process tried to reach from here on."""
    reached = []

    def refuse(host, *rest, **more):
        reached.append(host)
        raise OSError("no way out")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return reached


@pytest.mark.parametrize("case", first_of(CASES), ids=str)
def test_an_address_in_a_card_is_a_word_like_any_other(case, editor, outside):
    for name in CHOICES:
        good = {"partner": "zmina", "kind": "people", "language": "en"}
        response = editor.get(reverse("embed_builder"), {**good, "kind": "people", name: case.payload})

        case.assert_met(response, stored=Embed.objects.count())
        assert f'src="{case.payload}' not in response.text
    for query in ({"sized": case.payload}, {"url": case.payload}):
        assert editor.get("/en/embed/zmina/person/nobody/", query).status_code == 404
    assert outside == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wagtails_own_door_for_embeds_is_closed(case, editor, outside):
    addresses = {"embed-chooser-url": case.payload}
    response = editor.post(reverse("wagtailembeds:chooser_upload"), addresses)

    # The catalogue allows 200 and 400; here nobody may put anything from elsewhere into a page at all.
    assert response.status_code in (302, 403)
    assert (Embed.objects.count(), outside) == (0, [])
