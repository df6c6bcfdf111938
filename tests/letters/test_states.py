"""What each state of a letter means to the writer, the desk, the times of keeping and the numbers.

What it should mean stands in `tests.letters.rights`, written by hand: a state that is new, or known to half
of the code, fails here.
"""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.utils import timezone

from letters.choices.desk import QueueStep
from letters.choices.letters import Keeping, LetterState, PublicState
from letters.erasure.actions.retention_run import keep_times
from letters.handling.read_models import AT_STEP, NOTHING, step_of
from letters.lifecycle import STATES, at, public_state
from letters.models import Letter
from letters.numbers.read_models import counters, tables
from letters.posting import read_models as bank
from letters.retention.read_models import days_kept, due
from prisoner_pages.models import Prisoner
from tests.letters.desk_world import make_letter
from tests.letters.rights import ENDS_THE_TEXT, MEANT

pytestmark = pytest.mark.both_databases

LONG = timedelta(days=3000)


@pytest.fixture
def letter(world):
    return make_letter(world, needs_translation=True)


def found(letter, state):
    """Return what the code makes of a letter in this state, in the words of the table."""
    facts = {"sealed_body": ""} if state == LetterState.ERASED else {}
    Letter.objects.filter(pk=letter.pk).update(state=state, **facts)
    letter.refresh_from_db()
    words = {
        "told": [public_state(state, held=False)],
        "held": [public_state(state, held=True)],
        "waits": steps_of(letter),
        "ended_by": ends_of(letter),
        "figures": ["yes" if is_counted(letter) else "no"],
        "numbers": [name for name, (_label, held) in tables.STAGES.items() if state in held],
        "beside": counts_beside_recipient(letter),
    }
    return {name: "+".join(values) or "." for name, values in words.items()}


def steps_of(letter):
    steps = [step for step in QueueStep if Letter.objects.at_step(step).filter(pk=letter.pk).exists()]
    # The queue's lists and the letter's own page must agree.
    return steps if list(filter(None, [step_of(letter)])) == steps else ["two answers"]


def ends_of(letter):
    now, days = timezone.localtime() + LONG, days_kept()
    return [kind for kind in Keeping if kind in ENDS_THE_TEXT and due(kind, now=now, days=days, pk=letter.pk)]


def is_counted(letter):
    tomorrow = timezone.localdate() + timedelta(days=1)
    people = Prisoner.objects.annotate(count=counters.letters_before(tomorrow))
    return bool(people.get(pk=letter.prisoner_id).count)


def counts_beside_recipient(letter):
    row = bank.bank([letter.prisoner.partner_id]).get()
    return [name for name in ("waiting", "went") if getattr(row, f"{name}_count")]


@pytest.mark.parametrize("state", LetterState.values)
def test_state_means_the_same_to_writer_desk_keeping_and_numbers(letter, state):
    assert found(letter, state) == MEANT[state]


def test_state_that_no_table_knows_is_noticed(letter):
    with pytest.raises(ValueError, match="parked"):
        found(letter, "parked")


def test_text_of_a_letter_in_any_state_is_gone_in_the_end(world):
    """A letter that nothing deletes would lie here for ever, whatever state it stopped in."""
    for state in LetterState:
        make_letter(world, state=state)

    with time_machine.travel(timezone.now() + LONG):
        keep_times()

    kept = Letter.objects.exclude(sealed_body="").values_list("state", flat=True)
    assert set(kept) == {LetterState.ERASED}  # made so by hand: erasing empties it at once


@pytest.mark.parametrize(
    ("table", "state"),
    [
        ("letters.lifecycle.AT_WORK", LetterState.APPROVED),
        ("letters.numbers.read_models.counters.IN_FIGURES", LetterState.PRINTED),
        ("letters.posting.read_models.NOT_SENT", LetterState.PRINTED),
        ("letters.posting.read_models.SENT", LetterState.RETURNED),
    ],
)
def test_list_that_lacks_a_state_is_noticed(letter, monkeypatch, table, state):
    module, _dot, name = table.rpartition(".")
    monkeypatch.setattr(table, getattr(import_module(module), name) - {state})

    assert found(letter, state) != MEANT[state]


@pytest.mark.parametrize(
    "half",
    [
        {"told": PublicState.RECEIVED},
        {"ended_by": {Keeping.QUESTION}},
        {"ended_by": {Keeping.SENT, Keeping.CLOSED}},
        {"waits": ()},
        {"waits": at(QueueStep.POST)},
    ],
)
def test_row_that_says_something_else_is_noticed(letter, monkeypatch, half):
    row = replace(STATES[LetterState.RETURNED], **half)
    monkeypatch.setitem(STATES, LetterState.RETURNED, row)

    assert found(letter, LetterState.RETURNED) != MEANT[LetterState.RETURNED]


def test_numbers_and_queue_that_lack_a_state_are_noticed(letter, monkeypatch):
    label, held = tables.STAGES["sent"]
    with monkeypatch.context() as half:
        half.setitem(tables.STAGES, "sent", (label, held - {LetterState.ANSWERED}))
        assert found(letter, LetterState.ANSWERED) != MEANT[LetterState.ANSWERED]
    with monkeypatch.context() as half:
        half.setitem(AT_STEP, QueueStep.FOLLOW_UP, NOTHING)
        assert found(letter, LetterState.RETURNED) != MEANT[LetterState.RETURNED]
