"""The second reader: what is approved is what is printed, and nothing that stops a letter goes on paper."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState, TextStage
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.transitions import Stale, do_by_staff
from letters.handling.actions.undo import undo
from letters.models import Letter, LetterDrawing, LetterTranslation, TextVersion
from letters.oversight.actions.desks import unseat
from letters.permissions.letters import FourEyes
from letters.printing.actions.printable import (
    LanguageNotRead,
    NothingApproved,
    drawing_to_print,
    text_to_print,
)
from letters.screening.actions.decisions import DrawingUndecided, WriterMustBeAsked, accept_letter
from letters.sealing.sealed_box import seal_bytes, seal_text
from letters.translating.actions.approving import NeedsTranslation, NotReady, approve, approve_as_is, reopen
from tests.letters.approved import make_approved, make_translated
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

SOURCE = "Доброго дня!\n\nМи читаємо про море."


@standing
def letter(world):
    return make_translated(world, "Добрый день!", "Мы читаем о море.", body=SOURCE)


def as_is(world, body="Добрый день, мой друг!", **facts):
    facts = {"language_declared": "ru", "needs_translation": False, "state": LetterState.ACCEPTED, **facts}
    return make_letter(world, body=body, **facts)


def hide(letter, part, body):
    start = body.index(part)
    spans = f'[{{"start": {start}, "end": {start + len(part)}}}]'
    Letter.objects.filter(pk=letter.pk).update(
        sealed_hidden=seal_text(spans, letter=letter.uuid, field="hidden")
    )


def wish(letter, censor):
    wishes = seal_text(f'{{"censor": "{censor}", "delay": "keep"}}', letter=letter.uuid, field="wishes")
    Letter.objects.filter(pk=letter.pk).update(sealed_wishes=wishes)


def draw(letter, *, is_accepted):
    Letter.objects.filter(pk=letter.pk).update(has_drawing=True)
    sealed = seal_bytes(b"png", letter=letter.uuid, field="drawing")
    LetterDrawing.objects.create(letter=letter, format="PNG", sealed=sealed, is_accepted=is_accepted)


@pytest.mark.both_databases
def test_approved_text_is_what_is_printed(letter, reader):
    approved = approve(letter=letter, by=reader, version=1)

    assert text_to_print(approved) == "Добрый день!\n\nМы читаем о море."
    assert (approved.translation.reader, approved.translation.is_lone) == (reader, False)
    assert letter.text_versions.last().stage == TextStage.APPROVED


def test_text_changed_behind_the_approval_is_not_printed(letter, reader):
    approved = approve(letter=letter, by=reader, version=1)
    LetterTranslation.objects.update(sealed_text=seal_text("Иное", letter=letter.uuid, field="translation"))

    assert text_to_print(approved) == "Добрый день!\n\nМы читаем о море."


@pytest.mark.parametrize("state", [LetterState.ACCEPTED, LetterState.TRANSLATED, LetterState.REJECTED])
def test_nothing_is_printed_of_a_letter_that_is_not_approved_now(world, state):
    with pytest.raises(NothingApproved):
        text_to_print(make_approved(world, state=state))


def test_nothing_is_printed_that_was_only_handed_over(world):
    with pytest.raises(NothingApproved):
        text_to_print(make_translated(world, state=LetterState.APPROVED))


@pytest.mark.both_databases
def test_letter_the_place_reads_is_printed_as_written_without_hidden_parts(world, reader):
    letter = as_is(world)
    hide(letter, ", мой друг", "Добрый день, мой друг!")

    assert text_to_print(approve_as_is(letter=letter, by=reader, version=1)) == "Добрый день!"


def test_letter_the_place_does_not_read_is_never_approved_as_it_is(world, reader):
    letter = as_is(world, language_declared="crh")

    with pytest.raises(NeedsTranslation):
        approve_as_is(letter=letter, by=reader, version=1)
    assert Letter.objects.get().state == LetterState.ACCEPTED


def test_letter_approved_as_it_is_is_not_printed_for_a_place_that_does_not_read_it(world, reader):
    world.facility.languages_read = "ru,uk"
    world.facility.save()
    letter = as_is(world, language_declared="uk")
    approve_as_is(letter=letter, by=reader, version=1)
    world.facility.languages_read = "ru"
    world.facility.save()

    with pytest.raises(LanguageNotRead):
        text_to_print(Letter.objects.get())


@pytest.mark.parametrize("text", ["Добрый день ❤!", "Привет от ZMINA", "Слава Украине"])
def test_what_cannot_stand_on_paper_blocks(world, reader, text):
    for letter, act in ((as_is(world, text), approve_as_is), (make_translated(world, text), approve)):
        with pytest.raises(NotReady):
            act(letter=letter, by=reader, version=1)
    assert not TextVersion.objects.filter(stage=TextStage.APPROVED).exists()


def test_writer_who_wishes_to_be_asked_is_asked_before_a_part_is_left_out(world, reader):
    letter = as_is(world)
    hide(letter, ", мой друг", "Добрый день, мой друг!")
    wish(letter, "ask")

    with pytest.raises(WriterMustBeAsked):
        approve_as_is(letter=letter, by=reader, version=1)


def test_drawing_is_decided_on_before_approval_and_printed_only_after_a_yes(letter, reader):
    draw(letter, is_accepted=None)
    with pytest.raises(DrawingUndecided):
        approve(letter=letter, by=reader, version=1)
    assert drawing_to_print(letter) is None

    LetterDrawing.objects.update(is_accepted=False)
    assert drawing_to_print(letter) is None
    LetterDrawing.objects.update(is_accepted=True)
    assert drawing_to_print(letter) == (b"png", "PNG")


def test_no_bulk_act_goes_around_the_checks(world, reader):
    with pytest.raises(NotReady):
        do_plainly(Act.APPROVE, letter=make_translated(world, "❤"), by=reader, version=1)
    with pytest.raises(NotReady):
        do_plainly(Act.APPROVE_AS_IS, letter=as_is(world, "❤"), by=reader, version=1)


@pytest.mark.both_databases
def test_loser_of_two_approvals_is_told(letter, reader, world):
    approve(letter=letter, by=reader, version=1)

    with pytest.raises(Stale):
        approve(letter=letter, by=make_member(world.partner, "late", DeskRole.READER), version=1)
    assert letter.text_versions.filter(stage=TextStage.APPROVED).count() == 1


@pytest.mark.both_databases
def test_undone_approval_leaves_nothing_approved(letter, reader):
    approved = approve(letter=letter, by=reader, version=1)

    undone = undo(letter=approved, by=reader, version=approved.version)

    assert [version.stage for version in letter.text_versions.all()] == [TextStage.HANDED_OVER]
    assert LetterTranslation.objects.get().reader is None
    with pytest.raises(NothingApproved):
        text_to_print(undone)


def test_reopened_letter_is_approved_anew(letter, reader):
    approve(letter=letter, by=reader, version=1)
    with pytest.raises(NothingApproved):
        text_to_print(reopen(letter=letter, by=reader, version=2))
    assert LetterTranslation.objects.get().reader is None

    assert text_to_print(approve(letter=letter, by=reader, version=3))


def test_letter_approved_as_it_is_can_be_reopened_and_approved_again(world, reader):
    letter = as_is(world)
    approve_as_is(letter=letter, by=reader, version=1)
    do_plainly(Act.REOPEN, letter=letter, by=reader, version=2)

    assert text_to_print(approve(letter=letter, by=reader, version=3)) == "Добрый день, мой друг!"


def test_who_accepted_a_letter_does_not_approve_it_when_it_is_opened_again(world, reader):
    both = make_member(world.partner, "both", DeskRole.SCREENER, DeskRole.READER)
    letter = as_is(world, state=LetterState.RECEIVED)
    accept_letter(letter=letter, by=both, version=1)
    approve_as_is(letter=letter, by=reader, version=2)
    do_plainly(Act.REOPEN, letter=letter, by=both, version=3)

    with pytest.raises(FourEyes):
        approve(letter=letter, by=both, version=4)
    approve(letter=letter, by=reader, version=4)


def test_step_is_not_taken_back_by_whose_seat_has_ended(letter, reader):
    approve(letter=letter, by=reader, version=1)
    unseat(member=reader.desk_seats.get())

    with pytest.raises(PermissionDenied):
        undo(letter=letter, by=get_user_model().objects.get(pk=reader.pk), version=2)
    assert Letter.objects.get().state == LetterState.APPROVED


def test_lone_translator_is_marked(world):
    both = make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER)
    desk = both.desk_seats.first().desk
    desk.allows_lone_translators = True
    desk.save()
    letter = make_translated(world, state=LetterState.ACCEPTED)
    do_by_staff(Act.TRANSLATE, letter=letter, by=both, version=1)

    approve(letter=letter, by=both, version=2)

    assert LetterTranslation.objects.get().is_lone
    assert letter.log.last().detail == "lone"


def test_nothing_of_the_text_is_stored_in_clear(letter, reader):
    approve(letter=letter, by=reader, version=1)

    rows = [
        *TextVersion.objects.values_list("sealed_text"),
        *LetterTranslation.objects.values_list("sealed_text"),
    ]
    assert len(rows) == 3 and not any("море" in text for (text,) in rows)
