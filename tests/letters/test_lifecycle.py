import pytest

from letters.choices import LetterState, PublicState
from letters.lifecycle import (
    PUBLIC_STATES,
    TRANSITIONS,
    WAITS_WHEN_HELD,
    InvalidTransition,
    check_transition,
    public_state,
)

# The table of the design, written out a second time: state -> states that may follow.
DESIGN = {
    "received": "accepted asked rejected withdrawn erased",
    "asked": "received rejected withdrawn erased",
    "accepted": "translated approved asked rejected withdrawn erased",
    "translated": "approved asked rejected withdrawn erased",
    "approved": "printed rejected withdrawn erased",
    "printed": "posted approved erased",
    "posted": "answered returned erased",
    "answered": "erased",
    "returned": "approved erased",
    "rejected": "erased",
    "withdrawn": "erased",
    "erased": "",
}


@pytest.mark.parametrize("before", LetterState.values)
@pytest.mark.parametrize("after", LetterState.values)
def test_letter_moves_only_as_the_design_says(before, after):
    if after in DESIGN[before].split():
        check_transition(before, after)
    else:
        with pytest.raises(InvalidTransition):
            check_transition(before, after)


def test_every_state_has_a_row_in_both_tables():
    assert set(TRANSITIONS) == set(PUBLIC_STATES) == set(LetterState)


def test_every_state_is_reached_from_received():
    reached, frontier = set(), {LetterState.RECEIVED}
    while frontier:
        reached |= frontier
        frontier = set().union(*(TRANSITIONS[state] for state in frontier)) - reached
    assert reached == set(LetterState)


def test_nothing_follows_erased_and_everything_can_be_erased():
    assert TRANSITIONS[LetterState.ERASED] == set()
    assert all(
        LetterState.ERASED in after for state, after in TRANSITIONS.items() if state != LetterState.ERASED
    )


def test_writer_sees_five_states():
    assert set(PUBLIC_STATES.values()) == set(PublicState)
    assert len(PublicState) == 5


@pytest.mark.parametrize("state", LetterState.values)
def test_hold_is_shown_as_waiting_only_before_print(state):
    shown = public_state(state, held=True)

    assert (shown == PublicState.WAITING) == (state in WAITS_WHEN_HELD or state == "asked")
    assert public_state(state, held=False) == PUBLIC_STATES[state]
