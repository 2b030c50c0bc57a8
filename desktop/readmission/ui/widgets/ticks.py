"""Options of which any number applies, ticked in lines."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readmission.answers.entry import YES
from readmission.answers.model import BLANK, Cell, Key
from readmission.form.model import Table
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.child import Child


class Ticks(Child):
    """Options of which any number applies."""

    def __init__(
        self, desk: Desk, table: Table, parent_key: Key, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, table, parent_key, compact=compact, parent=parent)
        self.list = TickList(self, apart=3 if compact else 8)
        if compact:
            self.list.setFont(theme.font(scale=0.92))
        self.list.setAccessibleName(self.title)
        self.list.toggled.connect(self._on_toggled)
        self.finish(self.list, self.list)

    @override
    def show_options(self, asked: list[str]) -> None:
        self.list.show_options([(code, self.words[code], code in self._ticked(asked)) for code in asked])

    @override
    def controls_of(self, code: str) -> Sequence[QWidget]:
        return (self.list,)

    @override
    def focus_of(self, code: str) -> QWidget:
        self.list.stand_on(code)
        return self.list

    @override
    def answer(self, asked: list[str]) -> str:
        ticked = self._ticked(asked)
        words = ", ".join(self.words[code].partition(" (")[0] for code in ticked)
        count = say("{count} of {of}", count=len(ticked), of=len(asked))
        return f"{count}: {words}" if ticked else count

    def _ticked(self, asked: list[str]) -> list[str]:
        return [code for code in asked if self.desk.cell(self.place(code)).value == YES]

    @override
    def option_with_focus(self) -> str:
        return str(self.list.currentIndex().data(Qt.ItemDataRole.UserRole) or "")

    @property
    @override
    def option_keys(self) -> list[tuple[str, str]]:
        return [(say("Space"), say("ticks or unticks"))]

    def _on_toggled(self, code: str) -> None:
        ticked = self.desk.cell(self.place(code)).value == YES
        self.desk.enter(self.reasons_cleared() | {self.place(code): BLANK if ticked else Cell(value=YES)})


COLUMNS = 2
NARROWEST = 210


class TickList(QListView):
    """Ticks in lines, one control; Space ticks."""

    toggled = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, apart: int = 8) -> None:
        super().__init__(parent)
        self._apart = apart
        self.setObjectName("ticks")
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_Tick(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)

    def show_options(self, options: list[tuple[str, str, bool]]) -> None:
        """Show codes with their wording and whether they are ticked."""
        if [self._items.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._items.rowCount())] != [
            o[0] for o in options
        ]:
            self._items.clear()
            for code, words, _ in options:
                item = QStandardItem(words)
                item.setData(code, Qt.ItemDataRole.UserRole)
                item.setToolTip(words)
                item.setCheckable(True)
                self._items.appendRow(item)
        for row, (_, _, ticked) in enumerate(options):
            self._items.item(row).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._fit()

    def stand_on(self, code: str) -> None:
        """Put the cursor on an option."""
        for row in range(self._items.rowCount()):
            if self._items.item(row).data(Qt.ItemDataRole.UserRole) == code:
                self.setCurrentIndex(self._items.index(row, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(index)
        self._toggle(index)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            self.toggled.emit(str(index.data(Qt.ItemDataRole.UserRole)))

    def _fit(self) -> None:
        # Two columns that share the width; the list is as high as its lines and never scrolls.
        room = max(160, self.viewport().width() - 2)
        columns = max(1, min(COLUMNS, room // NARROWEST))
        line = self.fontMetrics().height() + self._apart
        self.setGridSize(QSize(room // columns, line))
        self.setFixedHeight(-(-self._items.rowCount() // columns) * line + 2)


class _Tick(QStyledItemDelegate):
    """Draws one tick with its wording."""

    def __init__(self, view: TickList) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._view.gridSize()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        scheme = theme.colours()
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, 2)
        focused = self._view.hasFocus() and index == self._view.currentIndex()
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if focused:
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 2, -3, -2), 4, 4)
        box = QRectF(rect.x() + 5, rect.center().y() - 7, 14, 14)
        painter.setPen(QPen(QColor(scheme.accent if ticked else scheme.edge), 1.2))
        painter.setBrush(QColor(scheme.accent if ticked else scheme.card))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(QColor(scheme.on_accent), 1.9))
            tick = (QPointF(3.2, 7.3), QPointF(5.9, 10), QPointF(10.9, 4.2))
            painter.drawPolyline(QPolygonF([box.topLeft() + point for point in tick]))
        painter.setPen(QColor(scheme.text))
        inner = rect.adjusted(27, 0, -8, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
