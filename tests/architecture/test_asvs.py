"""docs/asvs.md: no requirement of ASVS 5.0, levels 1 and 2, is missing, and each evidence is there."""

import re

import pytest

from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text()
ROWS = re.findall(r"^\| (\d[\d.]+) \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
# How many of these levels each section has; they stand first in it. V10 and V17 are no part of the page.
SECTIONS = dict(
    pair.split(":")
    for line in (
        "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1",
        "4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2",
        "7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1",
        "12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7",
        "16.1:1 16.2:5 16.3:4 16.4:3 16.5:3",
    )
    for pair in line.split()
)
STATES = {"pass", "not applicable", "not met"}
PATHS = re.compile(r"`([\w./-]+?)(?:::(\w+))?`")


def test_no_number_is_missing_and_none_stands_there_twice():
    numbers = [
        f"{section}.{number + 1}" for section, count in SECTIONS.items() for number in range(int(count))
    ]

    assert [row[0] for row in ROWS] == numbers


def test_the_sum_at_its_head_is_that_of_the_rows():
    counts = {state: sum(row[2] == state for row in ROWS) for state in STATES}
    said = re.search(r"Of (\d+) requirements (\d+) pass, (\d+) do not apply and (\d+) are not met", PAGE)

    assert set(counts) == {row[2] for row in ROWS}
    told = [len(ROWS), counts["pass"], counts["not applicable"], counts["not met"]]
    assert [int(number) for number in said.groups()] == told


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_evidence_is_there(row):
    number, _words, state, evidence = row
    named = [(path, test) for path, test in PATHS.findall(evidence) if "/" in path or "." in path]

    assert named or state != "pass", number
    for path, test in named:
        assert (ROOT / path).is_file(), path
        assert not test or re.search(rf"^ *def {test}\(", (ROOT / path).read_text(), re.MULTILINE), test
