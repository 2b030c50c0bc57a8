"""The line of totals under a table of figures."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from readmission.answers.changes import Changes, Edit
from readmission.form.model import FieldType
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.speech import say, say_count
from readmission.ui.tables.columns import Column, Source
from readmission.ui.tables.look import LOOK, Look
from readmission.ui.tables.model import ACCESSIBLE, ALIGNMENT, DISPLAY, NUMBERS, TOOLTIP, GridModel, Index


class TotalsModel(QAbstractTableModel):
    """The line of totals under a table; a total of which a member is missing says of how many it is."""

    def __init__(self, grid: GridModel, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._desk = desk
        self._sums: dict[int, tuple[int, int] | None] = {}
        desk.stepped.connect(self._on_stepped)
        grid.modelReset.connect(self._on_reset)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 1

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._grid.columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        column = self._grid.columns[index.column()]
        if role == ALIGNMENT:
            return NUMBERS
        if role == LOOK:
            return Look(str(self.data(index) or ""), NUMBERS)
        if role in (DISPLAY, TOOLTIP, ACCESSIBLE) and column.field.type is FieldType.COUNT:
            return self._total(index.column(), column, words=role != DISPLAY)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical and role in (DISPLAY, ACCESSIBLE):
            return say("All countries")
        return self._grid.headerData(section, orientation, role) if orientation is Qt.Orientation.Horizontal else None

    def _total(self, number: int, column: Column, *, words: bool) -> str:
        if number not in self._sums:
            self._sums[number] = self._sum(number)
        found = self._sums[number]
        if found is None:
            return ""
        total = self._desk.wording.value(column.field, found[0])
        if words:
            countries = len(self._grid.keys)
            return say_count(
                "{total}, the sum of {count} of {of} country",
                "{total}, the sum of {count} of {of} countries",
                countries,
                total=total,
                count=found[1],
                of=countries,
            )
        return total

    def _sum(self, number: int) -> tuple[int, int] | None:
        values = (self._grid.cell(self._grid.index(row, number)).value for row in range(len(self._grid.keys)))
        numbers = [value for value in values if isinstance(value, int)]
        return (sum(numbers), len(numbers)) if numbers else None

    def _on_stepped(self, changes: Changes) -> None:
        table = self._grid.table.id
        anew = any(row.table == table for row in changes.rows)
        edits: dict[str, list[Edit]] = {}
        for edit in changes.edits:
            if edit.place.table == table:
                edits.setdefault(edit.place.field, []).append(edit)
        for number, column in enumerate(self._grid.columns):
            touched = edits.get(column.field.id, []) if column.source is Source.NOW else []
            if anew or touched or column.field.calculation is not None:
                self._keep_up(number, column, None if anew else touched)
                self.dataChanged.emit(self.index(0, number), self.index(0, number))

    def _keep_up(self, number: int, column: Column, edits: list[Edit] | None) -> None:
        """Bring a sum up to edits of its column; with None, or where it is computed or delivered, it is summed anew when asked for."""
        if edits is None or not column.editable:
            self._sums.pop(number, None)
        elif number in self._sums:
            total, count = self._sums[number] or (0, 0)
            for edit in edits:
                for value, by in ((edit.old.value, -1), (edit.new.value, 1)):
                    if isinstance(value, int):
                        total, count = total + by * value, count + by
            self._sums[number] = (total, count) if count else None

    def _on_reset(self) -> None:
        self.beginResetModel()
        self._sums.clear()
        self.endResetModel()
