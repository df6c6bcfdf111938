"""Which letters a day pack takes, and why the others are left out."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.choices.letters import HoldReason, LetterState as S
from letters.choices.paper import LeftOut
from letters.choices.requests import TAKE_BACK, RequestKind
from letters.handling.actions.opening import TooManyOpened
from letters.models import DayPack, Letter
from letters.printing.actions.packs import NothingToPrint, chunk_numbers
from letters.printing.actions.reprint import reprint
from tests.letters.conftest import make_member
from tests.letters.pack_world import (
    approve,
    in_order,
    make_dispatcher,
    make_person,
    pack_of,
    row_of,
    want_back,
)
from tests.tiers import LONG

pytestmark = pytest.mark.both_databases


def reasons(pack):
    return {omission.letter_id: omission.reason for omission in pack.omissions.all()}


@pytest.mark.full(LONG)
def test_letters_that_cannot_go_are_named_and_left_out(dispatcher, built, letters, person):
    held, other, nameless = approve(make_person(2)), approve(person), approve(make_person(3, name_ru=""))
    type(person).objects.filter(pk=held.prisoner_id).update(paused_at=timezone.now())
    early, claimed = approve(person), approve(person)
    Letter.objects.filter(pk=early.pk).update(state=S.TRANSLATED)
    colleague = make_dispatcher(person.partner, "colleague")
    later = timezone.now() + timedelta(minutes=20)
    Letter.objects.filter(pk=claimed.pk).update(claimed_by=colleague, claimed_until=later)
    built([other])

    pack = built([*letters, held, other, nameless, early, claimed])

    assert {row.letter_id for row in in_order(pack)} == {letter.pk for letter in letters}
    assert reasons(pack) == {
        held.pk: LeftOut.HELD,
        other.pk: LeftOut.NOT_APPROVED,
        nameless.pk: LeftOut.HELD,
        early.pk: LeftOut.NOT_APPROVED,
        claimed.pk: LeftOut.CLAIMED,
    }
    assert pack.omissions.get(letter=held).hold == HoldReason.PAUSED
    assert pack.omissions.get(letter=nameless).hold == HoldReason.NAME_INCOMPLETE


@pytest.mark.parametrize("kind", TAKE_BACK)
def test_a_letter_that_its_writer_wants_back_is_not_taken(dispatcher, built, letters, kind):
    want_back(letters[0], kind)

    pack = built(letters)

    assert {row.letter for row in in_order(pack)} == set(letters[1:])
    assert reasons(pack) == {letters[0].pk: LeftOut.WANTED_BACK}


def test_a_wish_of_somebody_who_does_not_know_the_code_keeps_no_letter_here(built, letters):
    want_back(letters[0], RequestKind.WITHDRAW, digest="0" * 64)
    want_back(letters[1], RequestKind.ANSWER)

    assert {row.letter for row in in_order(built(letters))} == set(letters)


def test_a_letter_that_waits_in_a_pack_enters_no_other(dispatcher, letters):
    pack_of(letters[:2], dispatcher)

    second = pack_of(letters, dispatcher)

    assert set(reasons(second).values()) == {LeftOut.IN_OTHER_PACK}
    assert [row.letter for row in in_order(second)] == letters[2:]


def test_nothing_that_can_go_makes_no_pack(dispatcher, letters):
    Letter.objects.update(state=S.TRANSLATED)

    with pytest.raises(NothingToPrint) as fault:
        pack_of(letters, dispatcher)

    assert [left.reason for left in fault.value.left] == [LeftOut.NOT_APPROVED] * 3
    assert not DayPack.objects.exists()


def test_the_oldest_go_first_and_no_more_than_the_desk_allows_in_a_day(dispatcher, built, person):
    days = [timezone.localdate() - timedelta(days=ago) for ago in (1, 5, 3)]
    letters = [approve(person, received_on=day) for day in days]
    dispatcher.desk.prints_a_day = 2
    dispatcher.desk.save()

    pack = built(letters)

    assert {row.letter for row in in_order(pack)} == {letters[1], letters[2]}
    assert reasons(pack) == {letters[0].pk: LeftOut.TOO_MANY}
    with pytest.raises(NothingToPrint):
        pack_of(letters[:1], dispatcher)
    with pytest.raises(TooManyOpened):
        row = row_of(letters[1])
        reprint(row=row, by=dispatcher, version=row.letter.version)


def test_only_dispatchers_of_the_desk_make_packs(letters, dispatcher, person):
    for role in set(DeskRole) - {DeskRole.DISPATCHER}:
        other = make_member(person.partner, role.value, role)
        other.desk = dispatcher.desk
        with pytest.raises(PermissionDenied):
            pack_of(letters, other)


def test_letters_of_another_desk_are_not_found(dispatcher, letters, other_desk):
    pack = pack_of([*letters, approve(other_desk)], dispatcher)

    assert pack.omissions.count() == 0 and len(in_order(pack)) == 3


def test_the_same_form_sent_twice_is_one_pack_and_nobody_elses(dispatcher, letters, person):
    name = uuid.uuid4()
    first = pack_of(letters, dispatcher, uuid=name)

    assert pack_of(letters, dispatcher, uuid=name) == first
    with pytest.raises(PermissionDenied):
        pack_of(letters, make_dispatcher(person.partner, "colleague"), uuid=name)


def test_chunks_divide_a_place_only_when_it_fills_one():
    chunks = [1] * 120 + [2] * 100 + [3] * 200 + [4] * 200 + [5] * 100
    assert list(chunk_numbers([120, 100, 500])) == chunks
    assert list(chunk_numbers([1] * 40)) == [1] * 40
