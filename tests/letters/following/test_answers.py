"""A question to the writer: asked where it is wished or needed, answered with the code."""

import pytest

from letters.choices.letters import ClosedReason, LetterState
from letters.following.actions.answers import agree_to_leave_out, withdraw_letter
from letters.lifecycle import UNPRINTED, InvalidTransition
from letters.models import Letter
from letters.screening.actions.decisions import (
    NotWished,
    WriterMustBeAsked,
    accept_letter,
    ask_writer,
    hide_parts,
)
from tests.letters.conftest import filled

REASONS = ["ask-politics-or-war", "ask-signature"]


@pytest.fixture
def letter_with(client, check_url, screener):
    def make(**changes):
        assert client.post(check_url, filled(**changes)).status_code == 303
        return Letter.objects.latest("pk")

    return make


def ask(letter, by, **changes):
    return ask_writer(letter=letter, by=by, version=letter.version, reasons=REASONS, **changes)


def accept(letter, by, **changes):
    return accept_letter(letter=letter, by=by, version=letter.version, **changes)


def hide(letter, by):
    return hide_parts(letter=letter, by=by, version=letter.version, spans=[{"start": 0, "end": 6}])


def test_letter_whose_writer_wishes_to_be_asked_is_not_accepted_with_anything_left_out(letter_with, screener):
    letter = hide(letter_with(censor="ask"), screener)

    with pytest.raises(WriterMustBeAsked):
        accept(letter, screener)

    letter = agree_to_leave_out(letter=ask(letter, screener))
    assert letter.state == LetterState.RECEIVED
    assert accept(letter, screener).state == LetterState.ACCEPTED


@pytest.mark.both_databases
def test_letter_whose_writer_left_it_to_us_is_accepted_with_something_left_out(letter_with, screener):
    letter = hide(letter_with(censor="do"), screener)

    assert accept(letter, screener).state == LetterState.ACCEPTED


def test_letter_with_nothing_left_out_needs_no_question(letter_with, screener):
    assert accept(letter_with(censor="ask"), screener).state == LetterState.ACCEPTED


def test_writer_who_left_it_to_us_is_asked_only_when_it_is_needed(letter_with, screener):
    letter = letter_with(censor="do")

    with pytest.raises(NotWished):
        ask(letter, screener)
    asked = ask(letter, screener, is_needed=True)

    assert (asked.state, asked.reasons_told) == (LetterState.ASKED, REASONS)
    assert asked.log.last().detail == "needed"


@pytest.mark.parametrize("state", LetterState.values)
def test_letter_is_withdrawn_while_it_is_not_printed(letter_with, state):
    letter = letter_with()
    Letter.objects.update(state=state)

    if state in UNPRINTED:
        assert withdraw_letter(letter=letter).closed_because == ClosedReason.WITHDRAWN
        assert letter.log.last().at is None
    else:
        with pytest.raises(InvalidTransition):
            withdraw_letter(letter=letter)
        assert Letter.objects.get().state == state
