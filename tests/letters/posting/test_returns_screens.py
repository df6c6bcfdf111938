"""What dispatchers, coordinators and editors see of letters that came back, and what they do about it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import PlaceStop
from letters.posting.actions.returns import come_back
from letters.querysets.letters import people_at
from prisoner_pages.models import Prisoner, Verification
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter, make_letters
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing
from tests.tiers import LONG

LIST, STOPS, BANK = "/admin/letters/", "/admin/letters/stops/", "/admin/letters/bank/"
TO_CHECK = "/admin/my-day/places-to-check/"


@standing
def dispatcher(client, world):
    user = make_member(world.partner, "dispatcher", DeskRole.DISPATCHER)
    client.force_login(user)
    return user


def bring_back(person, by, reason="moved"):
    letter = posted_letter(person, language_declared="ru")
    return come_back(letter=letter, by=by, version=letter.version, reason=reason)


@standing
def stop(world, dispatcher):
    bring_back(world, dispatcher)
    bring_back(world, dispatcher)
    return PlaceStop.objects.get()


def page(client, address):
    return client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_printed_letter_shows_its_number_and_whether_it_may_go(client, world, dispatcher):
    printed = printed_of(make_pack([world]))[0]
    address = f"{LIST}{printed.letter.uuid}/"
    assert printed.number in page(client, address)

    Prisoner.objects.filter(pk=world.pk).update(status="in_transfer")
    assert "Keep the paper, or pull it out" in page(client, address)


def test_letter_comes_back_with_a_reason_from_its_page(client, world, dispatcher):
    letter = posted_letter(world)
    address = f"{LIST}{letter.uuid}/come-back/"

    assert client.post(address, {"version": 1}).status_code == 422
    assert client.post(address, {"version": 1, "reason": "eaten"}).status_code == 422
    assert client.post(address, {"version": 9, "reason": "moved"}).status_code == 409
    assert state_of(letter) == LetterState.POSTED

    client.post(address, {"version": 1, "reason": "moved"})
    assert state_of(letter) == LetterState.RETURNED
    assert "moved" in page(client, f"{LIST}{letter.uuid}/")


def test_letter_is_readdressed_when_the_place_was_verified_and_refused_before(client, world, dispatcher):
    letter = bring_back(world, dispatcher)
    Verification.objects.update(verified_on="2020-01-01")
    form = {"act": "readdress", "version": letter.version}

    refused = client.post(f"{LIST}{letter.uuid}/do/", form, HTTP_ACCEPT_LANGUAGE="en")
    assert refused.status_code == 409 and "still names the place" in refused.content.decode()

    Verification.objects.update(verified_on=letter.post_returns.get().on)
    client.post(f"{LIST}{letter.uuid}/do/", form)
    assert state_of(letter) == LetterState.APPROVED


def test_returned_letters_stand_first_in_the_follow_up(client, world, dispatcher):
    posted_letter(world, received_on="2026-01-01")
    returned = bring_back(world, dispatcher)

    rows = client.get(f"{LIST}?step=follow_up").context["rows"]

    assert [row.letter.state for row in rows] == ["returned", "posted"]
    assert rows[0].letter == returned


@pytest.mark.parametrize("step", ["follow_up", "held"])
def test_stopped_places_are_named_in_the_queue(client, world, stop, step):
    assert "nothing goes there until somebody has looked" in page(client, f"{LIST}?step={step}")
    assert "nothing goes there" not in page(client, f"{LIST}?step=post")


def test_stop_is_lifted_with_a_note_that_the_others_read(client, stop, world):
    address = f"{STOPS}{stop.pk}/lift/"
    assert client.post(address, {"note": "  "}).status_code == 422
    assert PlaceStop.objects.open().exists()

    client.post(address, {"note": "Адресу уточнено"})
    assert not PlaceStop.objects.open().exists() and "Адресу уточнено" in page(client, STOPS)

    late = client.post(address, {"note": "І я дивилася"})
    assert late.status_code == 409 and "І я дивилася" in late.content.decode()


def test_stop_of_a_foreign_place_is_unknown(client, stop, other_partner):
    client.force_login(make_member(other_partner, "stranger", DeskRole.DISPATCHER))

    assert str(stop.facility) not in page(client, STOPS)
    assert client.post(f"{STOPS}{stop.pk}/lift/", {"note": "так"}).status_code == 404
    assert client.post(f"{STOPS}{10**12}/lift/", {"note": "так"}).status_code == 404


@pytest.mark.parametrize("role", [DeskRole.SCREENER, DeskRole.TRANSLATOR, DeskRole.READER])
def test_lists_of_the_post_are_not_for_other_roles(client, world, role):
    client.force_login(make_member(world.partner, "somebody", role))

    for address in (STOPS, BANK):
        assert client.get(address).status_code in (302, 403)


@pytest.mark.full(LONG)
def test_editors_are_asked_to_check_the_place_until_they_have(client, world):
    own, other = open_partner("own"), open_partner("other")
    person = PrisonerFactory(writable=True, partner=own, stories=[])
    dispatcher = make_member(own, "dispatcher", DeskRole.DISPATCHER)
    bring_back(person, dispatcher)
    bring_back(person, dispatcher, reason="refused")
    Verification.objects.update(verified_on="2020-01-01")
    record = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[person.pk])

    seen = {}
    for user in (employ_editor(own), employ_editor(other), dispatcher):
        client.force_login(user)
        seen[user.username] = client.get(TO_CHECK).text.count(record)
    assert seen == {"editor.own": 1, "editor.other": 0, "dispatcher": 0}

    Verification.objects.update(verified_on="2099-01-01")
    assert record not in page(logged_in(employ_editor(own, "second")), TO_CHECK)


@pytest.mark.both_databases
def test_bank_counts_what_went_waits_and_is_kept(client, world, dispatcher, other_partner):
    letter = posted_letter(world)
    come_back(letter=letter, by=dispatcher, version=letter.version, reason="moved")
    make_letters(world, 2, state="approved", is_for_release=True)
    make_letters(world, 1, state="accepted", held_because="in_transfer")
    stranger = PrisonerFactory(writable=True, partner=other_partner, stories=[])

    answer = client.get(BANK)

    [(person, _days)] = answer.context["rows"]
    counts = (person.went_count, person.returned_count, person.waiting_count, person.held_count)
    assert (*counts, person.kept_count) == (1, 1, 3, 1, 2)
    assert stranger.name_uk not in answer.content.decode()


@pytest.mark.both_databases
def test_bank_begins_with_whom_nothing_went_to(client, world, dispatcher):
    printed = printed_of(make_pack([world]))[0]
    client.post(f"{LIST}{printed.letter.uuid}/do/", {"act": "post", "version": 1})
    other = PrisonerFactory(writable=True, partner=world.partner, stories=[])

    rows = client.get(BANK).context["rows"]

    assert [(person, days) for person, days in rows] == [(other, None), (world, 0)]


@pytest.mark.full(LONG)
def test_bank_and_stops_ask_the_same_number_of_questions_for_one_and_twenty(
    client, world, stop, django_assert_max_num_queries
):
    def asked(address):
        with django_assert_max_num_queries(14) as found:
            client.get(address)
        return len(found.captured_queries)

    client.get(BANK)
    before = [asked(address) for address in (BANK, STOPS, f"{LIST}?step=follow_up")]
    for _number in range(19):
        person = PrisonerFactory(writable=True, partner=world.partner, stories=[])
        make_letter(person, state=LetterState.POSTED)
        posted_letter(person)
    assert [asked(address) for address in (BANK, STOPS, f"{LIST}?step=follow_up")] == before
    assert Prisoner.objects.filter(people_at([world.partner_id])).count() == 20
    assert get_user_model().objects.count() == 1
