"""The rows of a table, and how the rows of one table find those of another."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.answers.model import Key

Rows: TypeAlias = NDArray[np.intp]
Fixed: TypeAlias = tuple[tuple[str, str], ...]


class RowSet:
    """The keys of a table in order; `members` are the codes of each dimension where rows are all combinations of them."""

    def __init__(
        self, dimensions: tuple[str, ...], keys: Iterable[Key], members: tuple[tuple[str, ...], ...] | None = None
    ) -> None:
        self.dimensions = dimensions
        self.keys = tuple(keys)
        self.members = members

    @staticmethod
    def all_of(dimensions: tuple[str, ...], members: tuple[tuple[str, ...], ...]) -> "RowSet":
        """Every combination of the members of the dimensions, the first dimension slowest."""
        return RowSet(dimensions, product(*members), members)

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def index(self) -> dict[Key, int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def codes(self) -> dict[str, Rows]:
        """For each dimension the position of every row's code among the members."""
        shape = tuple(len(members) for members in self.members or ())
        places = np.indices(shape, dtype=np.intp).reshape(len(shape), -1)
        return dict(zip(self.dimensions, places, strict=True))


def align(source: RowSet, target: RowSet, fixed: Fixed) -> Rows:
    """For each row of `source` the row of `target` that it reads, -1 where there is none.

    A dimension of the target that is not fixed is taken from the row of the source.
    """
    pinned = dict(fixed)
    if source.members is not None and target.members is not None:
        return _align_combinations(source, target, pinned)
    where = [(pinned.get(name), 0 if name in pinned else source.dimensions.index(name)) for name in target.dimensions]
    index = target.index
    found = (index.get(tuple(key[place] if code is None else code for code, place in where), -1) for key in source.keys)
    return np.fromiter(found, np.intp, len(source))


def _align_combinations(source: RowSet, target: RowSet, pinned: Mapping[str, str]) -> Rows:
    rows = np.zeros(len(source), np.intp)
    absent = np.zeros(len(source), np.bool_)
    for name, members in zip(target.dimensions, target.members or (), strict=True):
        place = {code: number for number, code in enumerate(members)}
        if name in pinned:
            step: Rows = np.full(len(source), place.get(pinned[name], -1), np.intp)
        else:
            own = (source.members or ())[source.dimensions.index(name)]
            step = np.array([place.get(code, -1) for code in own], np.intp)[source.codes[name]]
        absent |= step < 0
        rows = rows * len(members) + step
    rows[absent] = -1
    return rows


def holding(rows: RowSet, fixed: Fixed) -> NDArray[np.bool_]:
    """Which rows have the fixed codes."""
    mask = np.ones(len(rows), np.bool_)
    for name, code in fixed:
        place = rows.dimensions.index(name)
        mask &= np.fromiter((key[place] == code for key in rows.keys), np.bool_, len(rows))
    return mask


class Inverse:
    """The rows of the source that read a row of the target, in order."""

    def __init__(self, rows: Rows, targets: int) -> None:
        self._order = np.argsort(rows, kind="stable")
        self._starts = np.searchsorted(rows[self._order], np.arange(targets + 1))
        self._slices: dict[int, Rows | slice] = {}

    def of(self, target: int) -> Rows:
        """The rows that read one row."""
        return self._order[self._starts[target] : self._starts[target + 1]]

    def selection(self, target: int) -> Rows | slice:
        """The same as an index; a slice where the rows stand together, because a slice copies nothing."""
        found = self._slices.get(target)
        if found is None:
            rows = self.of(target)
            together = len(rows) > 0 and rows[-1] - rows[0] + 1 == len(rows)
            found = self._slices[target] = slice(int(rows[0]), int(rows[-1]) + 1) if together else rows
        return found
