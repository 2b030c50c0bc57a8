"""The columns of one table as numbers: what stands in a cell, and whether it is void.

A column is a float64 array with NaN where no value stands. For `+`, `-` and `sum`, which leave void cells out, a second array
holds 0 at void cells; it is the first array itself until a cell becomes void. Numbers are scaled integers within 53 bits
(larger ones are refused at entry), so float64 holds them and their sums exactly.
"""

from collections.abc import Callable
from math import nan
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.rowset import Rows

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Selection: TypeAlias = Rows | Mask | slice

ALL = slice(None)


class Columns:
    """Columns over the rows of one table; `x` values, `z` with 0 at void cells, `v` void cells, `n` how many are void.

    `xi`, `zi` and `vi` read one cell as a Python number; `matrix` has all of `x`, for code that reads many columns at once.
    """

    def __init__(self, rows: int, columns: int = 0) -> None:
        self.rows = rows
        self._none = np.zeros(rows, np.bool_)
        self._none.flags.writeable = False
        self.matrix = np.full((columns, rows), nan)
        self.x: list[Floats] = list(self.matrix)
        self.z: list[Floats] = list(self.x)
        self.v: list[Mask] = [self._none] * columns
        self.n: list[int] = [0] * columns
        self.xi: list[Callable[[int], float]] = [column.item for column in self.x]
        self.zi: list[Callable[[int], float]] = list(self.xi)
        self.vi: list[Callable[[int], bool]] = [mask.item for mask in self.v]

    def widen(self, count: int) -> None:
        """More columns, all unknown, until there are so many."""
        old = len(self.x)
        if count <= old:
            return
        matrix = np.full((count, self.rows), nan)
        matrix[:old] = self.matrix
        self.matrix = matrix
        for number, column in enumerate(matrix):
            if number >= old:
                self.x.append(column)
                self.z.append(column)
                self.v.append(self._none)
                self.n.append(0)
                self.xi.append(column.item)
                self.zi.append(column.item)
                self.vi.append(self._none.item)
                continue
            if self.z[number] is self.x[number]:
                self.z[number], self.zi[number] = column, column.item
            self.x[number], self.xi[number] = column, column.item

    def set_values(self, column: int, rows: list[int], values: list[float]) -> None:
        """Set many cells of a column that are not void yet and hold no void afterwards."""
        self.x[column][rows] = values
        if self.z[column] is not self.x[column]:
            self.z[column][:] = np.where(self.v[column], 0.0, self.x[column])

    def put(self, column: int, row: int, value: float, void: bool) -> bool:
        """Set one cell (NaN for void and unknown); whether anything changed."""
        old, was_void = self.xi[column](row), self.vi[column](row)
        if void == was_void and (value == old or (value != value and old != old)):  # noqa: PLR0124 (NaN is no value)
            return False
        self.x[column][row] = value
        if void != was_void:
            self._part(column)
            self.v[column][row] = void
            self.n[column] += 1 if void else -1
        if self.z[column] is not self.x[column]:
            self.z[column][row] = 0.0 if void else value
        return True

    def write(self, column: int, rows: Selection, values: Floats | float, void: Mask | bool | None) -> None:
        """Set many cells; `void` None means none of them."""
        self.x[column][rows] = values
        if void is None or void is False:
            if self.z[column] is self.x[column]:
                return
            void = False
        elif self.z[column] is self.x[column]:
            # Counting is the quickest question that can be asked of a mask.
            if void is not True and not np.count_nonzero(void):
                return
            self._part(column)
        self.v[column][rows] = void
        self.n[column] = int(np.count_nonzero(self.v[column]))
        self.z[column][rows] = np.where(void, 0.0, values)

    def hide(self, column: int, values: Floats, void: Mask, hidden: Mask) -> None:
        """Set a whole column of which some cells are hidden, which makes them void."""
        self._part(column)
        x, z, v = self.x[column], self.z[column], self.v[column]
        np.logical_or(void, hidden, out=v)
        np.copyto(x, values)
        np.putmask(x, hidden, nan)
        np.copyto(z, x)
        np.putmask(z, v, 0.0)
        self.n[column] = int(np.count_nonzero(v))

    def stand_apart(self, columns: list[int]) -> tuple[Floats, Mask]:
        """`z` and `v` of columns in arrays of their own, one column below the other."""
        z = np.array([self.z[column] for column in columns])
        v = np.array([self.v[column] for column in columns])
        for place, column in enumerate(columns):
            self.z[column], self.zi[column] = z[place], z[place].item
            self.v[column], self.vi[column] = v[place], v[place].item
        return z, v

    def _part(self, column: int) -> None:
        if self.z[column] is not self.x[column]:
            return
        self.z[column] = self.x[column].copy()
        self.zi[column] = self.z[column].item
        self.v[column] = np.zeros(self.rows, np.bool_)
        self.vi[column] = self.v[column].item

    def moved(self, source: Rows) -> "Columns":
        """The same columns over other rows: where each of them was, -1 for a new one."""
        found = Columns(len(source), len(self.x))
        old = source >= 0
        for column, (values, void) in enumerate(zip(self.x, self.v, strict=True)):
            found.write(column, old, values[source[old]], void[source[old]])
        return found
