"""A list of lines under headings, each of which leads somewhere: results of a search, what is owed, comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import theme
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, TOOLTIP, Index

LINE: Final = int(Qt.ItemDataRole.UserRole) + 11
_PADDING: Final = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A line and where it leads: a cell, or a page; a heading leads nowhere."""

    text: str
    detail: str = ""
    target: Place | str | None = None

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.text}, {self.detail}" if self.detail else self.text


class LineModel(QAbstractListModel):
    """The lines as they stand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        return {LINE: line, DISPLAY: line.text, ACCESSIBLE: line.spoken, TOOLTIP: line.spoken}.get(role)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].target is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _LineDelegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(LINE).target is None
        return QSize(120, QFontMetrics(theme.font()).height() + _PADDING + (8 if heading else 3))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        scheme = theme.colours()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heading = line.target is None
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.selection))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 5, 5)
        inner = rect.adjusted(12, 6 if heading else 0, -12, 0)
        painter.setFont(theme.font(scale=0.92))
        painter.setPen(QColor(scheme.muted))
        room = int(inner.width() * (0.4 if line.text else 1.0))
        detail = painter.fontMetrics().elidedText(line.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), detail)
        taken = painter.fontMetrics().horizontalAdvance(detail)
        painter.setFont(theme.font(bold=heading))
        painter.setPen(QColor(scheme.text))
        width = int(inner.width() - (taken + 14 if taken else 0))
        text = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(inner.adjusted(0 if heading else 10, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class LineView(QListView):
    """The lines on screen; Enter or a double click goes where one leads."""

    target_asked = Signal(object)  # Place | str
    target_chosen = Signal(object)  # Place | str | None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = LineModel(self)
        self.setModel(self.content)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._on_activated)
        self.selectionModel().currentChanged.connect(lambda index: self.target_chosen.emit(self._target(index)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the cursor stays at the same target, or goes to the first."""
        before, top = self.current(), self.verticalScrollBar().value()
        self.content.show_lines(lines)
        rows = [row for row, line in enumerate(lines) if line.target is not None]
        same = next((row for row in rows if lines[row].target == before), None) if before is not None else None
        row = same if same is not None else rows[0] if rows else -1
        self.setCurrentIndex(self.content.index(row))
        if same is not None:
            self.verticalScrollBar().setValue(top)
        else:
            self.scrollToTop()

    def current(self) -> Place | str | None:
        """Where the line under the cursor leads."""
        return self._target(self.currentIndex())

    def walk(self, by: int) -> None:
        """Go to the next line that leads somewhere, or with -1 to the one before."""
        rows = [row for row, line in enumerate(self.content.lines) if line.target is not None]
        if rows:
            current = self.currentIndex().row()
            position = rows.index(current) + by if current in rows else 0
            self.setCurrentIndex(self.content.index(rows[max(0, min(position, len(rows) - 1))]))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_activated(self, index: QModelIndex) -> None:
        target = self._target(index)
        if target is not None:
            self.target_asked.emit(target)

    def _target(self, index: QModelIndex) -> Place | str | None:
        line = index.data(LINE)
        return line.target if isinstance(line, Line) else None
