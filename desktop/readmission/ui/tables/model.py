"""A table as rows and columns for Qt: countries down, fields across, answers in the cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from readmission.answers.changes import Changes
from readmission.answers.entry import Entry, entry_text
from readmission.answers.finding import Severity
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.collector import undisturbed_by_collector
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import Doubt
from readmission.ui.speech import say
from readmission.ui.tables.columns import Column, Source, columns_of
from readmission.ui.tables.look import LOOK, Look
from readmission.ui.tables.reading import read_texts
from readmission.ui.tables.telling import runs, turned_cells
from readmission.ui.wording import country_of

Index = QModelIndex | QPersistentModelIndex

# Plain integers: comparing with members of Qt's enumeration costs a fifth of a frame.
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
EDIT: Final = int(Qt.ItemDataRole.EditRole)
TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
SEVERITY: Final = int(Qt.ItemDataRole.UserRole) + 1
STYLE: Final = int(Qt.ItemDataRole.UserRole) + 2
COMMENTED: Final = int(Qt.ItemDataRole.UserRole) + 3

NUMBERS: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXTS: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_READABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE: Final = _READABLE | Qt.ItemFlag.ItemIsEditable


# Asks a person how to read entries with two meanings; None when the entry is taken back.
Asker = Callable[[list[Doubt]], str | None]


class GridModel(QAbstractTableModel):
    """The cells of one table."""

    def __init__(self, desk: Desk, table: str, ask: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table = desk.table(table)
        self._ask = ask
        self._comparisons = (False, False)
        self.columns: list[Column] = columns_of(desk.form, self.table, last=False, reference=False)
        self.keys: tuple[Key, ...] = desk.rows(table)
        desk.stepped.connect(self._on_desk_stepped)
        desk.state_changed.connect(self._on_state_changed)

    def compare(self, *, last: bool, reference: bool) -> None:
        """Show last year's and the reference figures beside the numbers, or not."""
        if (last, reference) == self._comparisons:
            return
        self._comparisons = (last, reference)
        self.beginResetModel()
        self.columns = columns_of(self._desk.form, self.table, last=last, reference=reference)
        self.endResetModel()

    def place(self, index: Index) -> Place:
        """The cell of an index."""
        return self.place_in(index.row(), self.columns[index.column()])

    def at(self, row: int, number: int) -> QModelIndex:
        """The index of a cell that is there: Qt's own way asks how many rows and columns there are."""
        return self.createIndex(row, number)

    def place_in(self, row: int, column: Column) -> Place:
        """The cell of a row and a column."""
        return Place(column.table.id, self.keys[row], column.field.id)

    def writes(self, index: Index, cell: Cell) -> Mapping[Place, Cell]:
        """What is entered where, when a cell is put at an index."""
        return {self.place(index): cell}

    def last_cell(self, index: Index) -> Cell | None:
        """Last year's answer to the same question."""
        return self._desk.last_cell(self.place(index))

    def index_of(self, place: Place) -> QModelIndex:
        """Where a cell stands; an invalid index when it is not shown."""
        for row, key in enumerate(self.keys):
            if key == place.key:
                for number, column in enumerate(self.columns):
                    if column.source is Source.NOW and column.field.id == place.field:
                        return self.index(row, number)
        return QModelIndex()

    def cell(self, index: Index) -> Cell:
        """What stands at an index, whosever figure it is."""
        return self._cell(index.row(), self.columns[index.column()])

    def commented(self, index: Index) -> Place | None:
        """The cell at an index, if comments on it are open."""
        place = self.place(index)
        now = self.columns[index.column()].source is Source.NOW
        return place if now and self._desk.open_comments(place) else None

    def editable(self, index: Index) -> bool:
        """Whether an answer can be entered here."""
        return self._editable(index.row(), self.columns[index.column()])

    def _editable(self, row: int, column: Column) -> bool:
        return not self.readonly and column.editable and self._desk.relevant(self.place_in(row, column))

    @property
    def readonly(self) -> bool:
        """Whether all of it is only to be read."""
        return self._desk.readonly

    def text(self, index: Index) -> str:
        """The text that is copied and that an editor starts with."""
        return entry_text(self.cell(index), self.columns[index.column()].field, self._desk.filling.language)

    def enter(self, texts: Mapping[QModelIndex, str], why: str = "") -> int:
        """Enter texts as one step, after asking about those with two meanings; returns how many cells could not take one."""
        with undisturbed_by_collector(len(texts)):
            takes = {index: self.columns[index.column()] for index in texts if self.editable(index)}
            typed = ((index, column, self._cell(index.row(), column), texts[index]) for index, column in takes.items())
            entries = read_texts(self._desk, typed)
            doubts = [self._doubt(index, entry) for index, entry in entries if entry.ambiguous]
            convention = self._ask(doubts) if doubts else ""
            if convention is not None and entries:
                self._put(((index, self._kept(index, entry.by(convention))) for index, entry in entries), why)
        return len(texts) - len(takes)

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells as one step."""
        self.write(indexes, BLANK)

    def take_last_year(self, indexes: list[QModelIndex]) -> None:
        """Enter last year's answers as this year's, as one step."""
        found = ((index, self.last_cell(index)) for index in indexes if self.editable(index))
        self._put(((index, cell) for index, cell in found if cell is not None), say("taken from last year"))

    def write(self, indexes: list[QModelIndex], cell: Cell) -> None:
        """Put the same cell, a reason for example, into many places as one step."""
        self._put((index, cell) for index in indexes if self.editable(index))

    def _put(self, entries: Iterable[tuple[QModelIndex, Cell]], why: str = "") -> None:
        self._desk.enter({place: cell for index, put in entries for place, cell in self.writes(index, put).items()}, why)

    def look(self, row: int, number: int) -> Look:
        """What the cell of a row and a column is drawn with."""
        column = self.columns[number]
        return Look(
            self._short(row, column),
            NUMBERS if column.field.type.numeric else _TEXTS,
            self._style(row, number),
            self._severity(row, column),
            # Hardly any table has comments; where none has, no place is asked about.
            bool(self._desk.threads) and self.commented(self.index(row, number)) is not None,
        )

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.keys)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.editable(index) else _READABLE

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == DISPLAY:
            return self._short(index.row(), column)
        if role == LOOK:
            return self.look(index.row(), index.column())
        if role == ALIGNMENT:
            return NUMBERS if column.field.type.numeric else _TEXTS
        if role in (SEVERITY, STYLE):
            row, number = index.row(), index.column()
            return self._style(row, number) if role == STYLE else self._severity(row, column)
        told: dict[int, Callable[[], Any]] = {
            COMMENTED: lambda: self.commented(index) is not None,
            EDIT: lambda: self.text(index),
            TOOLTIP: lambda: self._tooltip(index, column),
            ACCESSIBLE: lambda: self._spoken(index, column),
        }
        return told[role]() if role in told else None

    @override
    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        if not index.isValid() or role != EDIT:
            return False
        self.enter({self.index(index.row(), index.column()): str(value)})
        return True

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._row_header(section, role)
        column = self.columns[section]
        if role == DISPLAY:
            return self._column_title(column)
        if role == TOOLTIP:
            guidance = self._desk.wording.guidance(column.table, column.field)
            return f"{self._column_title(column)}\n{column.field.id}" + (f"\n\n{guidance}" if guidance else "")
        return None

    def _row_header(self, section: int, role: int) -> Any:
        key = self.keys[section]
        if role in (DISPLAY, TOOLTIP, ACCESSIBLE):
            words = self._desk.wording.row(self.table, key)
            return words if not self.table.is_list else f"{words} · {section + 1}"
        if role == SEVERITY:
            return self._desk.findings.worst_in_row(self.table.id, key, self.table.by_id)
        return None

    def _column_title(self, column: Column) -> str:
        words = self._desk.wording.field(column.table, column.field)
        if column.source is Source.LAST:
            return str(self._desk.round.year - 1)
        return words

    def _cell(self, row: int, column: Column) -> Cell:
        place = self.place_in(row, column)
        if column.source is Source.LAST:
            return self._desk.last_cell(place) or BLANK
        if column.source is Source.REFERENCE:
            reference = self._desk.filling.reference
            return reference.cell(place) if reference is not None else BLANK
        return self._desk.cell(place)

    def _short(self, row: int, column: Column) -> str:
        return self._desk.wording.short(column.field, self._cell(row, column))

    def _severity(self, row: int, column: Column) -> Severity | None:
        return self._desk.findings.worst(self.place_in(row, column)) if column.source is Source.NOW else None

    def _style(self, row: int, number: int) -> str:
        column = self.columns[number]
        if column.source is not Source.NOW:
            return "beside"
        place = self.place_in(row, column)
        if not self._desk.relevant(place):
            return "off"
        if not column.editable:
            return "computed"
        cell = self._desk.cell(place)
        if cell.reason is not None:
            return "reason"
        return "owed" if cell.blank and self._desk.expected(place) else ""

    def _tooltip(self, index: Index, column: Column) -> str:
        place = self.place(index)
        lines = [self._spoken(index, column)]
        if column.source is Source.NOW:
            last = self._desk.last_cell(place)
            if last is not None:
                lines.append(f"{self._desk.round.year - 1}: {self._desk.wording.cell(column.field, last)}")
            lines += [f"{self._desk.message(finding)} ({finding.rule})" for finding in self._desk.findings.at(place)]
            note = self._desk.cell(place).note
            if note:
                lines.append(say("Note: {note}", note=note))
            commented = self.commented(index)
            if commented is not None:
                lines.append(f"{self._desk.comments(commented)} (Ctrl+Shift+M)")
        return "\n".join(lines)

    def _spoken(self, index: Index, column: Column) -> str:
        """What a screen reader says: row, column, value, state."""
        cell = self._cell(index.row(), column)
        words = self._desk.wording.spoken(column.table, column.field, cell, self._style(index.row(), index.column()))
        row = self._desk.wording.row(self.table, self.keys[index.row()])
        found = self._desk.findings.at(self.place(index)) if column.source is Source.NOW else []
        state = f". {self._desk.message(found[0])}" if found else ""
        commented = self.commented(index)
        said = f". {self._desk.comments(commented)}" if commented is not None else ""
        return f"{row}, {self._column_title(column)}: {words}{state}{said}"

    def _kept(self, index: QModelIndex, cell: Cell) -> Cell:
        # A note outlives the answer it was written beside.
        note = "" if cell.blank else self.cell(index).note
        return replace(cell, note=note) if note else cell

    def _doubt(self, index: QModelIndex, entry: Entry) -> Doubt:
        return Doubt(self._desk.wording.place(self.place(index)), self.columns[index.column()].field, entry)

    def _on_desk_stepped(self, changes: Changes) -> None:
        if any(row.table == self.table.id for row in changes.rows):
            self._take_rows_over()
        turned = self._turned(changes)
        if turned is None:
            self._report_rows(changes)
            return
        for row, columns in turned.items():
            for first, last in runs(sorted(columns)):
                self.dataChanged.emit(self.index(row, first), self.index(row, last))

    def _turned(self, changes: Changes) -> dict[int, set[int]] | None:
        return turned_cells(self._desk, changes, self.table.id, self.keys, self.columns)

    def _report_rows(self, changes: Changes) -> None:
        countries = self._desk.touched(changes)
        rows = [row for row, key in enumerate(self.keys) if countries is None or country_of(self.table, key) in countries]
        # One report for each run of rows that may look different: one for a paste, two where another country answers for an edit.
        for first, last in runs(rows):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _on_state_changed(self) -> None:
        if self.keys and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.keys) - 1, len(self.columns) - 1))

    def _take_rows_over(self) -> None:
        keys = self._desk.rows(self.table.id)
        for row in range(len(self.keys) - 1, -1, -1):
            if self.keys[row] not in keys:
                self.beginRemoveRows(QModelIndex(), row, row)
                self.keys = (*self.keys[:row], *self.keys[row + 1 :])
                self.endRemoveRows()
        for row, key in enumerate(keys):
            if row >= len(self.keys) or self.keys[row] != key:
                self.beginInsertRows(QModelIndex(), row, row)
                self.keys = (*self.keys[:row], key, *self.keys[row:])
                self.endInsertRows()
