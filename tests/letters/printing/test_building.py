"""A day pack while it is made: what becomes of letters that changed or cannot be printed."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from letters.choices.desk import Act, LogAction
from letters.choices.letters import LetterState as S, TextStage
from letters.choices.paper import FileKind, LeftOut, PrintTrouble, RunState
from letters.choices.requests import RequestKind
from letters.erasure.actions.erase import erase_by_writer
from letters.handling.actions.text_versions import AS_IS, keep_version
from letters.handling.actions.transitions import do_by_writer
from letters.models import DayPack, Letter, LetterLogEntry, PrintFile
from letters.printing.actions import build_pack as building
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_files import open_file
from letters.printing.actions.packs import go_on
from letters.sealing.sealed_box import seal_text
from letters.typesetting import press
from tests.letters.pack_world import approve, make_person, pack_of, pages, row_of, state_of, want_back
from tests.tiers import LONG, first_of


@pytest.mark.both_databases
def test_a_letter_stays_approved_until_its_files_are_ready(dispatcher, letters):
    pack = pack_of(letters, dispatcher)
    assert {state_of(letter) for letter in letters} == {S.APPROVED}

    build_pack(pack.pk)

    entry = LetterLogEntry.objects.get(letter=letters[0], action=LogAction.PRINTED)
    assert (entry.by, entry.detail) == (dispatcher, row_of(letters[0]).number)


CHANGES = {
    LeftOut.NOT_APPROVED: lambda letter: do_by_writer(Act.WITHDRAW, letter=letter),
    LeftOut.ERASED: lambda letter: erase_by_writer(letter=letter),
    LeftOut.CHANGED: lambda letter: Letter.objects.filter(pk=letter.pk).update(version=9),
    LeftOut.MOVED: lambda letter: type(letter.prisoner).objects.update(facility=make_person(2).facility),
    LeftOut.HELD: lambda letter: type(letter.prisoner).objects.update(held_at=timezone.now()),
    LeftOut.WANTED_BACK: lambda letter: want_back(letter, RequestKind.ERASE),
    LeftOut.NO_TEXT: lambda letter: letter.text_versions.all().delete(),
    LeftOut.NOT_READ: lambda letter: keep_version(
        letter, TextStage.APPROVED, by=None, text="Guten Tag!", reason={AS_IS: "de"}
    ),
    LeftOut.SEALED: lambda letter: letter.text_versions.update(
        sealed_text=seal_text("x", letter=uuid.uuid4(), field="text 1")
    ),
}


@pytest.mark.parametrize("reason", first_of(CHANGES))
def test_a_letter_that_changed_meanwhile_is_taken_out_and_named_and_the_others_go(
    dispatcher, reason, letters
):
    one = approve(make_person(5))
    only_one = {LeftOut.MOVED, LeftOut.HELD}
    pack = pack_of([one] if reason in only_one else [one, *letters], dispatcher)
    CHANGES[reason](one)

    build_pack(pack.pk)

    pack.refresh_from_db()
    assert (row_of(one).fault, row_of(one).is_open) == (reason, False)
    assert state_of(one) != S.PRINTED
    if reason in only_one:
        assert pack.state == RunState.CANCELLED and not pack.files.exists()
    else:
        assert pack.state == RunState.READY and {state_of(letter) for letter in letters} == {S.PRINTED}
        manifest = "".join(pages(open_file(pack=pack, kind=FileKind.MANIFEST, by=dispatcher).content))
        assert row_of(one).number not in manifest


TROUBLES = {
    PrintTrouble.TOO_LONG: "строка\n" * 15_000,
    PrintTrouble.UNPRINTABLE: "Привет ☺ გამარჯობა",
    PrintTrouble.TOO_MANY_PAGES: "Дождь идёт.\n" * 239,
}


@pytest.mark.parametrize("trouble", first_of(TROUBLES))
def test_a_letter_that_cannot_be_printed_is_flagged_alone(built, letters, person, trouble):
    bad = approve(person, TROUBLES[trouble])

    pack = built([bad, *letters])

    assert pack.state == RunState.READY
    assert (row_of(bad).fault, state_of(bad)) == (trouble, S.APPROVED)
    assert row_of(bad).fault_words == trouble.label
    assert {state_of(letter) for letter in letters} == {S.PRINTED}


def test_an_unbreakable_text_is_printed_whole(dispatcher, built, person):
    pack = built([approve(person, "ы" * 3000)])

    content = "".join(pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content))

    assert content.count("ы") == 3000 and pack.state == RunState.READY


@pytest.mark.full(LONG)
def test_an_address_that_fits_no_envelope_takes_its_letter_out_alone(built, letters):
    long = approve(make_person(2, name_ru="Имя " * 60))
    type(long.prisoner.facility).objects.filter(pk=long.prisoner.facility_id).update(address_ru="ул. " * 600)

    pack = built([long, *letters])

    assert (row_of(long).fault, pack.state) == (PrintTrouble.DOES_NOT_FIT, RunState.READY)


def test_a_press_that_is_broken_fails_the_pack_and_it_can_be_tried_again(dispatcher, letters, monkeypatch):
    pack = pack_of(letters, dispatcher)
    with monkeypatch.context() as broken:
        broken.setattr(press, "FONTS", press.TEMPLATES)
        build_pack(pack.pk)
    pack.refresh_from_db()
    assert pack.state == RunState.FAILED and {state_of(letter) for letter in letters} == {S.APPROVED}

    go_on(pack=pack, by=dispatcher)
    build_pack(pack.pk)

    pack.refresh_from_db()
    assert pack.state == RunState.READY


@pytest.mark.both_databases
def test_a_pack_that_another_worker_builds_is_left_alone(dispatcher, letters):
    pack = pack_of(letters, dispatcher)
    DayPack.objects.update(worked_until=timezone.now() + timedelta(seconds=60))
    build_pack(pack.pk)
    assert not PrintFile.objects.exists()

    DayPack.objects.update(worked_until=timezone.now() - timedelta(seconds=1))
    build_pack(pack.pk)

    assert DayPack.objects.get().state == RunState.READY


@pytest.mark.both_databases
def test_a_pack_is_taken_from_other_workers_before_anything_of_it_is_made(dispatcher, letters, monkeypatch):
    pack, leases, look = pack_of(letters, dispatcher), [], building._missing_chunks

    def looked(pack):
        leases.append(DayPack.objects.get().worked_until)
        return look(pack)

    monkeypatch.setattr(building, "_missing_chunks", looked)
    build_pack(pack.pk)

    assert leases[0] and leases[0] > timezone.now()


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_what_was_stored_is_not_made_again(dispatcher, letters, monkeypatch):
    pack = pack_of(letters, dispatcher)
    build_pack(pack.pk)
    stored = pack.files.letters().get().made_at
    erase_by_writer(letter=approve(letters[0].prisoner))
    pack.files.filter(kind=FileKind.MANIFEST).delete()
    DayPack.objects.update(state=RunState.BUILDING)

    build_pack(pack.pk)

    assert pack.files.letters().get().made_at == stored
    assert LetterLogEntry.objects.filter(action=LogAction.PRINTED).count() == 3
