"""Where compiled code finds a column: which store, which column, and how a row of one store reaches a row of the other."""

from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """How a row finds the row that it reads."""

    SAME = "same"
    """The row of the same number."""
    POINT = "point"
    """One row for all."""
    MAP = "map"
    """The row that a map names."""
    SOME = "some"
    """The same, where there may be no such row."""


@dataclass(frozen=True, slots=True)
class Load:
    """A column as it is read from a row: `index` is the row of a POINT and the number of the map otherwise."""

    store: int
    column: int
    reach: Reach = Reach.SAME
    index: int = 0
    rows: int = 0
    """How many rows the store of a POINT has."""
