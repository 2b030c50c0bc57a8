"""A table that draws its cells itself.

Qt's own way asks for the flags of each cell, and hands painter, place and options of each from C++ to Python and back: that costs more
than all of the drawing, and after an edit a whole row may have to be drawn anew.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from readmission.override import override
from readmission.ui import theme
from readmission.ui.tables.drawing import CellPainter, CutTexts
from readmission.ui.tables.look import Look


class _Stretch(NamedTuple):
    """A row or a column in sight: its number, where it begins and how wide it is."""

    number: int
    start: int
    width: int


class DrawnView(QTableView):
    """A table of which a subclass knows the look of each cell; sections stay in their order, and no cell spans several."""

    texts: CutTexts

    def look(self, row: int, column: int) -> Look:
        """The look of a cell."""
        raise NotImplementedError

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        cells = CellPainter(painter, self.texts)
        grid = 1 if self.showGrid() else 0
        line = self._line_colour()
        frame = theme.colours().accent if self.hasFocus() else theme.colours().frame
        current = (self.currentIndex().row(), self.currentIndex().column())
        chosen = self.selectionModel().selection()
        ranges = [(each.top(), each.bottom(), each.left(), each.right()) for each in map(chosen.at, range(chosen.count()))]
        drawn: set[tuple[int, int]] = set()
        parts: Iterable[QRect] = event.region()  # type: ignore[assignment]  # the stubs do not know that it can be gone through
        for due in parts:
            rows, columns = list(self._rows(due)), list(self._columns(due))
            for row, top, height in rows:
                for column, left, width in columns:
                    here = (row, column)
                    if here in drawn:
                        continue
                    drawn.add(here)
                    cells.draw(
                        QRect(left, top, width - grid, height - grid),
                        self.look(row, column),
                        selected=_within(ranges, row, column),
                        frame=frame if here == current else "",
                    )
            if grid and rows and columns:
                _draw_lines(painter, due, rows, columns, line)
        painter.end()

    def _line_colour(self) -> QColor:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return QColor.fromRgba(self.style().styleHint(QStyle.StyleHint.SH_Table_GridLineColor, option, self) & 0xFFFFFFFF)

    def _rows(self, due: QRect) -> Iterator[_Stretch]:
        first, last = self.rowAt(due.top()), self.rowAt(due.bottom())
        if first >= 0:
            for row in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1):
                if not self.isRowHidden(row):
                    yield _Stretch(row, self.rowViewportPosition(row), self.rowHeight(row))

    def _columns(self, due: QRect) -> Iterator[_Stretch]:
        first, last = self.columnAt(due.left()), self.columnAt(due.right())
        if first >= 0:
            for column in range(first, (last if last >= 0 else self.model().columnCount() - 1) + 1):
                if not self.isColumnHidden(column):
                    yield _Stretch(column, self.columnViewportPosition(column), self.columnWidth(column))


def _within(ranges: list[tuple[int, int, int, int]], row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, bottom, left, right in ranges)


def _draw_lines(painter: QPainter, due: QRect, rows: list[_Stretch], columns: list[_Stretch], colour: QColor) -> None:
    """Draw the lines below rows and right of columns, as far as there are cells."""
    right = min(due.right(), columns[-1].start + columns[-1].width - 1)
    bottom = min(due.bottom(), rows[-1].start + rows[-1].width - 1)
    for _, start, height in rows:
        painter.fillRect(due.left(), start + height - 1, right - due.left() + 1, 1, colour)
    for _, start, width in columns:
        painter.fillRect(start + width - 1, due.top(), 1, bottom - due.top() + 1, colour)
