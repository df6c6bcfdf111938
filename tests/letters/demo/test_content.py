"""What the letters of the demo say, read from their file; no database."""

import pytest

from letters.demo.actions.roads import APPROVED, ROADS
from letters.demo.reading import demo, letters
from letters.text.side_by_side import rows_of
from prisoner_pages.demo.reading import content, people


def test_letters_and_what_is_unfinished_are_of_invented_people_only():
    unfinished = content("unfinished")
    named = {told.to for told in letters()} | {unfinished[name]["person"] for name in ("text", "to_review")}
    named |= {row["person"] for kind in ("change", "story", "claim", "basis") for row in unfinished[kind]}

    assert named <= people().keys()


def test_each_letter_has_a_key_of_its_own_and_a_known_road():
    keys = [told.key for told in letters()]

    assert len(keys) == len(set(keys)) >= 40
    assert {told.stands for told in letters()} == ROADS.keys()
    assert demo()["emergency"]["letter"] in keys


def test_what_goes_on_paper_is_translated_paragraph_by_paragraph():
    done = [told for told in letters() if ROADS[told.stands][: len(APPROVED) - 1] == APPROVED[:-1]]

    assert done
    assert {told.key: len(told.rows) for told in done} == {
        told.key: len(rows_of(told.body, "")) for told in done
    }


@pytest.mark.parametrize("told", letters(), ids=lambda told: told.key)
def test_writers_give_no_address_of_anybody(told):
    assert not told.email or told.email.endswith("@example.org")
