"""Pages that lose or get back a picture are told of, though nobody touched them."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from home.headless.choices import EventType
from home.headless.webhooks.actions.log_follower import follow, look_at_calendar
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.pictures.actions import name_people
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.api.world import build_site
from tests.prisoner_pages.syndication.told_world import ALL, bodies, listen, told
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.full(RARE)]


# What hides a picture, and who is told of besides the person: the pages with the picture.
HIDINGS = {
    "the basis is withdrawn": lambda p, image: withdraw_consent(p.consents.get(scope=Scope.PHOTO), by=None),
    "the person is paused": lambda p, image: pause_prisoner(p, by=None),
    "somebody without a basis is named": lambda p, image: name_people(
        image, [p, PrisonerFactory(stories=[])], by=None
    ),
    "nobody is named any more": lambda p, image: name_people(image, [], by=None),
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_pages_that_lose_a_picture_are_told_of_though_nobody_touched_them(hiding):
    person = build_site()
    image = person.shown_in.get().image
    listen()
    told()

    HIDINGS[hiding](person, image)
    follow()

    urls = {
        body["subject"]["kind"]: body["urls"] for body in bodies() if body["type"] == EventType.FACT_CHANGED
    }
    assert urls.keys() >= {"event", "campaign", "partner"}
    assert "http://localhost:8000/uk/events/evening/" in urls["event"]
    assert told() and told() == []


def test_picture_that_may_be_shown_again_is_told_of():
    person = build_site()
    image = person.shown_in.get().image
    name_people(image, [], by=None)
    listen()
    told()

    name_people(image, [person], by=None)

    assert (EventType.FACT_CHANGED, ALL) in told()


def test_picture_that_goes_with_the_calendar_is_told_of():
    person = build_site()
    person.consents.filter(scope=Scope.PHOTO).update(expires_on=timezone.localdate())
    listen()
    told()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        look_at_calendar()

    assert {"event", "campaign"} <= {body["subject"]["kind"] for body in bodies()}
