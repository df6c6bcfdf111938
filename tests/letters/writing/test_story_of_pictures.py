"""The letters on the pictures of the guides still find their way: `make screenshots` is run by hand."""

import tomllib

import pytest

from docs.screenshots.story import LETTERS, approved, begun
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member

TOLD = tomllib.loads(LETTERS.read_text())


@pytest.fixture
def desk(world):
    """The staff of the demo, by their names there, at the desk of one partner."""
    make_member(world.partner, "screener", DeskRole.SCREENER)
    make_member(world.partner, "letter-translator", DeskRole.TRANSLATOR, languages="crh,en,pl,fr,sv,cs")
    make_member(world.partner, "second-reader", DeskRole.READER)
    return world.partner


def recipient(told, partner):
    PrisonerFactory(writable=True, slug=told["to"], partner=partner, stories=[])


def test_a_letter_is_begun(desk):
    recipient(TOLD["translated"], desk)

    assert begun(TOLD["translated"]).translation.sealed_text


def test_a_letter_is_approved_by_the_acts_of_its_staff(desk):
    told = TOLD["printed"][0]
    recipient(told, desk)

    assert approved(told).state == LetterState.APPROVED
