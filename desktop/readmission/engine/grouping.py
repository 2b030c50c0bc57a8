"""Aggregates over groups of rows: what is made of the members of each group.

The members of a group are always taken in the order of their rows, so that one group computed alone after an edit is equal, to the
last bit, to the same group computed among all.
"""

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.columns import Floats, Mask
from readmission.engine.rowset import Rows
from readmission.form.nodes import Aggregate, Missing

# What compiled code gives: arrays, or one value for all members.
Given: TypeAlias = Floats | float
Chosen: TypeAlias = Mask | bool


class Groups:
    """Which group each member belongs to; rows that belong to none carry the number `count`."""

    def __init__(self, of: Rows, count: int) -> None:
        self.of = of
        self.count = count

    @cached_property
    def sizes(self) -> Floats:
        """How many members each group has."""
        return self.total(np.ones(len(self.of)))

    def number(self, mask: Mask) -> Floats:
        """How many members of each group are in a mask."""
        return self.total(mask)

    def having(self, mask: Mask) -> Mask:
        """Which groups have a member in a mask."""
        found = np.zeros(self.count + 1, np.bool_)
        found[self.of[mask]] = True
        return found[: self.count]

    def total(self, values: Floats | Mask) -> Floats:
        """The sum of each group."""
        # Without any member the library counts in whole numbers.
        sums: Floats = np.bincount(self.of, values, self.count + 1)[: self.count].astype(np.float64, copy=False)
        return sums


def aggregated(node: Aggregate, parts: tuple[Given | Chosen, ...], groups: Groups) -> tuple[Floats, Mask | None]:
    """The aggregate of each group and where it is void; `parts` are what the compiled code of the members gives."""
    size = len(groups.of)
    *given, where = parts
    members = None if where is True else _whole(where, size)
    if node.function == "count":
        return groups.sizes if members is None else groups.number(members), None
    if node.function in ("any", "all"):
        yes, no = (_whole(one, size) for one in given)
        return _any_or_all(node.function, yes, no, members, groups), None
    values = _whole(given[0], size)
    void = None if given[1] is False else _whole(given[1], size)
    if node.function == "sum" and node.missing is Missing.SPREAD:
        return _sum(values, void, members, groups)
    return _of_numbers(node, values, void, members, groups)


def _whole(given: Any, size: int) -> NDArray[Any]:
    """One value for each member; code gives a single one where all have the same."""
    if isinstance(given, np.ndarray) and given.shape == (size,):
        return given
    return np.full(size, given)


def _any_or_all(function: str, yes: Mask, no: Mask, members: Mask | None, groups: Groups) -> Floats:
    if function == "all":
        return 1.0 - _any_or_all("any", no, yes, members, groups)
    result = np.zeros(groups.count)
    open_ = np.logical_not(yes | no)
    if members is not None:
        yes, open_ = yes & members, open_ & members
    if np.count_nonzero(open_):
        result[groups.having(open_)] = np.nan
    result[groups.having(yes)] = 1.0
    return result


def _sum(values: Floats, void: Mask | None, members: Mask | None, groups: Groups) -> tuple[Floats, Mask | None]:
    """A sum that one unknown member makes unknown; void members stand as 0, and a group of them alone is void."""
    total = groups.total(values if members is None else np.where(members, values, 0.0))
    if void is None:
        return total, None
    voids = groups.number(void if members is None else void & members)
    if not np.count_nonzero(voids):
        return total, None
    sizes = groups.sizes if members is None else groups.number(members)
    is_void = (voids == sizes) & (sizes > 0.0)
    total[is_void] = np.nan
    return total, is_void


def _of_numbers(
    node: Aggregate, values: Floats, void: Mask | None, members: Mask | None, groups: Groups
) -> tuple[Floats, Mask | None]:
    unknown = np.isnan(values)
    known = np.logical_not(unknown)
    if void is not None:
        unknown, known = np.greater(unknown, void), np.greater(known, void)
    if members is not None:
        unknown, known = unknown & members, known & members
    unknowns, nothing = groups.having(unknown), np.logical_not(groups.having(known))
    found = _made(node, values, known, groups)
    found[nothing] = np.nan
    is_void = None
    if node.function == "sum":
        empty = (groups.sizes if members is None else groups.number(members)) == 0.0
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
