"""Numbers under five, kept back in a table so that no sum gives them away. Pure.

A table is shown with its totals, so a number left out could be worked out from the rest of its line. Whether
it could is asked exactly: a hidden cell is uncertain when the hidden cells of the table can be changed in a
ring, one up and one down, without changing anything that is shown. Where there is no such ring, the smallest
numbers that make one are hidden too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

FEWEST = 5  # a number under this is not shown exactly; none at all is
SMALL, KEPT_BACK = "<5", "…"
Shown = int | str  # a number, SMALL or KEPT_BACK
Cell = tuple[int, int]  # row, column
Node = tuple[str, int]  # "row" or "column", and which


@dataclass
class _Grid:
    """`values` with totals as last column and row; `hidden` cells; `free` ones that may yet be hidden."""

    values: list[list[int]]
    hidden: set[Cell]
    free: set[Cell]

    def value(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]

    def may_move(self, cell: Cell, by: int) -> bool:
        """Could the cell, once hidden, be one more or less (against its sign) for all that a reader knows?"""
        value = self.value(cell)
        moved = value + by * self._sign(cell)
        return 0 < moved < FEWEST if value < FEWEST else moved >= FEWEST

    def _sign(self, cell: Cell) -> int:
        """A total counts against what it is the total of."""
        row, column = cell
        return -1 if (row == len(self.values) - 1) != (column == len(self.values[0]) - 1) else 1

    def protect(self, cell: Cell) -> bool:
        """Hide what must be hidden so that the hidden cell is uncertain; return whether that can be done."""
        rings = [ring for ring in (self._ring(cell, 1), self._ring(cell, -1)) if ring is not None]
        if not rings:
            return False
        _cost, added = min(rings)
        self.hidden |= set(added)
        self.free -= set(added)
        return True

    def _ring(self, cell: Cell, by: int) -> tuple[int, list[Cell]] | None:
        """Return (sum, cells) of the cheapest cells to hide so that the cell can move by one in a ring."""
        if not self.may_move(cell, by):
            return None
        row, column = ("row", cell[0]), ("column", cell[1])
        start, goal = (row, column) if by == 1 else (column, row)
        waiting: list[tuple[int, list[Cell], Node]] = [(0, [], start)]
        seen = set()
        while waiting:
            cost, added, node = heappop(waiting)
            if node == goal:
                return cost, added
            if node in seen:
                continue
            seen.add(node)
            for other, through in self.ways.get(node, ()):
                if through == cell:
                    continue
                price = self.value(through) if through in self.free else 0
                heappush(waiting, (cost + price, [*added, through] if price else added, other))
        return None

    @cached_property
    def ways(self) -> dict[Node, list[tuple[Node, Cell]]]:
        """Return {row or column: [(the next one, the cell between)]}: down along a row, up along a column."""
        ways: dict[Node, list[tuple[Node, Cell]]] = {}
        for cell in self.hidden | self.free:
            row, column = ("row", cell[0]), ("column", cell[1])
            if self.may_move(cell, -1):
                ways.setdefault(row, []).append((column, cell))
            if self.may_move(cell, 1):
                ways.setdefault(column, []).append((row, cell))
        return ways


def protected(
    rows: Iterable[Sequence[int]], totals: Sequence[Shown] | None = None
) -> list[list[Shown]] | None:
    """Return the table as it may be shown, of numbers, SMALL and KEPT_BACK; totals are last row and column.

    `rows` are lists of numbers, of equal length. `totals`, the last row as it is shown elsewhere already, is
    kept as it is. None when no way of hiding keeps the small numbers back.
    """
    values = [[*row, sum(row)] for row in rows]
    values.append([sum(column) for column in zip(*values, strict=True)])
    cells = {(row, column) for row in range(len(values)) for column in range(len(values[0]))}
    last = len(values) - 1
    hidden = {cell for cell in cells if 0 < values[cell[0]][cell[1]] < FEWEST}
    free = {cell for cell in cells if values[cell[0]][cell[1]] >= FEWEST}
    if totals is not None:
        kept_back = {(last, column) for column, shown in enumerate(totals) if shown == KEPT_BACK}
        hidden |= kept_back
        free = {cell for cell in free if cell[0] != last}
    grid = _Grid(values, hidden, free)
    small = sorted(cell for cell in hidden if values[cell[0]][cell[1]] < FEWEST)
    if not all(grid.protect(cell) for cell in small):
        return None
    return [[_shown(grid, (row, column)) for column in range(len(values[0]))] for row in range(len(values))]


def _shown(grid: _Grid, cell: Cell) -> Shown:
    value = grid.value(cell)
    if cell not in grid.hidden:
        return value
    return SMALL if value < FEWEST else KEPT_BACK
