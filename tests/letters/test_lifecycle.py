import pytest

from letters.choices.desk import Act, DeskRole, QueueStep
from letters.choices.letters import LetterPart, LetterState, PublicState
from letters.holds import HOLD_FOR_REASON
from letters.lifecycle import (
    ACT_RULES,
    CLOSED,
    CLOSED_BY_SCREENERS,
    CLOSES,
    FOUR_EYES,
    LISTED,
    PUBLIC_STATES,
    READERS,
    STEP_ROLES,
    WAITS_WHEN_HELD,
    InvalidTransition,
    check_act,
    public_state,
    transitions,
)
from letters.querysets.letters import AT_STEP
from prisoner_pages.can_be_written_to import CallReason

# The table of the design, written out a second time: state -> states that may follow. Three ways back are
# added: from the second reader to the translator, from the printer's table to the second reader, and from
# what one person closed to the inbox.
DESIGN = {
    "received": "accepted asked rejected withdrawn erased",
    "asked": "received rejected withdrawn erased",
    "accepted": "translated approved asked rejected withdrawn erased",
    "translated": "accepted approved asked rejected withdrawn erased",
    "approved": "translated printed rejected withdrawn erased",
    "printed": "posted approved erased",
    "posted": "answered returned erased",
    "answered": "erased",
    "returned": "approved erased",
    "rejected": "received erased",
    "withdrawn": "erased",
    "erased": "",
}


@pytest.mark.parametrize("before", LetterState.values)
def test_letter_moves_only_as_the_design_says(before):
    assert transitions()[LetterState(before)] == {LetterState(after) for after in DESIGN[before].split()}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", LetterState)
def test_act_is_done_only_in_its_states(act, state):
    if state in ACT_RULES[act].before:
        check_act(act, state)
    else:
        with pytest.raises(InvalidTransition):
            check_act(act, state)


def test_every_table_is_complete():
    assert set(ACT_RULES) == set(Act)
    assert set(READERS) == set(LetterPart)
    assert set(LISTED) == set(DeskRole)
    assert set(STEP_ROLES) == set(QueueStep) == set(AT_STEP)
    assert set(transitions()) == set(PUBLIC_STATES) == set(LetterState)
    assert set(HOLD_FOR_REASON) == set(CallReason)


def test_every_act_has_an_event_of_its_own():
    events = [rule.event for rule in ACT_RULES.values()]
    assert len(set(events)) == len(events)


def test_what_closes_a_letter_says_why():
    closing = {act for act, rule in ACT_RULES.items() if rule.after in CLOSED}
    assert closing == set(CLOSES)


def test_the_two_of_a_pair_stand_in_different_roles():
    """Two readers share one role, and two screeners: these are told apart by the person alone."""
    by_person = {Act.CORRECT, *CLOSED_BY_SCREENERS}
    for second, earlier in FOUR_EYES.items():
        assert not any(ACT_RULES[second].by & ACT_RULES[first].by for first in earlier - by_person)


def test_whatever_a_screener_ends_another_person_may_bring_back():
    ends = {act for act in CLOSES if DeskRole.SCREENER in ACT_RULES[act].by}
    assert ends == CLOSED_BY_SCREENERS == FOUR_EYES[Act.BRING_BACK]


def test_nobody_reads_a_letter_that_is_closed():
    assert not any(states & CLOSED for roles in READERS.values() for states in roles.values())


def test_coordinators_read_nothing():
    assert not any(DeskRole.COORDINATOR in roles for roles in READERS.values())


def test_every_state_is_reached_from_received():
    reached, frontier = set(), {LetterState.RECEIVED}
    while frontier:
        reached |= frontier
        frontier = set().union(*(transitions()[state] for state in frontier)) - reached
    assert reached == set(LetterState)


def test_nothing_follows_erased_and_everything_can_be_erased():
    assert transitions()[LetterState.ERASED] == set()
    assert all(
        LetterState.ERASED in after for state, after in transitions().items() if state != LetterState.ERASED
    )


def test_writer_sees_five_states():
    assert set(PUBLIC_STATES.values()) == set(PublicState)
    assert len(PublicState) == 5


@pytest.mark.parametrize("state", LetterState.values)
def test_hold_is_shown_as_waiting_only_before_print(state):
    shown = public_state(state, held=True)

    assert (shown == PublicState.WAITING) == (state in WAITS_WHEN_HELD or state == "asked")
    assert public_state(state, held=False) == PUBLIC_STATES[state]
