"""Aggregates: the members that belong to each row, and what is made of them."""

import numpy as np

from readmission.answers.model import Key
from readmission.engine.operands import Floats, Mask, Numbers, Operand, Texts, Truths
from readmission.engine.rowset import Rows, RowSet
from readmission.form.nodes import Aggregate, Missing


def aggregate(node: Aggregate, rows: RowSet, members: RowSet, chosen: Mask, operand: Operand) -> Operand:
    """An aggregate in each row over the chosen members that agree with it."""
    of_member, of_row, count = _groups(node.by, rows, members)
    group = of_member[chosen]
    if node.function == "count":
        counted = _count(group, count)
        return Numbers(counted[of_row], np.zeros(len(rows), np.bool_))
    if isinstance(operand, Truths):
        return _any_or_all(node, operand, chosen, (group, of_row, count))
    assert not isinstance(operand, Texts)
    return _of_numbers(node, Numbers(operand.x[chosen], operand.void[chosen]), group, of_row, count)


def _groups(by: tuple[str, ...], rows: RowSet, members: RowSet) -> tuple[Rows, Rows, int]:
    names: dict[Key, int] = {}

    def numbered(found: RowSet) -> Rows:
        places = [found.dimensions.index(name) for name in by]
        keys = (tuple(key[place] for place in places) for key in found.keys)
        return np.fromiter((names.setdefault(key, len(names)) for key in keys), np.intp, len(found))

    of_row = numbered(rows)
    of_member = numbered(members) if len(members) else np.zeros(0, np.intp)
    return of_member, of_row, len(names)


def _count(group: Rows, count: int) -> Floats:
    counted: Floats = np.bincount(group, minlength=count).astype(np.float64)
    return counted


def _any_or_all(node: Aggregate, operand: Truths, chosen: Mask, groups: tuple[Rows, Rows, int]) -> Operand:
    group, of_row, count = groups
    true = _count(group[operand.true[chosen]], count)[of_row]
    false = _count(group[operand.false[chosen]], count)[of_row]
    everything = _count(group, count)[of_row]
    if node.function == "any":
        return Truths(true > 0, false == everything)
    return Truths(true == everything, false > 0)


def _of_numbers(node: Aggregate, operand: Numbers, group: Rows, of_row: Rows, count: int) -> Operand:
    known = operand.known
    values = _count(group[known], count)
    unknowns = _count(group[~known & ~operand.void], count)
    members = _count(group, count)
    found = _made(node, operand.x[known], group[known], count)
    void = np.zeros(count, np.bool_)
    nothing = values == 0
    found[nothing] = np.nan
    if node.function == "sum":
        found[members == 0] = 0.0
        void = nothing & (unknowns == 0) & (members > 0)
    if node.missing is Missing.SPREAD:
        found[unknowns > 0] = np.nan
    return Numbers(found[of_row], void[of_row])


def _made(node: Aggregate, x: Floats, group: Rows, count: int) -> Floats:
    if node.function in ("sum", "mean"):
        total = np.bincount(group, weights=x, minlength=count).astype(np.float64)
        if node.function == "sum":
            return total
        divisor = np.bincount(group, minlength=count) * 10.0**node.operand.type.scale
        mean: Floats = np.divide(total, divisor, out=np.full(count, np.nan), where=divisor > 0)
        return mean
    found = np.full(count, np.inf if node.function == "min" else -np.inf)
    (np.minimum if node.function == "min" else np.maximum).at(found, group, x)
    return found
