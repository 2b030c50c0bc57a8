"""Blocks of cells as the clipboard carries them: tabs between cells, line ends between rows, quotes where needed."""

import csv
import io
from collections.abc import Iterable, Sequence


def read_block(text: str) -> list[list[str]]:
    """The cells of a copied block; a cell in quotes may hold tabs and line ends."""
    if not text:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Excel ends a block with a line end that is no further row.
    block = list(csv.reader(io.StringIO(lines.removesuffix("\n"), newline=""), dialect="excel-tab"))
    width = max((len(row) for row in block), default=0)
    return [row + [""] * (width - len(row)) for row in block] if width else [[""]]


def write_block(rows: Iterable[Sequence[str]]) -> str:
    """The text of a block that spreadsheets take as cells."""
    stream = io.StringIO(newline="")
    csv.writer(stream, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return stream.getvalue()


def fitted(block: list[list[str]], height: int, width: int) -> list[list[str]]:
    """The block repeated over a selection that it fills evenly, otherwise the block as it is: as spreadsheets do."""
    if not block or height % len(block) or width % len(block[0]):
        return block
    return [row * (width // len(row)) for row in block] * (height // len(block))
