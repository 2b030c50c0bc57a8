"""One answer as cells of a workbook: the value, the reason why there is none, the note, last year's."""

from typing import Final

from readmission.answers.entry import entry_text
from readmission.answers.model import Cell, Place
from readmission.form.model import Field, FieldType, Level, Table
from readmission.sheets.answers_book import Entry, EntryKind, Item, Look
from readmission.tasks.workbook.source import Source

_KINDS: Final = {
    FieldType.COUNT: EntryKind.NUMBER,
    FieldType.DECIMAL: EntryKind.NUMBER,
    FieldType.DATE: EntryKind.DAY,
    FieldType.CODE: EntryKind.CHOICE,
    FieldType.YES_NO: EntryKind.CHOICE,
    FieldType.TEXT: EntryKind.TEXT,
    FieldType.REFERENCE: EntryKind.TEXT,
}


def answer(source: Source, table: Table, asked: Field, place: Place, *, alone: bool = False, formula: str = "") -> Item:
    """The cell of a value; with `alone` there is no column for a reason, which then stands in its place."""
    if asked.calculation is not None:
        return _filled(source, asked, Look.COMPUTED, Cell(value=source.computed(place)), formula=formula)
    cell = source.cell(place)
    if asked.prefilled:
        return _filled(source, asked, Look.COMPUTED, cell)
    look = Look.ANSWER if Level.CORE is asked.level is table.level else Look.OFFERED
    if not source.session.relevant(place) and source.session.has_row(table.id, place.key):
        look = Look.ASIDE
    if cell.reason is not None:
        return Item(look, entry_text(cell, asked, source.language) if alone else "", entry=entry(source, table, asked))
    return _filled(source, asked, look, cell, entry=entry(source, table, asked))


def entry(source: Source, table: Table, asked: Field) -> Entry:
    """What may be entered for a field."""
    known = source.entries.get((table.id, asked.id))
    if known is None:
        known = source.entries[table.id, asked.id] = _entry(source, table, asked)
    return known


def reason_entry(source: Source) -> Entry:
    """What may be entered as a reason; it warns only, as “PEND” may be followed by a day."""
    return Entry(EntryKind.CHOICE, choices=source.reasons(), suggested=True)


def _entry(source: Source, table: Table, asked: Field) -> Entry:
    return Entry(
        _KINDS[asked.type],
        choices=source.choices(asked),
        places=asked.places,
        maximum=asked.max_length,
        # A number may bear a flag (450 e), and a letter of a reason may stand where the drop-down has none.
        suggested=asked.type is not FieldType.TEXT,
        title=source.labels.field(table.id, asked.id),
        hint=source.labels.guidance(table.id, asked.id),
    )


def reason(source: Source, asked: Field, place: Place) -> Item | None:
    """The cell of the reason why there is no value."""
    if asked.calculation is not None or asked.prefilled:
        return None
    cell = source.cell(place)
    text = ""
    if cell.reason is not None:
        text = f"{cell.reason.value} {cell.due}" if cell.due else source.reason(cell.reason)
    return Item(Look.REMARK, text, entry=reason_entry(source))


def note(source: Source, asked: Field, place: Place) -> Item | None:
    """The cell of the note."""
    if asked.calculation is not None or asked.prefilled:
        return None
    return Item(Look.REMARK, source.cell(place).note)


def last(source: Source, asked: Field, place: Place) -> Item | None:
    """Last year's answer, locked."""
    cell = source.last_cell(place)
    if cell.reason is not None:
        return Item(Look.LAST, source.reason(cell.reason))
    return _filled(source, asked, Look.LAST, cell)


def _filled(source: Source, asked: Field, look: Look, cell: Cell, *, entry: Entry | None = None, formula: str = "") -> Item:
    if isinstance(cell.value, int) and not cell.flags:
        return Item(look, number=cell.value, places=asked.places, entry=entry, formula=formula)
    if asked.type is FieldType.DATE and isinstance(cell.value, str):
        return Item(look, day=cell.value, entry=entry, formula=formula)
    return Item(look, _text(source, asked, cell), places=asked.places, entry=entry, formula=formula)


def _text(source: Source, asked: Field, cell: Cell) -> str:
    codelist = source.form.codelists.get(asked.codelist)
    if isinstance(cell.value, str) and codelist is not None and cell.value in codelist.by_id:
        return source.code(codelist, cell.value)
    if asked.type is FieldType.YES_NO and cell.value in ("Y", "N"):
        return source.yes_no(str(cell.value))
    return entry_text(cell, asked, source.language)
