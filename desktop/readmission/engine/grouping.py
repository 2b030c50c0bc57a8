"""Aggregates over groups of rows: what is made of the members of each group.

The members of a group are always taken in the order of their rows, so that one group computed alone after an edit is equal, to the
last bit, to the same group computed among all.
"""

from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.columns import Floats, Mask
from readmission.engine.rowset import Rows
from readmission.form.nodes import Aggregate, Missing

# What compiled code gives: arrays, or one value for all members.
Given: TypeAlias = Floats | float
Chosen: TypeAlias = Mask | bool
Counts: TypeAlias = NDArray[np.intp]


class Groups:
    """Which group each member belongs to; rows that belong to none carry the number `count`."""

    def __init__(self, of: Rows, count: int) -> None:
        self.of = of
        self.count = count

    def chosen(self, where: Mask) -> "Groups":
        """The same without the members for which `where` does not hold."""
        return Groups(np.where(where, self.of, self.count), self.count)

    @cached_property
    def sizes(self) -> Counts:
        """How many members each group has."""
        return np.bincount(self.of, minlength=self.count + 1)[: self.count]

    def number(self, mask: Mask) -> Counts:
        """How many members of each group are in a mask."""
        return np.bincount(self.of[mask], minlength=self.count + 1)[: self.count]

    def having(self, mask: Mask) -> Mask:
        """Which groups have a member in a mask."""
        found = np.zeros(self.count + 1, np.bool_)
        found[self.of[mask]] = True
        return found[: self.count]

    def total(self, values: Floats) -> Floats:
        """The sum of each group."""
        # Without any member the library counts in whole numbers.
        sums: Floats = np.bincount(self.of, weights=values, minlength=self.count + 1)[: self.count].astype(np.float64)
        return sums


def aggregated(node: Aggregate, parts: tuple[Given | Chosen, ...], groups: Groups) -> tuple[Floats, Mask | None]:
    """The aggregate of each group and where it is void; `parts` are what the compiled code of the members gives."""
    size = len(groups.of)
    *given, where = parts
    if where is not True:
        groups = groups.chosen(np.broadcast_to(np.asarray(where, np.bool_), size))
    if node.function == "count":
        return groups.sizes.astype(np.float64), None
    if node.function in ("any", "all"):
        yes, no = (np.broadcast_to(np.asarray(one, np.bool_), size) for one in given)
        return _any_or_all(node.function, yes, no, groups), None
    values = np.broadcast_to(np.asarray(given[0], np.float64), size)
    void = None if given[1] is False else np.broadcast_to(np.asarray(given[1], np.bool_), size)
    if node.function == "sum" and void is None and node.missing is Missing.SPREAD:
        return groups.total(values), None
    return _of_numbers(node, values, void, groups)


def _any_or_all(function: str, yes: Mask, no: Mask, groups: Groups) -> Floats:
    if function == "all":
        return 1.0 - _any_or_all("any", no, yes, groups)
    result = np.zeros(groups.count)
    decided = yes | no
    if np.count_nonzero(decided) < len(decided):
        result[groups.having(~decided)] = np.nan
    result[groups.having(yes)] = 1.0
    return result


def _of_numbers(node: Aggregate, values: Floats, void: Mask | None, groups: Groups) -> tuple[Floats, Mask | None]:
    blank = np.isnan(values)
    known = ~blank
    unknown = blank
    if void is not None:
        unknown, known = np.greater(blank, void), known & ~void
    unknowns = groups.having(unknown)
    nothing = ~groups.having(known)
    found = _made(node, values, known, groups)
    found[nothing] = np.nan
    is_void = None
    if node.function == "sum":
        empty = groups.sizes == 0
        found[empty] = 0.0
        is_void = nothing & ~unknowns & ~empty
    if node.missing is Missing.SPREAD:
        found[unknowns] = np.nan
    return found, is_void


def _made(node: Aggregate, values: Floats, known: Mask, groups: Groups) -> Floats:
    if node.function in ("sum", "mean"):
        total = groups.total(np.where(known, values, 0.0))
        if node.function == "sum":
            return total
        mean: Floats = total / (groups.number(known) * 10.0**node.operand.type.scale)
        return mean
    least = node.function == "min"
    found = np.full(groups.count + 1, np.inf if least else -np.inf)
    (np.minimum if least else np.maximum).at(found, groups.of[known], values[known])
    return found[: groups.count]
