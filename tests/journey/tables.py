"""Tables as a screen reader has them: each cell by itself, headers, selection, and cells that are gone when one asks."""

from contextlib import suppress
from typing import Any

import pyatspi

from journey.screen import Screen

ROUNDS = 5


def hear(table: Any) -> int:
    """Ask each cell of a table what it is; it says its row, its column and what stands in it. Returns how many were asked."""
    grid = table.queryTable()
    across = [grid.getColumnDescription(column) for column in range(grid.nColumns)]
    assert all(across), f"{table.name}: a column without a header"
    for row in range(grid.nRows):
        name = grid.getRowDescription(row)
        assert name, f"{table.name}: row {row} without a header"
        for column, heading in enumerate(across):
            said = grid.getAccessibleAt(row, column).name
            beginning = f"{name}, {heading}: "
            assert said.startswith(beginning), f"{table.name}: {said!r} does not begin with {beginning!r}"
            assert len(said) > len(beginning), f"{table.name}: {said!r} says no value"
    return int(grid.nRows * grid.nColumns)


def survive(screen: Screen, table: Any) -> int:
    """Move through a table in every way the interface has, into nothing and beyond the edge too. Returns how many moves were made."""
    grid, chosen = table.queryTable(), table.querySelection()
    moves = 0
    for _ in range(ROUNDS):
        for row in range(grid.nRows):
            for column in range(grid.nColumns):
                cell = grid.getAccessibleAt(row, column)
                ask(cell)
                with suppress(Exception):
                    cell.queryComponent().grabFocus()
                moves += 1
            with suppress(Exception):
                grid.addRowSelection(row)
            with suppress(Exception):
                chosen.clearSelection()
            # An empty selection, and cells that never were.
            ask(chosen.getSelectedChild(0) if chosen.nSelectedChildren else None)
            for beyond in ((-1, -1), (grid.nRows, 0), (0, grid.nColumns), (10_000, 10_000)):
                with suppress(Exception):
                    ask(grid.getAccessibleAt(*beyond))
                moves += 1
        screen.press("ctrl+Home", "ctrl+End", "ctrl+Home")
    return moves


def ask(node: Any) -> None:
    """Ask a node everything a screen reader asks; it may be gone, and then says so."""
    if node is None:
        return
    with suppress(Exception):
        node.getRole(), node.name, node.description, node.getState().getStates(), node.getIndexInParent()
        node.getRelationSet(), node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
