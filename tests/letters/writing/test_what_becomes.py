"""What becomes of a letter to this person now: page, form, API, receipt, status and queue say the same."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from letters.choices.letters import HoldReason
from letters.models import Letter
from prisoner_pages.choices import FactGroup, Scope, Status
from prisoner_pages.models import Facility, Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import FacilityFactory
from tests.letters.conftest import filled
from tests.tiers import first_of

PROMISE = "we translate, print and hand the letter over"
KEPT = "We keep your letter and send it as soon as it can arrive."
NEUTRAL = "Letters to this person wait for now; we keep them safe."


def without_place(person):
    Prisoner.objects.filter(pk=person.pk).update(facility=None)


def without_index(person):
    place = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)", postal_index="")
    Prisoner.objects.filter(pk=person.pk).update(facility=place)


def without_patronymic(person):
    Prisoner.objects.filter(pk=person.pk).update(name_ru="Вымышленный Человек")


def without_prison_name(person):
    Prisoner.objects.filter(pk=person.pk).update(name_ru="")


def long_not_verified(person):
    day = timezone.localdate() - timedelta(days=61)
    person.verifications.filter(group=FactGroup.PLACE).update(verified_on=day)


def never_verified(person):
    person.verifications.all().delete()


def place_that_sends_letters_back(person):
    Facility.objects.filter(pk=person.facility_id).update(letters_stopped_on=timezone.localdate())


def place_where_letters_are_said_not_to_arrive(person):
    Facility.objects.filter(pk=person.facility_id).update(letters_are_doubted=True)


GAPS = [
    (without_place, HoldReason.PLACE_UNKNOWN, "We do not know where the person is held"),
    (without_index, HoldReason.ADDRESS_INCOMPLETE, "We do not have the whole postal address"),
    (without_patronymic, HoldReason.NAME_INCOMPLETE, "We do not have the full name with patronymic"),
    (without_prison_name, HoldReason.NAME_INCOMPLETE, "We do not have the full name with patronymic"),
    (long_not_verified, HoldReason.PLACE_STALE, "We have not made sure lately where the person is held"),
    (never_verified, HoldReason.PLACE_STALE, "We have not made sure lately where the person is held"),
    (place_that_sends_letters_back, HoldReason.PLACE_STOPPED, "Letters have come back from the place"),
    (place_where_letters_are_said_not_to_arrive, HoldReason.PLACE_DOUBTED, NEUTRAL),
]


def text_of(response):
    return unescape(response.content.decode())


def write_and_follow(client, person):
    """Send a letter as a visitor does; return (page of the code, page of the state)."""
    sent = client.post(f"/en/letters/write/{person.slug}/check/", filled(), follow=True)
    return sent, follow(client, code_on(sent))


def code_on(page):
    return text_of(page).split('translate="no">')[1].split("<")[0]


def follow(client, code):
    return client.post("/en/letters/status/", {"code": code})


@pytest.mark.parametrize(("gap", "hold", "says"), first_of(GAPS))
def test_whoever_asks_is_told_that_a_letter_is_kept_and_until_when(client, world, gap, hold, says):
    gap(world)

    page = text_of(client.get(f"/en/prisoners/{world.slug}/"))
    form = text_of(client.get(f"/en/letters/write/{world.slug}/"))
    chosen = text_of(client.get("/en/letters/write/"))
    api = client.get(f"/api/v1/prisoners/{world.slug}?locale=en").json()
    api_form = client.get(f"/api/v1/letters/form?prisoner={world.slug}&locale=en").json()
    sent, followed = map(text_of, write_and_follow(client, world))

    assert PROMISE not in page
    assert KEPT in page and says in page
    assert KEPT in form and says in form
    assert "You can write; we keep the letter for now" in chosen
    assert says in json.dumps(api) and says in json.dumps(api_form)
    assert says in sent
    assert "Waiting" in followed and says in followed
    assert Letter.objects.get().held_because == hold


def test_where_nothing_is_missing_the_letter_goes(client, world):
    page = text_of(client.get(f"/en/prisoners/{world.slug}/"))
    sent, followed = map(text_of, write_and_follow(client, world))

    assert PROMISE in page and KEPT not in page
    assert "cannot be sent yet" not in sent
    assert "Your letter is with us. A person will read it soon." in followed
    assert Letter.objects.get().hold == ""


def test_who_has_no_patronymic_in_prison_papers_is_written_to_as_they_name_them(client, world):
    without_patronymic(world)
    Prisoner.objects.filter(pk=world.pk).update(has_no_patronymic=True)

    assert PROMISE in text_of(client.get(f"/en/prisoners/{world.slug}/"))


def test_of_somebody_hidden_since_the_status_page_says_only_that_letters_wait(client, world):
    sent, _followed = write_and_follow(client, world)
    pause_prisoner(world, by=None)
    world.consents.filter(scope=Scope.LETTERS).update(withdrawn_at=timezone.now())

    followed = text_of(follow(client, code_on(sent)))

    assert NEUTRAL in followed
    assert "letters are wished for" not in followed


def test_of_somebody_freed_the_status_page_promises_no_letter_to_prison(client, world):
    sent, _followed = write_and_follow(client, world)
    Prisoner.objects.filter(pk=world.pk).update(status=Status.EXCHANGED)

    followed = text_of(follow(client, code_on(sent)))

    assert "It has not been sent." in followed
    assert "goes on as soon as it can" not in followed
    assert "This person is free." in followed
