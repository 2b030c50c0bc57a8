"""The core questions as a table: countries down, questions across, what is not asked grey."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from readmission.answers.changes import Changes
from readmission.answers.entry import NO, YES
from readmission.answers.finding import Severity
from readmission.answers.model import BLANK, Cell, Place
from readmission.form.model import CodeList, FieldType, Shape
from readmission.override import override
from readmission.ui.answer_keys import NO_KEYS, YES_KEYS, keys_of
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.tables.columns import Column
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, SEVERITY, TOOLTIP, Asker, GridModel, Index
from readmission.ui.tables.question_columns import number_of, question_columns, with_options

TICK = "✓"


class QuestionModel(GridModel):
    """The core questions of all countries; `place` of a rank is the option that holds it, or the first option."""

    def __init__(self, desk: Desk, ask: Asker, parent: QObject | None = None) -> None:
        columns = with_options(desk.form, question_columns(desk.form))
        # The rows are the countries; any table with no other dimension has them.
        super().__init__(desk, next(column.table.id for column in columns if len(column.table.dimensions) == 1), ask, parent)
        self.columns = columns
        self._keys: dict[str, dict[str, str]] = {}

    @override
    def place_in(self, row: int, column: Column) -> Place:
        key = self.keys[row]
        if column.rank:
            return Place(column.table.id, (*key, self._ranked(row, column) or self._options(column).codes[0].id), column.field.id)
        return Place(column.table.id, (*key, column.option) if column.option else key, column.field.id)

    @override
    def writes(self, index: Index, cell: Cell) -> Mapping[Place, Cell]:
        row, column = index.row(), self.columns[index.column()]
        if not column.rank:
            # An option that is not ticked is blank; it is never a no.
            unticked = column.table.shape is Shape.CHOICE and cell.value == NO
            return {self.place(index): BLANK if unticked else cell}
        places = {code.id: self._option_place(row, column, code.id) for code in self._options(column).codes}
        if cell.reason is not None:
            return {place: cell for place in places.values() if self._desk.cell(place).value is None}
        cells = {
            place: BLANK
            for place in places.values()
            if self._desk.cell(place).value == column.rank or self._desk.cell(place).reason is not None
        }
        if isinstance(cell.value, str):
            cells[places[cell.value]] = Cell(value=column.rank)
        return cells

    @override
    def last_cell(self, index: Index) -> Cell | None:
        column = self.columns[index.column()]
        if not column.rank:
            return super().last_cell(index)
        options = (code.id for code in self._options(column).codes)
        cells = ((option, self._desk.last_cell(self._option_place(index.row(), column, option))) for option in options)
        return next((Cell(value=option) for option, cell in cells if cell is not None and cell.value == column.rank), None)

    @override
    def commented(self, index: Index) -> Place | None:
        column = self.columns[index.column()]
        if not column.rank:
            return super().commented(index)
        places = (self._option_place(index.row(), column, code.id) for code in self._options(column).codes)
        # An option without a rank is shown where the ranking begins.
        return next((place for place in places if self._desk.open_comments(place) and self.index_of(place) == index), None)

    @override
    def index_of(self, place: Place) -> QModelIndex:
        rows = {key[0]: row for row, key in enumerate(self.keys)}
        if not place.key or place.key[0] not in rows:
            return QModelIndex()
        row = rows[place.key[0]]
        alike = [number for number, column in enumerate(self.columns) if column.table.id == place.table]
        for number in alike:
            if self.place_in(row, self.columns[number]) == place:
                return self.index(row, number)
        # An option without a rank is answered where the ranking begins.
        ranking = next((number for number in alike if self.columns[number].rank), None)
        return self.index(row, ranking) if ranking is not None else QModelIndex()

    def asked(self, row: int, number: int) -> bool:
        """Whether a country owes an answer to a question."""
        column = self.columns[number]
        place = self.place_in(row, column)
        return self._desk.relevant(place) and self._desk.expected(place)

    def open(self, row: int, number: int) -> bool:
        """Whether a country owes an answer to a question and has not given it."""
        return self.asked(row, number) and not self._answered(row, self.columns[number])

    def options_of(self, number: int) -> CodeList | None:
        """The answers among which a question chooses."""
        return self._desk.wording.codes(self.columns[number].field)

    def keys_of(self, number: int) -> dict[str, str]:
        """What each key press answers to a question; empty where answers are typed."""
        field = self.columns[number].field
        if field.type is FieldType.YES_NO:
            return dict.fromkeys(YES_KEYS, YES) | dict.fromkeys(NO_KEYS, NO)
        codes = self.options_of(number)
        return self._keys_of(codes) if codes is not None else {}

    def question(self, number: int) -> str:
        """The whole question of a column."""
        column = self.columns[number]
        wording = self._desk.wording
        words = self._heading(column)
        if column.rank:
            return say("{question}, place {rank}", question=wording.table(column.table), rank=column.rank)
        if column.table.shape in (Shape.CHOICE, Shape.MATRIX) or column.option:
            return say("{question}: {item}", question=wording.table(column.table), item=words)
        return words

    def number(self, number: int) -> str:
        """The number of a column's question."""
        return number_of(self.columns[number])

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in (DISPLAY, TOOLTIP, ACCESSIBLE):
            words = self._heading(self.columns[section]) if role == DISPLAY else self.question(section)
            return f"{self.number(section)} {words}"
        return super().headerData(section, orientation, role)

    @override
    def _turned(self, changes: Changes) -> dict[int, set[int]] | None:
        # A question may stand in several cells of its table, or several questions in one; the countries say it.
        return None

    @override
    def _row_header(self, section: int, role: int) -> Any:
        if role == SEVERITY:
            counts = self._desk.findings.counts(self.keys[section][0])
            return next((severity for severity in (Severity.FAULT, Severity.ERROR) if counts[severity]), None)
        return super()._row_header(section, role)

    @override
    def _column_title(self, column: Column) -> str:
        return f"{number_of(column)} {self._heading(column)}"

    @override
    def _cell(self, row: int, column: Column) -> Cell:
        if not column.rank:
            return super()._cell(row, column)
        ranked = self._ranked(row, column)
        if ranked is not None:
            return Cell(value=ranked)
        cells = (self._desk.cell(self._option_place(row, column, code.id)) for code in self._options(column).codes)
        return next((cell for cell in cells if cell.reason is not None), BLANK)

    @override
    def _style(self, row: int, number: int) -> str:
        column, style = self.columns[number], super()._style(row, number)
        if style == "reason" or not self._cell(row, column).blank:
            return style
        if not self.asked(row, number):
            return "off"
        return "owed" if not self._answered(row, column) else ""

    def _keys_of(self, codes: CodeList) -> dict[str, str]:
        if codes.id not in self._keys:
            self._keys[codes.id] = {key: code for code, key in keys_of(codes).items()}
        return self._keys[codes.id]

    @override
    def _short(self, row: int, column: Column) -> str:
        cell = self._cell(row, column)
        if column.table.shape is Shape.CHOICE and cell.value == YES:
            return TICK
        words = self._desk.wording.short(column.field, cell).partition(" (")[0]
        codes = self._desk.wording.codes(column.field)
        key = next((key for key, code in self._keys_of(codes).items() if code == cell.value), "") if codes is not None else ""
        return f"{key} {words}" if key else words

    def _answered(self, row: int, column: Column) -> bool:
        """Whether a question is answered; the options of a choice or ranking are one question."""
        if column.table.shape not in (Shape.CHOICE, Shape.RANKING):
            return not self._cell(row, column).blank
        cells = (self._desk.cell(self._option_place(row, column, code.id)) for code in self._options(column).codes)
        return any(not cell.blank for cell in cells)

    def _heading(self, column: Column) -> str:
        if column.rank:
            return f"{self._desk.wording.table(column.table)} ({column.rank})"
        if column.option:
            codes = self._options(column)
            option = self._desk.wording.code(codes, codes.by_id[column.option])
            few = column.table.shape is not Shape.GRID
            return option if few else f"{self._desk.wording.field(column.table, column.field)}, {option}"
        return self._desk.wording.field(column.table, column.field)

    def _options(self, column: Column) -> CodeList:
        return self._desk.form.codelists[column.table.dimensions[1].codelist]

    def _option_place(self, row: int, column: Column, option: str) -> Place:
        return Place(column.table.id, (*self.keys[row], option), column.field.id)

    def _ranked(self, row: int, column: Column) -> str | None:
        options = (code.id for code in self._options(column).codes)
        return next(
            (option for option in options if self._desk.cell(self._option_place(row, column, option)).value == column.rank), None
        )
