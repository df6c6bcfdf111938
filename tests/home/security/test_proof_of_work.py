"""Proof of work: solved by calculating, good for one kind of form and for a day; else it is no proof."""

import base64
import json
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.utils import timezone

from home.caching.once import take
from home.security import proof_of_work
from home.security.proof_of_work import new_challenge, solved
from tests.tiers import LONG


def proof_for(challenge):
    challenge = Challenge.from_dict(challenge)
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def spoilt(proof, **changes):
    told = json.loads(base64.b64decode(proof))
    told["challenge"]["parameters"] |= changes
    return base64.b64encode(json.dumps(told).encode()).decode()


@pytest.fixture(scope="module")
def proof():
    return proof_for(new_challenge("letter"))


@pytest.mark.full(LONG)
def test_a_solution_is_a_proof_for_its_own_kind_of_form_and_for_a_day(proof, time_machine):
    assert solved(proof, "letter")
    assert not solved(proof, "family")
    time_machine.move_to(timezone.now() + proof_of_work.LIFE + timedelta(minutes=1))
    assert not solved(proof, "letter")


@pytest.mark.parametrize("value", ["", "x", "{}", "e30=", "bnVsbA==", "WzFd", "0" * 5_000, "\ud800", "é"])
def test_what_is_no_proof_is_never_an_error(value):
    assert solved(value, "letter") == ""


@pytest.mark.parametrize(
    "changes", [{"cost": 1}, {"expiresAt": 9_999_999_999}, {"data": {"for": "x"}}, {"data": []}]
)
def test_an_easier_puzzle_than_ours_is_no_proof(proof, changes):
    assert solved(spoilt(proof, **changes), "letter") == ""


def test_a_guess_is_no_proof():
    challenge = new_challenge("letter")
    guess = {"challenge": challenge, "solution": {"counter": 1, "derivedKey": "00" * 32}}
    assert solved(base64.b64encode(json.dumps(guess).encode()).decode(), "letter") == ""


def test_a_proof_counts_once_or_for_the_same_thing_again(proof):
    name = solved(proof, "letter")
    counted = [take(name, keeps=timedelta(hours=1), by=letter) for letter in ("one", "one", "another")]
    assert counted == [True, True, False]
