"""Addresses that an editor sends on: never to somebody whom nobody may see."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from prisoner_pages.models import PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.prisoner_pages.api.world import build_site
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def person(db):
    return build_site()


def send_on(person):
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="en")
    Redirect.objects.create(old_path="/en/someone", redirect_page=story)


@pytest.mark.full(LONG)
def test_an_address_leads_to_a_person_who_is_shown(client, person):
    send_on(person)

    response = client.get("/en/someone/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/prisoners/open-person/")


@pytest.mark.full(LONG)
def test_an_address_that_led_to_somebody_paused_is_unknown(client, person):
    send_on(person)
    pause_prisoner(person, by=None)

    paused, unknown = client.get("/en/someone/"), client.get("/en/nobody-at-all/")

    assert (paused.status_code, paused.content) == (404, unknown.content)
    assert "Location" not in paused.headers


def test_an_address_with_a_query_is_sent_on_by_itself_or_without_it(client, person):
    Redirect.objects.create(old_path="/en/old", redirect_link="https://example.org/all", is_permanent=False)
    Redirect.objects.create(old_path="/en/old?b=1&d=2", redirect_link="https://example.org/one")
    sent = {
        "/en/old/": (302, "https://example.org/all"),
        "/en/old/?q=1": (302, "https://example.org/all"),
        "/en/old/?d=2&b=1": (301, "https://example.org/one"),
    }

    found = {address: client.get(address) for address in sent}

    assert {at: (each.status_code, each.headers["Location"]) for at, each in found.items()} == sent


def test_an_address_that_cannot_be_taken_apart_is_unknown(client, person):
    assert client.get("/?q=1", PATH_INFO="//[/").status_code == 404
