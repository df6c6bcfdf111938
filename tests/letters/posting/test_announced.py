"""Letters to somebody of whom an announcement waits for its second person."""

from datetime import date

import pytest

from letters.choices.letters import HoldReason, LetterState, PublicState
from letters.handling.actions.holds import refresh_holds
from letters.handling.actions.transitions import LetterHeld
from letters.models import Letter
from letters.posting.actions.posting import post_letter
from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.records.actions.announcements import (
    confirm_announcement,
    end_announcement,
    prepare_announcement,
)
from tests.factories.partners import employ_coordinator
from tests.letters.conftest import filled
from tests.letters.desk_world import make_letters

pytestmark = pytest.mark.django_db
STATUS = "/en/letters/status/"


@pytest.fixture
def two(db):
    return employ_coordinator(), employ_coordinator("another")


@pytest.fixture
def prepared(world, two):
    (made,) = prepare_announcement(
        [world],
        by=two[0],
        status=Status.RELEASED,
        on=date(2026, 9, 14),
        source_kind=SourceKind.FAMILY,
        family_knows=True,
    )
    return made


def held_because():
    refresh_holds()
    return Letter.objects.get().held_because


@pytest.fixture
def letter(world):
    return make_letters(world, 1, state=LetterState.PRINTED)[0]


def test_paper_that_waits_is_not_posted_until_the_announcement_is_ended(letter, prepared, two, dispatcher):
    with pytest.raises(LetterHeld, match=HoldReason.SECOND_PERSON):
        post_letter(letter=letter, by=dispatcher, version=1)

    end_announcement(prepared, by=two[0])

    post_letter(letter=letter, by=dispatcher, version=1)
    assert Letter.objects.get().state == LetterState.POSTED


def test_the_desk_reads_why_a_letter_waits_and_what_becomes_of_it(world, prepared, two):
    make_letters(world, 1, state=LetterState.APPROVED)
    assert held_because() == HoldReason.SECOND_PERSON

    confirm_announcement(prepared, by=two[1], seen=prepared.seen)

    assert held_because() == HoldReason.CANNOT_RECEIVE


def test_a_letter_goes_on_once_the_announcement_is_ended(world, prepared, two):
    make_letters(world, 1, state=LetterState.APPROVED)
    assert held_because() == HoldReason.SECOND_PERSON

    end_announcement(prepared, by=two[1])

    assert held_because() == ""


def test_a_writer_notices_nothing_until_it_is_confirmed_and_reads_it_then(world, client, two):
    sent = client.post(f"/en/letters/write/{world.slug}/check/", filled(), follow=True)
    code = sent.context["receipt"].code
    Letter.objects.update(state=LetterState.APPROVED)
    before = client.post(STATUS, {"code": code})
    (made,) = prepare_announcement(
        [world], by=two[0], status="exchanged", on=date(2026, 9, 14), source_kind="family", family_knows=True
    )
    refresh_holds()

    during = client.post(STATUS, {"code": code})
    assert during.context["state"] == before.context["state"] == PublicState.IN_PREPARATION

    confirm_announcement(made, by=two[1], seen=made.seen)
    page = client.post(STATUS, {"code": code})
    assert "This person is free" in page.content.decode()


def test_a_letter_that_arrives_meanwhile_is_taken_like_any_other(world, prepared, client):
    sent = client.post(f"/en/letters/write/{world.slug}/check/", filled(), follow=True)

    assert sent.status_code == 200
    assert Letter.objects.get().held_because == ""  # as a public host stores it
    assert held_because() == HoldReason.SECOND_PERSON
