"""How a cell of a table is edited, in a line to type in, and how the names of the rows are drawn.

The editor is a line, never a spin box: that would round a ministry's figures silently.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from readmission.answers.finding import Severity
from readmission.form.model import FieldType
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.speech import say
from readmission.ui.tables.backdrop import Backdrop
from readmission.ui.tables.drawing import CellPainter, CutTexts
from readmission.ui.tables.look import LOOK, Look
from readmission.ui.tables.model import ALIGNMENT, COMMENTED, DISPLAY, EDIT, SEVERITY, STYLE, GridModel, Index

_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class CellEditor(QLineEdit):
    """The line in a cell; begun by typing, arrow keys finish it and move on, as in a spreadsheet."""

    finished = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.overwriting = False
        self.setFrame(False)
        self.setStyleSheet("border: none; border-radius: 0; padding: 0 5px; min-height: 0;")

    def begin(self, first: str) -> None:
        """Begin with what was typed, or at the end of what stands there."""
        if self.overwriting:
            self.setText(first)
        else:
            self.deselect()
            self.end(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(-1 if shift else 1, 0)
        elif self.overwriting and event.key() in _STEPS and not event.modifiers():
            self.finished.emit(*_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Qt sees to Tab before a key press reaches a widget; here it goes to the cell beside, not out of the table.
        self.finished.emit(0, 1 if next else -1)
        return True


class CellDelegate(QStyledItemDelegate):
    """Draws and edits the cells of a table."""

    leaving = Signal(int, int)
    moved_on = Signal(int, int)

    def __init__(self, view: QTableView, completions: dict[int, list[str]] | None = None) -> None:
        super().__init__(view)
        self._view = view
        self.completions = completions or {}
        self.overwriting = True
        self.texts = CutTexts()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scheme = theme.colours()
        look = index.model().data(index, LOOK) or _look_of(index)
        framed = option.state & QStyle.StateFlag.State_HasFocus or index == self._view.currentIndex()
        painter.save()
        CellPainter(painter, self.texts).draw(
            option.rect,
            look,
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            frame=(scheme.accent if self._view.hasFocus() else scheme.frame) if framed else "",
        )
        painter.restore()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent)
        editor.overwriting = self.overwriting
        model = index.model()
        assert isinstance(model, GridModel)
        editor.setAccessibleName(str(index.data(int(Qt.ItemDataRole.AccessibleTextRole))))
        if model.columns[index.column()].field.type.numeric:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        if index.column() in self.completions:
            completer = QCompleter(self.completions[index.column()], editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            editor.setCompleter(completer)
        editor.finished.connect(lambda down, right: self._finish(editor, down, right))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        model = index.model()
        assert isinstance(model, GridModel)
        field = model.columns[index.column()].field
        coded = field.type in (FieldType.CODE, FieldType.YES_NO)
        editor.setText(str(index.data(DISPLAY if coded else EDIT) or ""))
        editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        assert isinstance(model, GridModel)
        if editor.text() != str(index.data(DISPLAY) or ""):
            model.setData(index, editor.text())

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -1))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, CellEditor) and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                return True
            # Enter and Tab are the editor's own: they say where the cursor goes next.
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return False
        return super().eventFilter(watched, event)

    def _finish(self, editor: CellEditor, down: int, right: int) -> None:
        self.leaving.emit(down, right)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.moved_on.emit(down, right)


class RowHeader(QHeaderView):
    """The names of the rows, with the mark of the gravest finding; it stays when the table scrolls sideways."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(say("Countries"))
        Backdrop(self, "sunken")

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        scheme = theme.colours()
        model = self.model()
        severity = model.headerData(logicalIndex, Qt.Orientation.Vertical, SEVERITY)
        parent = self.parent()
        current = isinstance(parent, QTableView) and parent.currentIndex().row() == logicalIndex
        painter.save()
        painter.fillRect(rect, theme.paint(scheme.selection if current else scheme.sunken))
        painter.setPen(theme.paint(scheme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if isinstance(severity, Severity):
            painter.drawPixmap(rect.right() - 20, rect.center().y() - 6, marks.pixmap(severity, 13))
        painter.setPen(theme.paint(scheme.text))
        painter.setFont(theme.font(bold=current))
        inner = rect.adjusted(10, 0, -24, 0)
        text = str(model.headerData(logicalIndex, Qt.Orientation.Vertical, DISPLAY) or "")
        painter.drawText(
            inner,
            int(Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width()),
        )
        painter.restore()


def _look_of(index: Index) -> Look:
    """The look of a cell in a table that tells its parts one by one."""
    return Look(
        str(index.data(DISPLAY) or ""),
        index.data(ALIGNMENT),
        index.data(STYLE) or "",
        index.data(SEVERITY),
        bool(index.data(COMMENTED)),
    )
