"""What is typed or pasted into a table, read as answers."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex

from readmission.answers.entry import Entry, entry_text, read_entry
from readmission.answers.model import Cell
from readmission.form.model import FieldType
from readmission.ui.desk import Desk
from readmission.ui.tables.columns import Column


def read_texts(desk: Desk, texts: Iterable[tuple[QModelIndex, Column, Cell, str]]) -> list[tuple[QModelIndex, Entry]]:
    """What texts say in a column where a cell stands; nothing for those that say what stands there."""
    language, wording = desk.filling.language, desk.wording
    # What is pasted says the same again and again; fields of one kind read it alike.
    known: dict[tuple[FieldType, int, str, str], Entry] = {}
    found: list[tuple[QModelIndex, Entry]] = []
    for index, column, cell, text in texts:
        field = column.field
        if text == entry_text(cell, field, language):
            continue
        reading = (field.type, field.places, field.codelist, text)
        entry = known.get(reading)
        if entry is None:
            entry = known[reading] = read_entry(text, field, language, wording.codes(field))
        found.append((index, entry))
    return found
