"""A day pack once it is ready: letters that leave it, files that are opened and made anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from letters.choices.desk import Act, DeskRole, LogAction
from letters.choices.letters import LetterState as S
from letters.choices.paper import FileKind, LeftOut, RunState
from letters.erasure.actions.erase import erase_by_writer
from letters.handling.actions.transitions import ClaimedByOther, Stale, do_by_staff
from letters.models import DayPack, FileCopy, Letter, LetterLogEntry, PrintedLetter, PrintFile
from letters.printing.actions.build_pack import build_pack, resume_packs
from letters.printing.actions.pack_files import confirm_destroyed, open_file
from letters.printing.actions.packs import PackMovedOn, cancel_pack, go_on, pull_letter
from letters.printing.actions.reprint import reprint
from prisoner_pages.models import Prisoner
from tests.factories.prisoner_pages import PartnerFactory
from tests.letters.conftest import make_member
from tests.letters.pack_world import in_order, make_dispatcher, numbers_in, pack_of, pages, row_of, state_of
from tests.tiers import LONG


@pytest.mark.full(LONG)
def test_an_erased_letter_leaves_the_files_of_a_ready_pack(dispatcher, built, letters):
    pack = built(letters)
    erase_by_writer(letter=letters[0])
    with pytest.raises(PackMovedOn):
        open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher)

    build_pack(pack.pk)

    text = "".join(pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content))
    assert "Письмо 0" not in text and "Письмо 1" in text
    assert row_of(letters[0]).fault == LeftOut.ERASED
    assert LetterLogEntry.objects.filter(action=LogAction.PRINTED).count() == 3


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_pulled_letter_is_approved_again_and_leaves_the_files(dispatcher, built, letters):
    pack = built(letters)
    version = Letter.objects.get(pk=letters[0].pk).version

    pull_letter(letter=letters[0], by=dispatcher, version=version)
    build_pack(pack.pk)

    text = "".join(pages(open_file(pack=pack, kind=FileKind.MANIFEST, by=dispatcher).content))
    assert state_of(letters[0]) == S.APPROVED and row_of(letters[0]).fault == LeftOut.PULLED
    assert row_of(letters[0]).number not in text
    second = built(letters[:1])
    assert second.state == RunState.READY and row_of(letters[0]).run.pack == second


@pytest.mark.full(LONG)
def test_a_letter_that_cannot_be_made_anew_is_approved_again(dispatcher, built, letters, person):
    pack = built(letters)
    letters[1].text_versions.all().delete()
    erase_by_writer(letter=letters[0])

    build_pack(pack.pk)

    pack.refresh_from_db()
    assert pack.state == RunState.READY
    assert (state_of(letters[1]), row_of(letters[1]).fault) == (S.APPROVED, LeftOut.NO_TEXT)


@pytest.mark.full(LONG)
def test_one_letter_is_printed_again_under_its_number_with_a_line_in_its_log(dispatcher, built, letters):
    pack = built(letters)
    row = row_of(letters[1])

    reprint(row=row, by=dispatcher, version=row.letter.version)

    content = open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher, row=row).content
    assert numbers_in("\n".join(pages(content)), in_order(pack)) == [row.number]
    assert len(pages(open_file(pack=pack, kind=FileKind.ENVELOPES, by=dispatcher, row=row).content)) == 1
    assert LetterLogEntry.objects.get(action=LogAction.REPRINTED).letter == letters[1]
    with pytest.raises(Stale):
        reprint(row=row, by=dispatcher, version=row.letter.version)


@pytest.mark.both_databases
def test_each_opening_of_a_file_is_logged_with_every_letter_and_is_a_copy_to_destroy(
    dispatcher, built, letters
):
    pack = built(letters)

    open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher)

    entries = LetterLogEntry.objects.filter(action=LogAction.FILE_OPENED, detail=FileKind.LETTERS)
    assert {entry.letter_id for entry in entries} == {letter.pk for letter in letters}
    assert confirm_destroyed(pack=pack, kind=FileKind.LETTERS, by=dispatcher) == 1
    assert FileCopy.objects.get().destroyed_by == dispatcher


def test_files_open_for_no_other_desk_or_role(built, letters, person, other_desk):
    pack = built(letters)
    strangers = [make_dispatcher(other_desk.partner, "stranger")]
    strangers += [
        make_member(person.partner, role.value, role) for role in set(DeskRole) - {DeskRole.DISPATCHER}
    ]

    for user in strangers:
        with pytest.raises(PermissionDenied):
            open_file(pack=pack, kind=FileKind.LETTERS, by=user)
    assert not FileCopy.objects.exists()


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_cancelled_pack_gives_its_letters_back_and_keeps_no_file(dispatcher, built, letters):
    pack = built(letters)
    open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher)

    cancel_pack(pack=pack, by=dispatcher)

    assert {state_of(letter) for letter in letters} == {S.APPROVED}
    assert not PrintFile.objects.exists() and FileCopy.objects.filter(destroyed_at=None).count() == 1
    assert not PrintedLetter.objects.filter(is_open=True).exists()
    with pytest.raises(PackMovedOn):
        cancel_pack(pack=pack, by=dispatcher)
    assert built(letters).state == RunState.READY


def test_a_pack_is_cancelled_also_when_a_person_was_handed_to_another_desk(dispatcher, built, letters):
    pack, elsewhere = built(letters), PartnerFactory(slug="pen")
    Prisoner.objects.filter(pk=letters[0].prisoner_id).update(partner=elsewhere)

    cancel_pack(pack=pack, by=dispatcher)

    assert {state_of(letter) for letter in letters} == {S.APPROVED}
    assert not PrintFile.objects.exists()


def test_a_pack_is_not_cancelled_under_somebodys_hands(dispatcher, built, letters, person):
    pack = built(letters)
    colleague = make_dispatcher(person.partner, "colleague")
    later = timezone.now() + timedelta(minutes=20)
    Letter.objects.filter(pk=letters[2].pk).update(claimed_by=colleague, claimed_until=later)

    with pytest.raises(ClaimedByOther):
        cancel_pack(pack=pack, by=dispatcher)

    assert {state_of(letter) for letter in letters} == {S.PRINTED}


@pytest.mark.full(LONG)
def test_posted_letters_are_not_set_again_when_the_rest_is_made_anew(dispatcher, built, letters):
    pack = built(letters)
    posted = Letter.objects.get(pk=letters[2].pk)
    do_by_staff(Act.POST, letter=posted, by=dispatcher, version=posted.version)
    PrintedLetter.objects.filter(letter=posted).update(is_open=False)
    erase_by_writer(letter=letters[0])

    build_pack(pack.pk)

    text = "".join(pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content))
    assert "Письмо 1" in text and "Письмо 2" not in text


def test_a_pack_of_which_the_rest_was_posted_is_posted(dispatcher, built, letters):
    pack = built(letters[:2])
    posted = Letter.objects.get(pk=letters[0].pk)
    do_by_staff(Act.POST, letter=posted, by=dispatcher, version=posted.version)
    PrintedLetter.objects.filter(letter=posted).update(is_open=False)
    erase_by_writer(letter=letters[1])

    build_pack(pack.pk)

    pack.refresh_from_db()
    assert pack.state == RunState.POSTED and pack.posted_at


@pytest.mark.full(LONG)
def test_files_that_were_emptied_in_the_meantime_are_made_anew(dispatcher, built, letters):
    pack = built(letters)
    pack.files.update(sealed=b"")
    DayPack.objects.update(state=RunState.FAILED)

    go_on(pack=pack, by=dispatcher)
    build_pack(pack.pk)

    assert "Письмо 2" in "".join(pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content))


def test_each_hour_takes_up_the_packs_of_dead_workers(
    dispatcher, letters, django_capture_on_commit_callbacks
):
    pack = pack_of(letters, dispatcher)

    with django_capture_on_commit_callbacks(execute=True):
        resume_packs()

    assert DayPack.objects.get(pk=pack.pk).state == RunState.READY
