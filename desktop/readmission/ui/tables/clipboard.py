"""Blocks of cells as the clipboard carries them: tabs between cells, line ends between rows, quotes where needed.

A text that a spreadsheet would take for a formula goes out with an apostrophe before it, and comes back without.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = re.compile(r"'*\s*[=+\-@]")
_NUMBER: Final = re.compile(r"[+\-]?\d[\d.,' \u00a0\u202f]*")


def read_block(text: str) -> list[list[str]]:
    """The cells of a copied block; a cell in quotes may hold tabs and line ends."""
    if not text:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Excel ends a block with a line end that is no further row.
    rows = csv.reader(io.StringIO(lines.removesuffix("\n"), newline=""), dialect="excel-tab")
    block = [[_as_written(cell) for cell in row] for row in rows]
    width = max((len(row) for row in block), default=0)
    return [row + [""] * (width - len(row)) for row in block] if width else [[""]]


def write_block(rows: Iterable[Sequence[str]]) -> str:
    """The text of a block that spreadsheets take as cells."""
    stream = io.StringIO(newline="")
    csv.writer(stream, dialect="excel-tab", lineterminator="\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _as_written(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def fitted(block: list[list[str]], height: int, width: int) -> list[list[str]]:
    """The block repeated over a selection that it fills evenly, otherwise the block as it is: as spreadsheets do."""
    if not block or height % len(block) or width % len(block[0]):
        return block
    return [row * (width // len(row)) for row in block] * (height // len(block))
