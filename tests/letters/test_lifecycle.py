import pytest

from letters.choices.desk import Act, DeskRole, QueueStep
from letters.choices.letters import LetterState, PublicState
from letters.holds import HOLD_FOR_REASON
from letters.lifecycle import (
    ACT_RULES,
    ALIVE,
    AT_WORK,
    CLOSED,
    CLOSED_BY_SCREENERS,
    CLOSES,
    FOUR_EYES,
    STATES,
    STEP_ROLES,
    UNPRINTED,
    InvalidTransition,
    Other,
    acts_for,
    check_act,
    public_state,
    transitions,
)
from letters.querysets.letters import AT_STEP
from prisoner_pages.can_be_written_to import CallReason
from tests.letters.rights import ENDS_THE_TEXT, follow


@pytest.mark.parametrize("before", LetterState)
def test_letter_moves_only_as_the_table_beside_the_code_says(before):
    assert transitions()[before] == follow(before)


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
    assert list(STATES) == list(LetterState)
    assert set(STEP_ROLES) == set(QueueStep) == set(AT_STEP)
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
    assert not any(STATES[state].opened_by for state in CLOSED)


def test_coordinators_read_nothing():
    assert not any(DeskRole.COORDINATOR in row.opened_by for row in STATES.values())


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
    assert {row.told for row in STATES.values()} == set(PublicState)
    assert len(PublicState) == 5


@pytest.mark.parametrize("state", LetterState)
def test_text_of_a_letter_is_kept_for_ever_in_no_state(state):
    assert STATES[state].ended_by & ENDS_THE_TEXT or state == LetterState.ERASED


@pytest.mark.parametrize("state", LetterState)
def test_letter_waits_only_for_people_who_find_it_and_have_something_to_do(state):
    for waiting in STATES[state].waits:
        roles = STEP_ROLES[waiting.step]
        assert roles <= STATES[state].listed_for
        assert set(acts_for(roles, state)) - {Act.NOTE}


@pytest.mark.parametrize("state", sorted(UNPRINTED - AT_WORK))
def test_letter_that_waits_at_no_step_before_print_is_moved_on_from_outside(state):
    moves = [rule for rule in ACT_RULES.values() if state in rule.before and rule.after in ALIVE]
    assert any(rule.by & set(Other) for rule in moves)


@pytest.mark.parametrize("state", LetterState)
def test_hold_is_shown_as_waiting_only_before_print(state):
    shown = public_state(state, held=True)

    assert (shown == PublicState.WAITING) == (state in UNPRINTED)
    assert public_state(state, held=False) == STATES[state].told
