"""What comes back: noted, counted by place, looked at, and sent again where the record has moved on."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import HoldReason, LetterState, ReturnReason
from letters.handling.actions.holds import refresh_holds
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.undo import undo
from letters.models import Letter, PlaceStop, PostReturn
from letters.posting.actions.returns import (
    AlreadyLifted,
    NothingLeft,
    SamePlace,
    come_back,
    lift_stop,
    readdress,
)
from letters.sealing.sealed_box import unseal_text
from prisoner_pages.models import Verification
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.post_world import posted_letter


def bring_back(letter, by, reason=ReturnReason.MOVED):
    return do_plainly(Act.COME_BACK, letter=letter, by=by, version=letter.version, detail=reason)


def bring_two_back(person, by):
    """Return the stop that two returns bring."""
    for _number in range(2):
        bring_back(posted_letter(person), by)
    return PlaceStop.objects.get(lifted_at=None)


@pytest.mark.parametrize("reason", ReturnReason)
def test_return_is_noted_with_its_reason_and_the_place_on_the_envelope(world, dispatcher, reason):
    letter, place = posted_letter(world), world.facility
    world.facility = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)")
    world.save()

    letter = bring_back(letter, dispatcher, reason)

    assert letter.state == LetterState.RETURNED
    assert (letter.post_returns.get().reason, letter.post_returns.get().facility) == (reason, place)
    assert letter.log.get(action="came_back").detail == reason


def test_return_without_a_reason_is_none(world, dispatcher):
    with pytest.raises(ValueError, match="ReturnReason"):
        come_back(letter=posted_letter(world), by=dispatcher, version=1, reason="")
    assert not PostReturn.objects.exists()


@pytest.mark.both_databases
def test_second_return_within_thirty_days_stops_the_place_and_holds_its_letters(world, dispatcher):
    waiting = make_letter(world, state=LetterState.APPROVED)
    bring_back(posted_letter(world), dispatcher)
    assert not PlaceStop.objects.exists()

    bring_back(posted_letter(world), dispatcher, ReturnReason.WRONG_ADDRESS)
    refresh_holds(facility_id=world.facility_id)

    waiting.refresh_from_db()
    assert waiting.held_because == waiting.hold == HoldReason.PLACE_STOPPED


@pytest.mark.both_databases
def test_returns_far_apart_or_from_different_places_stop_nothing(world, dispatcher):
    elsewhere = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)")
    bring_back(posted_letter(world), dispatcher)
    bring_back(posted_letter(PrisonerFactory(writable=True, facility=elsewhere, stories=[])), dispatcher)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        bring_back(posted_letter(world), dispatcher)

    assert not PlaceStop.objects.exists()


def test_lifting_frees_the_place_and_its_old_returns_never_count_again(world, dispatcher):
    stop = bring_two_back(world, dispatcher)
    waiting = make_letter(world, state=LetterState.APPROVED)

    lift_stop(stop=stop, by=dispatcher, note="Адресу уточнено в родини")

    assert waiting.hold == ""
    bring_back(posted_letter(world), dispatcher)
    assert not PlaceStop.objects.open().exists()
    bring_back(posted_letter(world), dispatcher)
    assert PlaceStop.objects.open().exists()


@pytest.mark.both_databases
def test_lifting_is_kept_with_who_when_and_a_sealed_word_why(world, dispatcher):
    before = timezone.now()
    stop = lift_stop(stop=bring_two_back(world, dispatcher), by=dispatcher, note="CANARY-note")

    assert stop.lifted_by == dispatcher and before <= stop.lifted_at <= timezone.now()
    assert "CANARY" not in stop.sealed_note
    assert unseal_text(stop.sealed_note, letter=stop.sealed_as, field="note") == "CANARY-note"
    with pytest.raises(AlreadyLifted):
        lift_stop(stop=stop, by=dispatcher, note="ще раз")


@pytest.mark.parametrize("role", DeskRole)
def test_place_is_freed_by_those_who_look_after_the_post(world, dispatcher, role):
    stop = bring_two_back(world, dispatcher)
    user = make_member(world.partner, f"other-{role}", role)

    if role in (DeskRole.DISPATCHER, DeskRole.COORDINATOR):
        assert lift_stop(stop=stop, by=user, note="так").lifted_by == user
    else:
        with pytest.raises(PermissionDenied):
            lift_stop(stop=stop, by=user, note="так")


def test_desk_without_people_at_the_place_does_not_free_it(world, dispatcher, other_partner):
    stop = bring_two_back(world, dispatcher)
    stranger = make_member(other_partner, "stranger", DeskRole.DISPATCHER)

    with pytest.raises(PermissionDenied):
        lift_stop(stop=stop, by=stranger, note="так")


def test_undone_return_counts_no_more(world, dispatcher):
    bring_back(posted_letter(world), dispatcher)
    letter = bring_back(posted_letter(world), dispatcher)

    undo(letter=letter, by=dispatcher, version=letter.version)

    assert Letter.objects.get(pk=letter.pk).state == LetterState.POSTED
    assert not PlaceStop.objects.exists() and PostReturn.objects.count() == 1
    bring_back(posted_letter(world), dispatcher)
    assert PlaceStop.objects.open().exists()


@pytest.mark.both_databases
def test_letter_goes_again_only_to_another_place_or_one_verified_since(world, dispatcher):
    letter = bring_back(posted_letter(world, language_declared="ru"), dispatcher)
    Verification.objects.update(verified_on=timezone.localdate() - timedelta(days=2))
    with pytest.raises(SamePlace):
        readdress(letter=letter, by=dispatcher, version=letter.version)
    assert Letter.objects.get(pk=letter.pk).state == LetterState.RETURNED

    Verification.objects.update(verified_on=timezone.localdate())
    letter = do_plainly(Act.READDRESS, letter=letter, by=dispatcher, version=letter.version)

    assert letter.state == LetterState.APPROVED
    assert letter.log.get(action="readdressed").detail == letter.printings.get().number


def test_moved_person_gets_the_letter_at_the_new_place(world, dispatcher):
    letter = bring_back(posted_letter(world), dispatcher)
    Verification.objects.update(verified_on=timezone.localdate() - timedelta(days=2))
    world.facility = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)", languages_read="ru,uk")
    world.save()

    assert readdress(letter=letter, by=dispatcher, version=letter.version).state == LetterState.APPROVED


def test_letter_that_the_new_place_cannot_read_goes_to_its_second_reader_and_not_to_the_printer(
    world, dispatcher
):
    world.facility.languages_read = "ru,uk"
    world.facility.save()
    letter = bring_back(posted_letter(world), dispatcher)
    world.facility = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)", languages_read="ru")
    world.save()

    letter = readdress(letter=letter, by=dispatcher, version=letter.version)

    assert (letter.state, letter.needs_translation) == (LetterState.TRANSLATED, True)


def test_letter_whose_text_is_gone_is_not_sent_again(world, dispatcher):
    letter = bring_back(posted_letter(world), dispatcher)
    Letter.objects.update(sealed_body="")

    with pytest.raises(NothingLeft):
        readdress(letter=letter, by=dispatcher, version=letter.version)


def test_answer_is_recorded_and_can_be_taken_back(world, dispatcher):
    letter = posted_letter(world)
    letter = do_plainly(Act.RECORD_ANSWER, letter=letter, by=dispatcher, version=letter.version)
    assert letter.state == LetterState.ANSWERED

    assert undo(letter=letter, by=dispatcher, version=letter.version).state == LetterState.POSTED
