"""The cells of a file, each with its address: as the child process took them out, before anybody says what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from readmission.override import override
from readmission.sheets.cells import text_of_cell

HEAD_ROWS: Final = 40

Spot: TypeAlias = tuple[int, int]


class Stored(StrEnum):
    """How a value stands in a cell; only a text is read the way people write."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    TRUTH = "truth"
    DAY = "day"
    TIME = "time"
    ERROR = "error"
    UNVALUED = "unvalued"


class Raw(NamedTuple):
    """What stands in a cell that is not empty: its text, or its number; a formula that was never worked out has neither."""

    form: Stored
    text: str = ""
    number: float = 0.0


class Address(NamedTuple):
    """Where something stands: the file, the sheet (none in a text file), the cell such as C12 (none for the whole sheet)."""

    file: str
    sheet: str = ""
    cell: str = ""

    @override
    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return f"{self.file}: {where}" if where else self.file


@dataclass(frozen=True)
class Grid:
    """A sheet; rows and columns count from 0 and begin with `top` and `left`.

    `valueless` are the cells that hold an error, or a formula that was never worked out. `turned` sheets are read with rows and
    columns exchanged; their addresses are those of the file.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Any]]
    top: int = 0
    left: int = 0
    hidden: bool = False
    text: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    valueless: Mapping[str, Raw] = field(default_factory=dict)
    percent: frozenset[str] = frozenset()
    turned: bool = False

    @property
    def bottom(self) -> int:
        """The number after the last row."""
        return self.top + len(self.rows)

    @cached_property
    def right(self) -> int:
        """The number after the last column."""
        return self.left + max(map(len, self.rows), default=0)

    def address(self, row: int, column: int) -> Address:
        """The address of a cell."""
        return Address(self.file, self.name, self._cell(row, column))

    def whole(self) -> Address:
        """The address of the sheet itself."""
        return Address(self.file, self.name)

    def raw(self, row: int, column: int) -> Raw | None:
        """What stands in a cell; None where it is empty."""
        down, across = row - self.top, column - self.left
        outside = down < 0 or across < 0 or down >= len(self.rows) or across >= len(self.rows[down])
        value = "" if outside else self.rows[down][across]
        if value == "":
            return self.valueless.get(self._cell(row, column)) if self.valueless else None
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return Raw(Stored.TRUTH, "TRUE" if value else "FALSE")
        if isinstance(value, int | float):
            percent = bool(self.percent) and self._cell(row, column) in self.percent
            return Raw(Stored.PERCENT if percent else Stored.NUMBER, f"{value:.15g}", float(value))
        kind, said = next(iter(value.items()))
        return Raw(Stored.DAY if kind == "day" else Stored.TIME, str(said))

    def filled(self, row: int, column: int) -> bool:
        """Whether anything stands in a cell, as quickly as can be said."""
        down, across = row - self.top, column - self.left
        if down < 0 or across < 0 or down >= len(self.rows) or across >= len(self.rows[down]):
            return self.raw(row, column) is not None
        value = self.rows[down][across]
        return self.raw(row, column) is not None if value == "" or isinstance(value, str) else True

    def shown(self, row: int, column: int) -> str:
        """A cell as text, as headings and keys are read; a merged cell says in every place what it says in its first."""
        down, across = row - self.top, column - self.left
        if 0 <= down < len(self.rows) and 0 <= across < len(self.rows[down]):
            value = self.rows[down][across]
            # Most headings and keys are plain texts, and there are many of them.
            if isinstance(value, str) and value and "_" not in value:
                if clean := value.strip():
                    return clean
            elif value != "" and (raw := self.raw(row, column)):
                return raw.text.strip()
        return merged.text.strip() if self.merged and (merged := self._of_merged(row, column)) else ""

    def exchanged(self) -> "Grid":
        """The same sheet with rows and columns exchanged."""
        width = max(map(len, self.rows), default=0)
        rows = [[row[column] if column < len(row) else "" for row in self.rows] for column in range(width)]
        merged = tuple((left, top, right, bottom) for top, left, bottom, right in self.merged)
        return Grid(
            self.file,
            self.name,
            rows,
            self.left,
            self.top,
            self.hidden,
            self.text,
            merged,
            self.valueless,
            self.percent,
            turned=not self.turned,
        )

    @cached_property
    def heads(self) -> tuple[tuple[int, tuple[tuple[int, str], ...]], ...]:
        """The rows in which headings are looked for, each with its columns and texts."""
        return tuple(
            (row, tuple((column, text) for column in range(self.left, self.right) if (text := self.shown(row, column))))
            for row in range(self.top, min(self.bottom, self.top + HEAD_ROWS))
        )

    def _text(self, value: str) -> Raw | None:
        clean = text_of_cell(value) if "_" in value or "\r" in value else value
        return None if not clean or clean.isspace() else Raw(Stored.TEXT, clean)

    @cached_property
    def _firsts(self) -> Mapping[Spot, Spot]:
        # Only the edge rows and columns of a merged cell are looked at through it, but a sheet may be merged anywhere.
        found: dict[Spot, Spot] = {}
        for top, left, bottom, right in self.merged:
            for row in range(max(top, self.top), min(bottom + 1, self.bottom)):
                for column in range(max(left, self.left), min(right + 1, self.right)):
                    found[row, column] = (top, left)
        return found

    def _of_merged(self, row: int, column: int) -> Raw | None:
        first = self._firsts.get((row, column)) if self.merged else None
        return self.raw(*first) if first and first != (row, column) else None

    def _cell(self, row: int, column: int) -> str:
        return cell_name(column, row) if self.turned else cell_name(row, column)


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read: its sheets, who it says filled it in, and the code page that was assumed for a text."""

    file: str
    grids: tuple[Grid, ...]
    person: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    code_page: str = ""


def book_of(file: str, found: Mapping[str, Any]) -> Book:
    """The book that the child process found in a file."""
    grids = tuple(_grid(file, sheet) for sheet in found["sheets"])
    person = next((" ".join(name.split()) for name in found["people"] if name.strip()), "")
    return Book(file, grids, person, code_page=found.get("code_page", ""))


def _grid(file: str, sheet: Mapping[str, Any]) -> Grid:
    return Grid(
        file,
        sheet["name"],
        sheet["rows"],
        sheet["top"],
        sheet["left"],
        sheet["hidden"],
        sheet["text"],
        tuple((one[0], one[1], one[2], one[3]) for one in sheet["merged"]),
        {cell: Raw(Stored.UNVALUED) for cell in sheet.get("unvalued", ())}
        | {cell: Raw(Stored.ERROR, text) for cell, text in sheet.get("errors", {}).items()},
        frozenset(sheet.get("percent", ())),
    )


def cell_name(row: int, column: int) -> str:
    """The name of a cell, such as C12 for row 11 and column 2."""
    return f"{column_name(column)}{row + 1}"


@lru_cache(maxsize=4096)
def column_name(column: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
