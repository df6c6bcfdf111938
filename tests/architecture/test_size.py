"""No figure of size.md passes its bound unnoticed, and what the page tells is of today."""

import json

import pytest

from docs.developers import size
from docs.developers.size import BEGIN, END, Row

# Of a bound, and of a figure since `make docs` last told it.
SHARE_LET_PASS = 0.01
# So many lines are no news of a kind that has few.
LINES_LET_PASS = 20


@pytest.fixture(scope="module")
def counted():
    return size.lines()


@pytest.fixture(scope="module")
def rows():
    return size.rows_in(size.PATH.read_text(encoding="utf-8"))


def past_their_bounds(rows, counted):
    """Return what to do about each figure that is too large: as counted, else as the page tells it."""
    held = [row for row in rows if row.bound and (row.today or row.figure in counted)]
    return [
        f"{row.figure}: {number:,} with a bound of {row.bound}: write less, or raise it in size.md"
        " with an entry in decisions.md that says what it bought"
        for row in held
        if (number := counted.get(row.figure) or size.number_of(row.today))
        > size.number_of(row.bound) * (1 + SHARE_LET_PASS)
    ]


def without_a_decision(rows):
    decisions = size.decisions()
    return [row.figure for row in rows if row.bound and size.decision_number(row.decision) not in decisions]


def out_of_date(rows, counted):
    told = {row.figure: size.number_of(row.today) for row in rows if row.figure in counted}
    return [
        figure
        for figure, number in counted.items()
        if abs(told.get(figure, 0) - number) > max(number * SHARE_LET_PASS, LINES_LET_PASS)
    ]


def test_no_figure_passes_its_bound_by_more_than_one_percent(rows, counted):
    assert past_their_bounds(rows, counted) == []


def test_every_bound_names_the_decision_that_set_it(rows):
    assert without_a_decision(rows) == []


def test_the_page_tells_the_lines_of_today(rows, counted):
    assert out_of_date(rows, counted) == [], "make docs"


def test_what_must_not_grow_unnoticed_has_a_bound(rows):
    bound = {row.figure for row in rows if row.bound}
    apps = {f"Python, {app}" for app in size.APPS_AS_TOLD}

    assert bound >= apps | {"Python, all apps", "templates, all apps", "JavaScript, all apps", "tests, all"}
    assert bound >= set(size.figures_of_tiers())


def test_the_rule_itself_sees_a_breach():
    rows = size.rows_in(
        page("| tests, all | 1,000 | 1,000 | [1](decisions.md) |", "| CSS, home | 9,000 |  |  |")
    )
    minutes = size.rows_in(page("| minutes, protect | 10.2 | 10 | 9999 |"))

    assert past_their_bounds(rows, {"tests, all": 1010}) == out_of_date(rows, {"tests, all": 1020}) == []
    assert "tests, all: 1,011 with a bound of 1,000: " in past_their_bounds(rows, {"tests, all": 1011})[0]
    assert out_of_date(rows, {"tests, all": 1021, "CSS, cms": 21}) == ["tests, all", "CSS, cms"]
    assert "minutes, protect: 10.2 with a bound of 10: " in past_their_bounds(minutes, {})[0]
    assert without_a_decision(rows) == [] and without_a_decision(minutes) == ["minutes, protect"]


def test_bounds_stay_and_what_was_not_measured_is_told_as_it_was():
    before = page("| tests, all | 1,000 | 2,000 | 1 |", "| minutes, protect | 7.4 | 10 | 9999 |")

    after = size.told(before, {"minutes, protect": "", "tests, all": "1,500", "CSS, home": "7"})

    assert after.startswith("Above\n") and after.endswith("Below\n")
    assert size.rows_in(after) == [
        Row("minutes, protect", "7.4", "10", "9999"),
        Row("tests, all", "1,500", "2,000", "[1](decisions.md#1-facts-are-not-stories)"),
        Row("CSS, home", "7"),
    ]
    assert size.told(after, {row.figure: row.today for row in size.rows_in(after)}) == after


def test_a_tier_that_was_not_run_here_has_no_measure(tmp_path):
    record = tmp_path / "seconds.json"

    assert size.measured(record) == {}
    record.write_text(json.dumps({"everything": {"items": 11800, "minutes": 71.0}}))
    assert size.measured(record) == {"items, everything": "11,800", "minutes, everything": "71.0"}


def page(*rows):
    table = "\n".join(["| what | today | bound | decision |", "|---|---:|---:|---|", *rows])
    return f"Above\n{BEGIN}\n{table}\n\n{END}Below\n"
