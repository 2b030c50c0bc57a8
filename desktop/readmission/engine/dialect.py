"""The three ways of writing compiled code: for all rows, for some rows and for one row.

The first two are numpy on whole columns, the third is plain Python on numbers; NaN stands for "no value" in each, and a
comparison with NaN is false, so that null tests are never written.
"""

from types import ModuleType
from typing import Protocol

from typing_extensions import override

from readmission.engine import column_functions, scalar_functions
from readmission.engine.place import Load, Reach


class Dialect(Protocol):
    """What the generator of code asks of a way of writing it."""

    @property
    def functions(self) -> ModuleType:
        """The functions that the code may call."""

    @property
    def prefix(self) -> str:
        """What is put after the names of the lists of a world: `i` reads single cells."""

    @property
    def keeps(self) -> bool:
        """Whether intermediate columns should be let go early."""

    def load(self, kind: str, load: Load, absent: str) -> str:
        """A read of `x`, `z` or `v`; `absent` stands where there is no such row."""

    def both(self, left: str, right: str) -> str:
        """`and` of two masks."""

    def either(self, left: str, right: str) -> str:
        """`or` of two masks."""

    def opposite(self, mask: str) -> str:
        """`not` of a mask."""

    def choose(self, mask: str, then: str, otherwise: str) -> str:
        """One of two values."""


class AllRows:
    """Columns as they stand."""

    functions = column_functions
    prefix = ""
    keeps = False

    def load(self, kind: str, load: Load, absent: str) -> str:
        column = f"{kind}{load.store}[{load.column}]"
        if load.reach is Reach.SAME:
            return column
        if load.reach is Reach.POINT:
            return column if load.rows == 1 else f"{column}[{load.index}:{load.index + 1}]"
        rows = self.rows(load.index)
        return f"{column}.take({rows})" if load.reach is Reach.MAP else f"pick({column}, {rows}, {absent})"

    def rows(self, number: int) -> str:
        return f"m{number}"

    def both(self, left: str, right: str) -> str:
        return f"({left} & {right})"

    def either(self, left: str, right: str) -> str:
        return f"({left} | {right})"

    def opposite(self, mask: str) -> str:
        return f"logical_not({mask})"

    def choose(self, mask: str, then: str, otherwise: str) -> str:
        return f"where({mask}, {then}, {otherwise})"


class SomeRows(AllRows):
    """Columns at the rows `R`."""

    @override
    def load(self, kind: str, load: Load, absent: str) -> str:
        written = super().load(kind, load, absent)
        return f"{written}[R]" if load.reach is Reach.SAME else written

    @override
    def rows(self, number: int) -> str:
        return f"m{number}[R]"


class OneRow:
    """Numbers of the row `R`."""

    functions = scalar_functions
    prefix = "i"
    keeps = True

    def load(self, kind: str, load: Load, absent: str) -> str:
        column = f"{kind}{load.store}[{load.column}]"
        if load.reach is Reach.SAME:
            return f"{column}(R)"
        if load.reach is Reach.POINT:
            return f"{column}({load.index})"
        row = f"m{load.index}[R]"
        return f"{column}({row})" if load.reach is Reach.MAP else f"({column}({row}) if {row} >= 0 else {absent})"

    def both(self, left: str, right: str) -> str:
        return f"({left} and {right})"

    def either(self, left: str, right: str) -> str:
        return f"({left} or {right})"

    def opposite(self, mask: str) -> str:
        return f"(not {mask})"

    def choose(self, mask: str, then: str, otherwise: str) -> str:
        return f"({then} if {mask} else {otherwise})"


ALL_ROWS = AllRows()
SOME_ROWS = SomeRows()
ONE_ROW = OneRow()
