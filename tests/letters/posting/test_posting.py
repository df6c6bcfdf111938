"""What is handed over: one letter, a run, a pack, or what was scanned; and the way back for ten minutes."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState
from letters.choices.paper import RunState
from letters.choices.requests import RequestKind
from letters.choices.scans import ScanState
from letters.handling.actions.bulk import undo_all
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.transitions import LetterHeld, WantedBack
from letters.handling.actions.undo import undo
from letters.models import DayPack, ErasureRequest, Letter, PrintedLetter, WriterRequest
from letters.paper.manifest_codes import pack_code, run_code
from letters.posting.actions.manifest_scanning import groups_in, post_group, post_scanned, return_scanned
from letters.posting.actions.posting import post_letter, settle_pack
from prisoner_pages.models import Prisoner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.pack_world import want_back
from tests.letters.post_world import make_pack, posted_letter, printed_of, printing, state_of
from tests.standing import standing

POSTED, PRINTED = LetterState.POSTED, LetterState.PRINTED


@standing
def stranger(other_partner):
    return make_member(other_partner, "stranger", DeskRole.DISPATCHER)


@standing
def pack(world):
    """Two letters to one place, two to another."""
    place = FacilityFactory(name_ru="ФКУ ИК-00 (вымышленная)")
    return make_pack([world, PrisonerFactory(writable=True, facility=place, stories=[])], each=2)


def states(pack):
    return [state_of(printed.letter) for printed in printed_of(pack)]


def fresh(pack):
    return DayPack.objects.get(pk=pack.pk)


def scan(texts, by, nonce=None):
    return [result.state for result in post_scanned(codes=texts, by=by, uuid=nonce or uuid.uuid4())]


@pytest.mark.both_databases
def test_posting_closes_the_paper_and_the_log_names_its_number(pack, dispatcher):
    printed = printed_of(pack)[0]

    letter = do_plainly(Act.POST, letter=printed.letter, by=dispatcher, version=1)

    assert letter.state == POSTED and not printed_of(pack)[0].is_open
    assert letter.log.get(action="posted").detail == printed.number


def test_pack_is_posted_with_its_last_letter_whether_posted_or_taken_out(pack, dispatcher):
    *most, last = printed_of(pack)
    for printed in most:
        post_letter(letter=printed.letter, by=dispatcher, version=1)
    assert (fresh(pack).state, fresh(pack).posted_at) == (RunState.READY, None)

    PrintedLetter.objects.filter(pk=last.pk).update(is_open=False, fault="pulled")
    before = timezone.now()
    settle_pack(pack.pk)

    assert fresh(pack).state == RunState.POSTED
    assert before <= fresh(pack).posted_at <= timezone.now()
    assert {run.state for run in pack.runs.all()} == {RunState.POSTED}


def test_pack_of_which_nothing_went_is_not_posted(pack):
    PrintedLetter.objects.update(is_open=False, fault="pulled")

    settle_pack(pack.pk)

    assert fresh(pack).state == RunState.READY


def test_run_is_posted_alone(pack, dispatcher):
    post_group(group=pack.runs.first(), by=dispatcher, uuid=uuid.uuid4())

    assert states(pack) == [POSTED, POSTED, PRINTED, PRINTED]
    assert [run.state for run in pack.runs.all()] == [RunState.POSTED, RunState.READY]
    assert fresh(pack).state == RunState.READY


def test_held_letter_of_a_pack_is_refused_and_the_others_go(pack, dispatcher, world):
    Prisoner.objects.filter(pk=world.pk).update(status="in_transfer")

    bulk = post_group(group=pack, by=dispatcher, uuid=uuid.uuid4())

    assert [outcome.refusal for outcome in bulk.outcomes.all()] == ["held", "held", "", ""]
    assert states(pack) == [PRINTED, PRINTED, POSTED, POSTED]
    with pytest.raises(LetterHeld):
        post_letter(letter=printed_of(pack)[0].letter, by=dispatcher, version=1)


def test_letter_of_a_pack_that_its_writer_wants_erased_is_refused_and_the_others_go(pack, dispatcher):
    wanted = printed_of(pack)[0].letter
    want_back(wanted, RequestKind.ERASE)

    bulk = post_group(group=pack, by=dispatcher, uuid=uuid.uuid4())

    assert [outcome.refusal for outcome in bulk.outcomes.all()] == ["wanted_back", "", "", ""]
    assert states(pack) == [PRINTED, POSTED, POSTED, POSTED]
    with pytest.raises(WantedBack):
        post_letter(letter=wanted, by=dispatcher, version=1)


@pytest.mark.both_databases
@pytest.mark.parametrize("is_carried_out", [False, True])
def test_letter_whose_address_asked_for_erasure_by_the_mailed_link_is_refused(
    pack, dispatcher, is_carried_out
):
    wanted, digest = printed_of(pack)[0].letter, "d" * 64
    Letter.objects.filter(pk=wanted.pk).update(email_index="i")
    now = timezone.now()
    request = ErasureRequest.objects.create(asked_at=now, told_at=now, index="i", link_digest=digest)
    forged = {"kind": RequestKind.ERASE_YES, "sealed": "v1:x"}
    WriterRequest.objects.add(digest="e" * 64, **forged)
    assert not Letter.objects.with_wishes().get(pk=wanted.pk).is_wanted_back, "asked, and not confirmed"
    if is_carried_out:
        ErasureRequest.objects.filter(pk=request.pk).update(confirmed_at=now)
    else:
        WriterRequest.objects.add(digest=digest, **forged)

    bulk = post_group(group=pack, by=dispatcher, uuid=uuid.uuid4())

    assert [outcome.refusal for outcome in bulk.outcomes.all()] == ["wanted_back", "", "", ""]


@pytest.mark.both_databases
def test_undo_opens_paper_run_and_pack_again(pack, dispatcher):
    bulk = post_group(group=pack, by=dispatcher, uuid=uuid.uuid4())
    assert fresh(pack).posted_at

    undo_all(bulk=bulk, by=dispatcher)

    assert states(pack) == [PRINTED] * 4
    assert all(printed.is_open for printed in printed_of(pack))
    assert (fresh(pack).state, fresh(pack).posted_at) == (RunState.READY, None)
    assert {run.state for run in pack.runs.all()} == {RunState.READY}


def test_posting_cannot_be_undone_after_ten_minutes(pack, dispatcher):
    bulk = post_group(group=pack, by=dispatcher, uuid=uuid.uuid4())

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        undo_all(bulk=bulk, by=dispatcher)

    assert states(pack) == [POSTED] * 4 and fresh(pack).state == RunState.POSTED


def test_undo_opens_the_paper_that_was_posted_and_no_earlier_one(pack, dispatcher):
    now = printed_of(pack)[0]
    earlier = printing(now.run, now.letter, 7, is_open=False)
    earlier.save()
    letter = post_letter(letter=now.letter, by=dispatcher, version=1)

    undo(letter=letter, by=dispatcher, version=letter.version)

    assert PrintedLetter.objects.get(pk=now.pk).is_open
    assert not PrintedLetter.objects.get(pk=earlier.pk).is_open


@pytest.mark.both_databases
def test_scanned_letters_are_posted_once_and_unknown_numbers_named(pack, dispatcher):
    first, second = (printed.number for printed in printed_of(pack)[:2])

    found = scan([first, second.lower(), first, "ZZZZ99", "нема"], dispatcher)

    assert found == [ScanState.DONE, ScanState.DONE, ScanState.UNKNOWN, ScanState.UNKNOWN]
    assert states(pack) == [POSTED, POSTED, PRINTED, PRINTED]


@pytest.mark.both_databases
def test_scanned_twice_is_done_once(pack, dispatcher):
    printed, nonce = printed_of(pack)[0], uuid.uuid4()

    assert scan([printed.number], dispatcher, nonce) == [ScanState.DONE]
    assert scan([printed.number], dispatcher, nonce) == [ScanState.DONE]
    assert scan([printed.number], dispatcher) == [ScanState.ALREADY]
    assert printed.letter.log.filter(action="posted").count() == 1


@pytest.mark.parametrize("fault", ["", "pulled"], ids=["printed again", "pulled"])
def test_paper_that_was_taken_out_posts_nothing(pack, dispatcher, fault):
    """Its letter is in hand under another number."""
    old = printed_of(pack)[0]
    PrintedLetter.objects.filter(pk=old.pk).update(is_open=False, fault=fault)
    printing(old.run, old.letter, 8).save()

    assert scan([old.number], dispatcher) == [ScanState.TAKEN_OUT]
    assert state_of(old.letter) == PRINTED


def test_paper_of_an_erased_letter_is_named_to_be_destroyed(pack, dispatcher):
    printed = printed_of(pack)[0]
    PrintedLetter.objects.filter(pk=printed.pk).update(is_open=False, fault="erased")
    Letter.objects.filter(pk=printed.letter_id).update(state=LetterState.ERASED)

    assert scan([printed.number], dispatcher) == [ScanState.TAKEN_OUT]


def test_another_desk_posts_and_finds_nothing(pack, stranger):
    printed = printed_of(pack)[0]

    assert scan([printed.number], stranger) == [ScanState.UNKNOWN]
    assert groups_in(codes=[pack_code(pack.uuid), run_code(printed.run.uuid)], by=stranger) == {}
    with pytest.raises(PermissionDenied):
        post_group(group=pack, by=stranger, uuid=uuid.uuid4())
    with pytest.raises(PermissionDenied):
        post_group(group=printed.run, by=stranger, uuid=uuid.uuid4())
    assert states(pack) == [PRINTED] * 4


def test_coordinator_posts_nothing(pack, world):
    boss = make_member(world.partner, "boss", DeskRole.COORDINATOR)

    assert scan([printed_of(pack)[0].number], boss) == [ScanState.UNKNOWN]
    with pytest.raises(PermissionDenied):
        post_group(group=pack, by=boss, uuid=uuid.uuid4())


def test_codes_of_runs_and_packs_are_found_and_post_nothing_by_themselves(pack, dispatcher):
    run = pack.runs.first()
    texts = [pack_code(pack.uuid), run_code(run.uuid), pack_code(uuid.uuid4())]

    assert groups_in(codes=texts, by=dispatcher) == {texts[0]: pack, texts[1]: run}
    assert scan(texts, dispatcher) == [ScanState.UNKNOWN] * 3
    assert states(pack) == [PRINTED] * 4


@pytest.mark.both_databases
def test_numbers_typed_from_papers_that_came_back_return_their_letters(world, dispatcher):
    letters = [posted_letter(world) for _number in range(2)]
    numbers = [letter.printings.get().number for letter in letters]

    found = return_scanned(codes=numbers, reason="moved", by=dispatcher, uuid=uuid.uuid4())

    assert [result.state for result in found] == [ScanState.DONE] * 2
    assert [state_of(letter) for letter in letters] == [LetterState.RETURNED] * 2
    assert letters[0].post_returns.get().reason == "moved"
