"""Small numbers in a table: not shown, and not to be worked out by anybody who sees all the rest."""

import random
from itertools import product

import pytest

from letters.numbers import small_numbers
from letters.numbers.small_numbers import FEWEST, KEPT_BACK, SMALL, protected

MOST = 9


def possible(shown):
    """Yield every table of numbers that a reader of the shown one must think possible."""
    rows, columns = len(shown) - 1, len(shown[0]) - 1
    ranges = [_range(shown[row][column]) for row in range(rows) for column in range(columns)]
    for guess in product(*ranges):
        values = [list(guess[row * columns : (row + 1) * columns]) for row in range(rows)]
        values = [[*row, sum(row)] for row in values]
        values.append([sum(column) for column in zip(*values, strict=True)])
        if all(
            value in _range(cell)
            for line, marks in zip(values, shown, strict=True)
            for value, cell in zip(line, marks, strict=True)
        ):
            yield values


def _range(cell):
    if cell == SMALL:
        return range(1, FEWEST)
    return range(FEWEST, 4 * MOST) if cell == KEPT_BACK else range(cell, cell + 1)


def worked_out(shown):
    """Return the small cells for which only one number is possible."""
    seen = {}
    for values in possible(shown):
        for row, line in enumerate(shown):
            for column, cell in enumerate(line):
                if cell == SMALL:
                    seen.setdefault((row, column), set()).add(values[row][column])
    return [cell for cell, numbers in seen.items() if len(numbers) == 1]


def _tables():
    draw = random.Random(7)
    choices = [0, 0, 1, 2, 4, 5, 6, 9, 20]
    return [
        [[draw.choice(choices) for _c in range(2)] for _r in range(draw.randint(1, 2))] for _t in range(60)
    ]


@pytest.mark.parametrize("rows", _tables(), ids=str)
def test_nobody_works_out_a_small_number(rows):
    shown = protected(rows)

    assert shown is None or worked_out(shown) == []


def test_small_ones_are_never_shown_and_none_at_all_is():
    shown = protected([[3, 20, 0], [9, 8, 7]])

    assert shown[0][0] == SMALL and shown[0][2] == 0
    assert not [cell for line in shown for cell in line if cell in range(1, FEWEST)]


def test_what_needs_no_hiding_is_shown():
    assert protected([[5, 20], [9, 8]]) == [[5, 20, 25], [9, 8, 17], [14, 28, 42]]


def test_number_beside_a_small_one_is_kept_back():
    assert protected([[3], [20], [9]]) == [[SMALL, SMALL], [20, 20], [KEPT_BACK, KEPT_BACK], [32, 32]]


def test_totals_shown_elsewhere_stay_as_they_are():
    shown = protected([[3, 20], [9, 8]], totals=[12, 28, 40])

    assert shown[-1] == [12, 28, 40]
    assert shown[0][0] == SMALL and worked_out(shown) == []


def test_two_that_fill_their_total_are_not_given_away():
    """4 + 4 = 8, and neither can be more than 4: both are known unless more is kept back."""
    assert worked_out(protected([[4], [4], [9]])) == []


def test_turned_off_the_rule_lets_a_number_be_worked_out(monkeypatch):
    monkeypatch.setattr(small_numbers._Grid, "protect", lambda grid, cell: True)

    assert worked_out(protected([[3], [20], [9]])) == [(0, 0), (0, 1)]


def test_many_rows_are_quick():
    draw = random.Random(1)
    rows = [[draw.choice([0, 1, 2, 3, 7, 12, 40]) for _c in range(3)] for _r in range(200)]

    assert len(protected(rows)) == 201
