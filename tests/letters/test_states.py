"""What each state of a letter means to the writer, the desk, the times of keeping and the numbers.

The rows are written by hand, a second time: a state that is new, or known to half of the code, fails here.
"""

from dataclasses import astuple, dataclass
from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone

from letters.choices.desk import QueueStep
from letters.choices.letters import Keeping, LetterState, PublicState
from letters.handling.read_models import AT_STEP, NOTHING, step_of
from letters.lifecycle import public_state
from letters.models import Letter
from letters.numbers.read_models import counters, tables
from letters.posting import read_models as bank
from letters.retention.read_models import days_kept, due
from prisoner_pages.models import Prisoner
from tests.letters.desk_world import make_letter

pytestmark = pytest.mark.both_databases

LONG = timedelta(days=3000)
# What ends the text of a letter; other kinds of keeping end a question, an address or a file.
ENDS_THE_TEXT = (Keeping.SENT, Keeping.UNSENT, Keeping.UNSENT_AT_MOST, Keeping.ABUSE, Keeping.CLOSED)
NOWHERE, UNSENT = set(), {Keeping.UNSENT, Keeping.UNSENT_AT_MOST}
RECEIVED, PREPARED, WAITING, SENT, CLOSED = (
    PublicState.RECEIVED,
    PublicState.IN_PREPARATION,
    PublicState.WAITING,
    PublicState.SENT,
    PublicState.CLOSED,
)


@dataclass
class Row:
    told: PublicState  # to the writer
    told_when_held: PublicState
    steps: set  # of the queue, where it waits for somebody
    ended_by: set  # so that no text is kept for ever
    counted: bool  # in public figures
    stage: str  # in the numbers of the desks
    place_in_bank: str  # the count beside its recipient that it adds to


STATES = {
    "received": Row(RECEIVED, WAITING, {QueueStep.INBOX}, UNSENT, False, "in_work", "waiting"),
    "asked": Row(WAITING, WAITING, NOWHERE, UNSENT, False, "in_work", "waiting"),
    "accepted": Row(PREPARED, WAITING, {QueueStep.TRANSLATE}, UNSENT, True, "in_work", "waiting"),
    "translated": Row(PREPARED, WAITING, {QueueStep.CHECK}, UNSENT, True, "in_work", "waiting"),
    "approved": Row(PREPARED, WAITING, {QueueStep.PRINT}, UNSENT, True, "in_work", "waiting"),
    "printed": Row(PREPARED, PREPARED, {QueueStep.POST}, UNSENT, True, "in_work", "waiting"),
    "posted": Row(SENT, SENT, {QueueStep.FOLLOW_UP}, {Keeping.SENT}, True, "sent", "went"),
    "answered": Row(SENT, SENT, NOWHERE, {Keeping.SENT}, True, "sent", "went"),
    "returned": Row(SENT, SENT, {QueueStep.FOLLOW_UP}, {Keeping.SENT}, True, "sent", "went"),
    "rejected": Row(CLOSED, CLOSED, NOWHERE, {Keeping.CLOSED}, False, "closed", ""),
    "withdrawn": Row(CLOSED, CLOSED, NOWHERE, {Keeping.CLOSED}, False, "closed", ""),
    # Emptied when it is erased.
    "erased": Row(CLOSED, CLOSED, NOWHERE, NOWHERE, False, "closed", ""),
}


@pytest.fixture
def letter(world):
    return make_letter(world, needs_translation=True)


def found(letter, state):
    """Return what the code makes of a letter in this state."""
    facts = {"sealed_body": ""} if state == LetterState.ERASED else {}
    Letter.objects.filter(pk=letter.pk).update(state=state, **facts)
    letter.refresh_from_db()
    return Row(
        told=public_state(state, held=False),
        told_when_held=public_state(state, held=True),
        steps=steps_of(letter),
        ended_by=ends_of(letter),
        counted=is_counted(letter),
        stage=" ".join(name for name, (_label, held) in tables.STAGES.items() if state in held),
        place_in_bank=" ".join(place_in_bank(letter)),
    )


def steps_of(letter):
    steps = {step for step in QueueStep if Letter.objects.at_step(step).filter(pk=letter.pk).exists()}
    # The queue's lists and the letter's own page must agree.
    return steps if {step_of(letter)} - {None} == steps else {"two answers"}


def ends_of(letter):
    now, days = timezone.localtime() + LONG, days_kept()
    return {kind for kind in ENDS_THE_TEXT if due(kind, now=now, days=days, pk=letter.pk)}


def is_counted(letter):
    tomorrow = timezone.localdate() + timedelta(days=1)
    people = Prisoner.objects.annotate(count=counters.letters_before(tomorrow))
    return bool(people.get(pk=letter.prisoner_id).count)


def place_in_bank(letter):
    row = bank.bank([letter.prisoner.partner_id]).get()
    return [name for name in ("waiting", "went") if getattr(row, f"{name}_count")]


def is_as_written(letter, state):
    try:
        return astuple(found(letter, state)) == astuple(STATES[state])
    except (KeyError, ValueError):
        return False


def test_every_state_is_written_down_here():
    assert list(STATES) == LetterState.values


@pytest.mark.parametrize("state", LetterState.values)
def test_state_means_the_same_to_writer_desk_keeping_and_numbers(letter, state):
    assert found(letter, state) == STATES[state]


def test_state_that_no_table_knows_is_noticed(letter):
    with pytest.raises(ValueError, match="parked"):
        found(letter, "parked")


@pytest.mark.parametrize(
    ("table", "state"),
    [
        ("letters.lifecycle.PUBLIC_STATES", LetterState.RETURNED),
        ("letters.lifecycle.WAITS_WHEN_HELD", LetterState.APPROVED),
        ("letters.handling.read_models.STATE_STEPS", LetterState.POSTED),
        ("letters.retention.read_models.NOT_SENT", LetterState.PRINTED),
        ("letters.retention.read_models.SENT", LetterState.ANSWERED),
        ("letters.numbers.read_models.counters.NOT_ACCEPTED", LetterState.ASKED),
        ("letters.posting.read_models.NOT_SENT", LetterState.PRINTED),
        ("letters.posting.read_models.SENT", LetterState.RETURNED),
    ],
)
def test_table_that_lacks_a_state_is_noticed(letter, monkeypatch, table, state):
    assert is_as_written(letter, state)
    module, _dot, name = table.rpartition(".")
    monkeypatch.setattr(table, without(state, getattr(import_module(module), name)))

    assert not is_as_written(letter, state)


def without(state, table):
    if isinstance(table, dict):
        return {key: value for key, value in table.items() if key != state}
    return table - {state}


def test_numbers_and_queue_that_lack_a_state_are_noticed(letter, monkeypatch):
    label, held = tables.STAGES["sent"]
    with monkeypatch.context() as half:
        half.setitem(tables.STAGES, "sent", (label, held - {LetterState.ANSWERED}))
        assert not is_as_written(letter, LetterState.ANSWERED)
    with monkeypatch.context() as half:
        half.setitem(AT_STEP, QueueStep.FOLLOW_UP, NOTHING)
        assert not is_as_written(letter, LetterState.RETURNED)
    assert is_as_written(letter, LetterState.ANSWERED) and is_as_written(letter, LetterState.RETURNED)
