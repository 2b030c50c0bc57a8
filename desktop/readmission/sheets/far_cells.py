"""Cells that stand farther out than any answer: a library would reserve room for everything before them, and end the process."""

import re
from typing import Final

from readmission.sheets.refused_files import Excess, TooLarge

MAX_ROWS: Final = 99_999
MAX_COLUMNS: Final = 702  # up to ZZ

# Empty cells that are only formatted take no room.
_FAR_CELL: Final = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3,}[0-9]+|[A-Za-z]{1,2}[0-9]{6,})["'][^>]*(?<!/)>""")
_FAR_ROW: Final = re.compile(
    rb"""<(?:\w+:)?row\b[^>]*\br\s*=\s*["'][0-9]{6,}["'][^>]*(?<!/)>\s*<(?:\w+:)?c(?:\s(?!r\s*=)[^>]*)?>"""
)
# As good as every sheet is written in one way, in which a far cell is found twenty times as fast. What is written in a way of its own
# and gets past this meets the bounds of the process that reads.
_PERHAPS_FAR: Final = (
    re.compile(rb'r="[A-Za-z]{3}'),
    re.compile(rb'r="[A-Za-z]{1,2}[0-9]{6}'),
    re.compile(rb'row [^>]*r="[0-9]{6}'),
)


def refuse_far_cells(sheet: bytes) -> None:
    """Look through the XML of a sheet; raises TooLarge."""
    # One sign is looked for in no time at all, two take a hundred times as long.
    unusual = b"'" in sheet and b"r='" in sheet
    if not unusual and not any(pattern.search(sheet) for pattern in _PERHAPS_FAR):
        return
    if _FAR_CELL.search(sheet) or _FAR_ROW.search(sheet):
        raise TooLarge(what=Excess.FAR)
