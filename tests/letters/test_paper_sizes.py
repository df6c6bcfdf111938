"""Each size of paper is one whole entry: a half-made one fails here, or cannot be written down at all."""

import re

import pytest

from letters.intake.forms.letters import EventSheetsForm
from letters.models import DayPack, LetterDesk
from letters.paper_sizes import (
    AT_HOME,
    ENVELOPE,
    ENVELOPES,
    EVENT_SHEET,
    LABELS,
    PAPER,
    SHEET,
    SHEETS,
    choices_of,
)
from letters.printing.forms import PackForm

# What the standards say (ISO 216 and 269, ANSI Y14.1), in mm.
STANDARDS = {
    "a5": (148, 210),
    "a4": (210, 297),
    "us-letter": (215.9, 279.4),
    "dl": (220, 110),
    "c6": (162, 114),
    "c5": (229, 162),
}
# Six boxes of the index in the lower left corner, and what five lines of a sender take (envelopes.typ).
BOXES, SENDER_LINES = 6 * 7 + 5 * 2, 20


def test_sizes_are_those_of_the_standards():
    assert {code: (PAPER[code].width, PAPER[code].height) for code in STANDARDS} == STANDARDS


def test_every_paper_is_of_one_kind_and_every_kind_has_its_usual_one():
    assert SHEETS | ENVELOPES | LABELS == PAPER
    assert len(SHEETS) + len(ENVELOPES) + len(LABELS) == len(PAPER)
    assert SHEET in AT_HOME and EVENT_SHEET in SHEETS and ENVELOPE in ENVELOPES


@pytest.mark.parametrize("code", PAPER)
def test_code_can_stand_in_an_address_and_in_the_row_of_a_pack(code):
    assert re.fullmatch("[a-z0-9-]+", code)
    assert len(code) <= DayPack._meta.get_field("envelope_format").max_length


def test_papers_can_be_told_apart():
    labels = [label for _code, label in choices_of(PAPER)]
    assert len(set(labels)) == len(PAPER)


@pytest.mark.parametrize("paper", SHEETS.values(), ids=SHEETS)
def test_sheet_has_room_for_lines_between_its_margins(paper):
    assert 8 <= paper.margin <= min(paper.width, paper.height) / 6
    assert 8 <= paper.type_size <= 12


@pytest.mark.parametrize("paper", ENVELOPES.values(), ids=ENVELOPES)
def test_parts_of_an_envelope_lie_on_it_and_not_upon_each_other(paper):
    assert paper.left + paper.block <= paper.width - paper.margin
    assert paper.left >= paper.margin + BOXES
    assert paper.bottom >= paper.margin
    assert paper.height - paper.bottom - paper.room >= paper.margin + SENDER_LINES
    assert paper.margin + paper.sender <= paper.width - paper.margin


@pytest.mark.parametrize("paper", LABELS.values(), ids=LABELS)
def test_labels_fill_their_sheet_and_no_more(paper):
    width, height = paper.columns * paper.label_width, paper.rows * paper.label_height
    assert 0 <= paper.width - width < paper.label_width and 0 <= paper.height - height < paper.label_height
    assert paper.envelope in ENVELOPES.values()


@pytest.mark.parametrize(("code", "grams"), [("a4", 5), ("dl", 5), ("c6", 4), ("c5", 7.5), ("labels", 5)])
def test_paper_weighs_what_the_scales_say(code, grams):
    assert PAPER[code].grams == grams


def test_every_address_format_is_offered_to_desks_and_packs_and_every_sheet_to_events():
    formats = [*ENVELOPES, *LABELS]

    for model in (DayPack, LetterDesk):
        assert codes_of(model._meta.get_field("envelope_format")) == formats
    assert codes_of(PackForm.base_fields["envelope_format"]) == formats
    assert codes_of(EventSheetsForm.base_fields["paper"]) == [*SHEETS]


def codes_of(field):
    return [code for code, _label in field.choices]
