"""What is typed or pasted into a table, read as answers."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex

from readmission.answers.entry import Entry, entry_text, read_entry
from readmission.answers.model import Cell
from readmission.ui.desk import Desk
from readmission.ui.tables.columns import Column


def read_texts(desk: Desk, texts: Iterable[tuple[QModelIndex, Column, Cell, str]]) -> list[tuple[QModelIndex, Entry]]:
    """What texts say in a column where a cell stands; nothing for those that say what stands there."""
    language, wording = desk.filling.language, desk.wording
    # What is pasted says the same again and again.
    known: dict[tuple[int, str], Entry] = {}
    found: list[tuple[QModelIndex, Entry]] = []
    for index, column, cell, text in texts:
        if text == entry_text(cell, column.field, language):
            continue
        entry = known.get((id(column), text))
        if entry is None:
            entry = known[id(column), text] = read_entry(text, column.field, language, wording.codes(column.field))
        found.append((index, entry))
    return found
