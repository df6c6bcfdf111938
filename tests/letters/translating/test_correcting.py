"""A second reader's own words: safe while they write, no part of the text until they have finished."""

import pytest
from django.utils import timezone

from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.erasure.actions.erase import erase_by_writer
from letters.handling.actions.claims import claim
from letters.handling.actions.opening import open_translation
from letters.handling.actions.transitions import ClaimedByOther, Stale, TextChanged
from letters.handling.actions.undo import can_undo
from letters.lifecycle import InvalidTransition
from letters.models import Letter, LetterTranslation
from letters.permissions.letters import FourEyes
from letters.printing.actions.printable import text_to_print
from letters.translating.actions.approving import approve, send_back
from letters.translating.actions.correcting import (
    CorrectionBegun,
    NothingChanged,
    correct_text,
    drop_correction,
    save_correction,
)
from letters.translating.actions.translating import hand_over, save_translation
from tests.letters.approved import make_translated, translated_text
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.text_world import ROWS, SOURCE
from tests.standing import standing

MENDED = ["Здравствуйте!", ROWS[1]]


@standing
def letter(world):
    return make_translated(world, *ROWS, body=SOURCE)


@standing
def other(world):
    return make_member(world.partner, "other", DeskRole.READER)


def save(letter, by, rows=MENDED, version=1, text_version=1):
    return save_correction(letter=letter, by=by, version=version, text_version=text_version, rows=rows)


def finish(letter, by, rows=MENDED, version=1, text_version=1):
    return correct_text(letter=letter, by=by, version=version, text_version=text_version, rows=rows)


def free(letter):
    """End the lease, as half an hour does."""
    Letter.objects.filter(pk=letter.pk).update(claimed_until=timezone.now())


def events(letter):
    return [*letter.log.values_list("action", "by__username")]


def test_text_stands_as_it_was_handed_over_until_the_correction_is_finished(letter, reader, translator):
    save(letter, reader)

    letter.refresh_from_db()
    assert (letter.state, letter.version) == (LetterState.TRANSLATED, 1)
    assert translated_text(letter) == "\n\n".join(ROWS)
    opened = open_translation(letter=letter, by=translator)
    assert opened.text == "\n\n".join(ROWS) and opened.correction == ""


def test_reader_finds_their_unfinished_words_again(letter, reader):
    saved = save(letter, reader)

    assert "Здравствуйте" in open_translation(letter=letter, by=reader).correction
    assert "Здравствуйте" not in saved.sealed_correction and saved.corrector == reader


@pytest.mark.parametrize("who", ["reader", "other"])
def test_letter_is_neither_approved_nor_sent_back_while_a_correction_is_not_finished(
    letter, reader, other, who
):
    save(letter, reader)
    free(letter)
    by = {"reader": reader, "other": other}[who]

    with pytest.raises(CorrectionBegun):
        approve(letter=letter, by=by, version=1)
    with pytest.raises(CorrectionBegun):
        send_back(letter=letter, by=by, version=1, reasons=["back-tone"])
    assert Letter.objects.get().state == LetterState.TRANSLATED


def test_who_finishes_a_correction_leaves_the_approval_to_another_reader(letter, reader, other):
    text_version = save(letter, reader).version
    corrected = finish(letter, reader, text_version=text_version)
    assert Letter.objects.get().claimant() is None
    assert LetterTranslation.objects.get().sealed_correction == ""

    with pytest.raises(FourEyes):
        approve(letter=corrected, by=reader, version=2)
    assert text_to_print(approve(letter=corrected, by=other, version=2)).startswith("Здравствуйте!")


def test_correction_is_finished_in_one_step_where_no_script_saves_it_first(letter, reader, other):
    claim(letter=letter, by=reader)

    corrected = finish(letter, reader)

    assert text_to_print(approve(letter=corrected, by=other, version=2)).startswith("Здравствуйте!")


def test_correction_that_changes_nothing_bars_nobody(letter, reader):
    with pytest.raises(NothingChanged):
        finish(letter, reader, rows=ROWS)

    approve(letter=letter, by=reader, version=1)


def test_text_put_back_as_it_stood_is_no_correction_and_bars_nobody(letter, reader):
    save(letter, reader)
    save(letter, reader, rows=ROWS, text_version=2)

    assert [action for action, _by in events(letter)] == [
        LogAction.CLAIMED,
        LogAction.CORRECTION_BEGUN,
        LogAction.CORRECTION_DROPPED,
    ]
    approve(letter=letter, by=reader, version=1)


def test_dropped_correction_is_gone_and_bars_nobody(letter, reader):
    text_version = save(letter, reader).version

    drop_correction(letter=letter, by=reader, version=1, text_version=text_version)

    assert open_translation(letter=letter, by=reader).correction == ""
    assert text_to_print(approve(letter=letter, by=reader, version=1)) == "\n\n".join(ROWS)


def test_another_reader_drops_it_once_the_lease_is_over_and_the_log_says_who(letter, reader, other):
    text_version = save(letter, reader).version
    about = {"letter": letter, "by": other, "version": 1}
    with pytest.raises(ClaimedByOther):
        drop_correction(**about, text_version=text_version)

    free(letter)
    with pytest.raises(TextChanged):
        drop_correction(**about, text_version=text_version - 1)
    drop_correction(**about, text_version=text_version)

    assert (LogAction.CORRECTION_DROPPED, "other") in events(letter)
    approve(letter=letter, by=other, version=1)


def test_nobody_goes_on_with_the_words_of_another_who_might_then_approve_them(letter, reader, other):
    text_version = save(letter, reader).version
    free(letter)

    for do in (save, finish):
        with pytest.raises(CorrectionBegun):
            do(letter, other, rows=["Привет!", ROWS[1]], text_version=text_version)
    assert "Здравствуйте" in open_translation(letter=letter, by=reader).correction


def test_words_of_a_reader_whose_account_is_gone_are_dropped_by_another(letter, reader, other):
    text_version = save(letter, reader).version
    reader.delete()

    with pytest.raises(CorrectionBegun):
        save(letter, other, rows=["Привет!", ROWS[1]], text_version=text_version)
    drop_correction(letter=letter, by=other, version=1, text_version=text_version)
    save(letter, other, text_version=text_version + 1)


@pytest.mark.both_databases
def test_second_page_of_the_same_reader_does_not_write_over_the_first(letter, reader):
    save(letter, reader)

    with pytest.raises(TextChanged):
        save(letter, reader, rows=["Привет!", ROWS[1]])
    with pytest.raises(TextChanged):
        finish(letter, reader, rows=["Привет!", ROWS[1]])
    assert save(letter, reader).version == 2, "the same text sent again is saved already"


def test_correction_of_a_letter_that_was_changed_meanwhile_is_refused(letter, reader):
    with pytest.raises(Stale):
        save(letter, reader, version=2)
    Letter.objects.update(state=LetterState.APPROVED)
    with pytest.raises(InvalidTransition):
        save(letter, reader)


@pytest.mark.both_databases
def test_saving_takes_the_letter_and_is_logged_once_however_long_one_types(letter, reader):
    save(letter, reader)
    save(letter, reader, rows=["Здравствуй!", ROWS[1]], text_version=2)

    assert Letter.objects.get().claimant() == reader
    assert events(letter) == [(LogAction.CLAIMED, "reader"), (LogAction.CORRECTION_BEGUN, "reader")]


def test_hand_over_is_not_undone_under_the_hands_of_who_corrects(world, translator, reader):
    letter = make_letter(world, body=SOURCE, state=LetterState.ACCEPTED)
    about = {"letter": letter, "by": translator, "version": 1}
    save_translation(**about, text_version=0, rows=ROWS)
    done = hand_over(**about, text_version=1)
    assert can_undo(done, translator)

    save(done, reader, version=2)

    assert not can_undo(done, translator)


def test_correction_of_a_text_that_its_translator_wrote_anew_is_gone(letter, reader, translator):
    save(letter, reader)
    Letter.objects.update(state=LetterState.ACCEPTED, claimed_by=None)

    save_translation(letter=letter, by=translator, version=1, text_version=2, rows=["Новое", ROWS[1]])

    assert LetterTranslation.objects.get().sealed_correction == ""


@pytest.mark.both_databases
def test_correction_is_erased_with_its_letter(letter, reader):
    save(letter, reader)

    erase_by_writer(letter=letter)

    assert not LetterTranslation.objects.exists()
