"""Marks on the cells of a sheet, put into its text as it stands: a format on a cell, a cell where there was none."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.errors import Phrase
from readmission.sheets.package_parts import attributes, prefix_of
from readmission.sheets.problems import NotMarkable

_TAG: Final = re.compile(rb"<(/?)(?:\w+:)?(row|c)(?=[\s/>])([^>]*?)(/?)>")
_DATA: Final = re.compile(rb"<((?:\w+:)?sheetData)\b[^>]*?(?:/>|>(.*?)</\1\s*>)", re.DOTALL)
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

# From the format that a cell has to the format that marks it.
Restyle = Callable[[int], int]


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A cell by its row and column, counted from 1."""

    row: int
    column: int

    @staticmethod
    def of(address: str) -> "Spot":
        """The spot of an address such as B5; raises NotMarkable."""
        match = _ADDRESS.fullmatch(address.replace("$", ""))
        if match is None:
            raise NotMarkable(address, why=Phrase("no address of a cell"))
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return Spot(int(match[2]), column)

    @property
    def address(self) -> str:
        """The address."""
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the text: where its first tag stands, where its cells end, and its cells by column as (start, end) of the tag."""

    number: int
    start: int
    opened: int
    closed: int
    end: int
    style: int | None
    cells: Mapping[int, tuple[int, int]]


def mark_cells(data: bytes, restyle: Mapping[Spot, Restyle], sheet: str) -> bytes:
    """The text of a sheet with the formats of some cells changed; raises NotMarkable."""
    body = _DATA.search(data)
    if body is None or b"<!--" in data or b"<![CDATA[" in data:
        raise NotMarkable(sheet, why=Phrase("its text is written in an unusual way"))
    prefix = prefix_of(data, b"sheetData").encode()
    columns = _column_styles(data[: body.start()])
    wanted: dict[int, dict[int, Restyle]] = {}
    for spot, change in sorted(restyle.items()):
        wanted.setdefault(spot.row, {})[spot.column] = change
    if body[2] is None:
        rows = b"".join(_new_row(prefix, number, cells, columns) for number, cells in wanted.items())
        return data[: body.start()] + b"<%ssheetData>%s</%ssheetData>" % (prefix, rows, prefix) + data[body.end() :]
    pieces: list[bytes] = []
    done = body.start(2)
    waiting = dict(wanted)
    for row in _rows(data, body.start(2), body.end(2)):
        for number in [number for number in waiting if number < row.number]:
            pieces += (data[done : row.start], _new_row(prefix, number, waiting.pop(number), columns))
            done = row.start
        if row.number in waiting:
            pieces += (data[done : row.start], _changed(data, row, waiting.pop(row.number), prefix, columns))
            done = row.end
    pieces.append(data[done : body.end(2)])
    pieces += (_new_row(prefix, number, cells, columns) for number, cells in waiting.items())
    return data[: body.start(2)] + b"".join(pieces) + data[body.end(2) :]


def _rows(data: bytes, start: int, end: int) -> Iterator[_Row]:
    """The rows in order; a row or cell that does not say its number follows the one before."""
    number = column = 0
    opened: tuple[int, int, int | None] | None = None
    cells: dict[int, tuple[int, int]] = {}
    for match in _TAG.finditer(data, start, end):
        closing, name, said, alone = match.groups()
        if name == b"c":
            if not closing:
                here = attributes(said).get("r")
                column = Spot.of(here).column if here else column + 1
                cells[column] = match.span()
            continue
        if not closing:
            known = attributes(said)
            number, column, cells = int(known.get("r", number + 1)), 0, {}
            style = int(known["s"]) if known.get("customFormat") in ("1", "true") and "s" in known else None
            opened = (match.start(), match.end(), style)
            if alone:
                yield _Row(number, match.start(), match.end(), match.end(), match.end(), style, cells)
        elif opened is not None:
            yield _Row(number, opened[0], opened[1], match.start(), match.end(), opened[2], cells)


def _changed(data: bytes, row: _Row, wanted: Mapping[int, Restyle], prefix: bytes, columns: Mapping[int, int]) -> bytes:
    head = data[row.start : row.opened]
    tail = data[row.closed : row.end]
    if not tail:
        head, tail = re.sub(rb"\s*/>$", b">", head), b"</%srow>" % prefix
    pieces = [head]
    done = row.opened
    for column, restyle in sorted(wanted.items()):
        if column in row.cells:
            start, end = row.cells[column]
            tag = data[start:end]
            pieces += (data[done:start], _restyled(tag, restyle))
        else:
            start = end = min((span[0] for there, span in row.cells.items() if there > column), default=row.closed)
            old = row.style if row.style is not None else columns.get(column, 0)
            pieces += (data[done:start], _new_cell(prefix, Spot(row.number, column), restyle(old)))
        done = end
    return b"".join([*pieces, data[done : row.closed], tail])


def _restyled(tag: bytes, restyle: Restyle) -> bytes:
    said = attributes(tag)
    bare = re.sub(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag)
    end = bare.index(b"/>") if bare.endswith(b"/>") else bare.index(b">")
    return bare[:end].rstrip() + b' s="%d"' % restyle(int(said.get("s", "0"))) + bare[end:]


def _new_row(prefix: bytes, number: int, cells: Mapping[int, Restyle], columns: Mapping[int, int]) -> bytes:
    inside = b"".join(
        _new_cell(prefix, Spot(number, column), restyle(columns.get(column, 0))) for column, restyle in sorted(cells.items())
    )
    return b'<%srow r="%d">%s</%srow>' % (prefix, number, inside, prefix)


def _new_cell(prefix: bytes, spot: Spot, style: int) -> bytes:
    return b'<%sc r="%s" s="%d"/>' % (prefix, spot.address.encode(), style)


def _column_styles(head: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    for tag in _COLUMN.findall(head):
        said = attributes(tag)
        if said.get("style"):
            found |= dict.fromkeys(range(int(said["min"]), int(said["max"]) + 1), int(said["style"]))
    return found
