"""The three ways of writing compiled code: for all rows, for some rows and for one row.

The first two are numpy on whole columns, the third is plain Python on numbers; NaN stands for "no value" in each, and a
comparison with NaN is false, so that null tests are never written.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import ModuleType
from typing import ClassVar

from readmission.engine import column_functions, scalar_functions
from readmission.engine.place import Load, Reach
from readmission.override import override


class Dialect(ABC):
    """A way of writing code.

    `functions` are those that the code may call, `prefix` is put after the names of a world's lists (`i` reads single cells), and
    `columns` says that values are whole columns, which are let go early, and `gathers` that many can be read at once.
    """

    functions: ClassVar[ModuleType]
    prefix: ClassVar[str] = ""
    columns: ClassVar[bool] = True
    gathers: ClassVar[bool] = False

    @abstractmethod
    def load(self, kind: str, load: Load, absent: str) -> str:
        """A read of `x`, `z` or `v`; `absent` stands where there is no such row."""

    def several(self, store: int, columns: Sequence[int]) -> str:
        """A read of many columns, one below the other."""
        index = numbered(columns)
        return f"w{store}{index}" if _together(columns) else f"w{store}.take({index[1:-1]}, 0)"

    @abstractmethod
    def both(self, left: str, right: str) -> str:
        """`and` of two masks."""

    @abstractmethod
    def either(self, left: str, right: str) -> str:
        """`or` of two masks."""

    @abstractmethod
    def opposite(self, mask: str) -> str:
        """`not` of a mask."""

    @abstractmethod
    def choose(self, mask: str, then: str, otherwise: str) -> str:
        """One of two values."""


class AllRows(Dialect):
    """Columns as they stand."""

    functions: ClassVar[ModuleType] = column_functions
    gathers: ClassVar[bool] = True

    @override
    def load(self, kind: str, load: Load, absent: str) -> str:
        column = f"{kind}{load.store}[{load.column}]"
        if load.reach is Reach.SAME:
            return column
        if load.reach is Reach.POINT:
            return column if load.rows == 1 else f"{column}[{load.index}:{load.index + 1}]"
        rows = self.rows(load.index)
        return f"{column}.take({rows})" if load.reach is Reach.MAP else f"pick({column}, {rows}, {absent})"

    def rows(self, number: int) -> str:
        """The map of a number, at the rows at hand."""
        return f"m{number}"

    @override
    def both(self, left: str, right: str) -> str:
        return f"({left} & {right})"

    @override
    def either(self, left: str, right: str) -> str:
        return f"({left} | {right})"

    @override
    def opposite(self, mask: str) -> str:
        return f"logical_not({mask})"

    @override
    def choose(self, mask: str, then: str, otherwise: str) -> str:
        return f"where({mask}, {then}, {otherwise})"


class SomeRows(AllRows):
    """Columns at the rows `R`."""

    gathers: ClassVar[bool] = False

    @override
    def load(self, kind: str, load: Load, absent: str) -> str:
        written = super().load(kind, load, absent)
        return f"{written}[R]" if load.reach is Reach.SAME else written

    @override
    def rows(self, number: int) -> str:
        return f"m{number}[R]"


class OneRow(Dialect):
    """Numbers of the row `R`."""

    functions: ClassVar[ModuleType] = scalar_functions
    prefix: ClassVar[str] = "i"
    columns: ClassVar[bool] = False

    @override
    def load(self, kind: str, load: Load, absent: str) -> str:
        column = f"{kind}{load.store}[{load.column}]"
        if load.reach is Reach.SAME:
            return f"{column}(R)"
        if load.reach is Reach.POINT:
            return f"{column}({load.index})"
        row = f"m{load.index}[R]"
        return f"{column}({row})" if load.reach is Reach.MAP else f"({column}({row}) if {row} >= 0 else {absent})"

    @override
    def both(self, left: str, right: str) -> str:
        return f"({left} and {right})"

    @override
    def either(self, left: str, right: str) -> str:
        return f"({left} or {right})"

    @override
    def opposite(self, mask: str) -> str:
        return f"(not {mask})"

    @override
    def choose(self, mask: str, then: str, otherwise: str) -> str:
        return f"({then} if {mask} else {otherwise})"


def numbered(numbers: Sequence[int]) -> str:
    """An index of one row, of rows that stand together, or of any rows."""
    if len(numbers) == 1:
        return f"[{numbers[0]}]"
    if _together(numbers):
        return f"[{numbers[0]}:{numbers[-1] + 1}]"
    return f"[I({', '.join(map(str, numbers))})]"


def _together(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


ALL_ROWS = AllRows()
SOME_ROWS = SomeRows()
ONE_ROW = OneRow()
