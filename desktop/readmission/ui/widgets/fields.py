"""Controls for one answer that is typed or picked: numbers, dates, texts, codes.

An answer is entered when the cursor leaves the field or Enter is pressed, and only if it is another one than before.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from readmission.answers.entry import Entry, entry_text
from readmission.answers.finding import Severity
from readmission.answers.model import BLANK, Cell
from readmission.form.model import Field
from readmission.override import override
from readmission.texts import Language
from readmission.ui.widgets.strip import Option

# Reads a typed text, and asks the person where it has two meanings; None when they take it back.
Reader = Callable[[str], Cell | None]


def paint_state(widget: QWidget, severity: Severity | None) -> None:
    """Frame a control in the colour of a finding."""
    state = "" if severity in (None, Severity.NOTE) else "E" if severity is Severity.FAULT else str(severity)
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class LineField(QLineEdit):
    """A number, a date or a short text."""

    entered = Signal(object)  # Cell
    last_year_asked = Signal()

    def __init__(self, field: Field, language: Language, read: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._language = language
        self._read = read
        self._shown = ""
        self._reading = False
        if field.type.numeric:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.setMaximumWidth(150)
        self.editingFinished.connect(self._on_editing_finished)

    def show_cell(self, cell: Cell) -> None:
        """Show an answer; a reason stands beside the field, so the field is empty."""
        text = "" if cell.reason is not None else entry_text(cell, self._field, self._language)
        if not self.hasFocus() and self._field.type.numeric and isinstance(cell.value, int):
            text = self._language.number(cell.value, self._field.places) + (f" {cell.flags.lower()}" if cell.flags else "")
        self._shown = text
        if self.text() != text:
            self.setText(text)

    def show_state(self, severity: Severity | None) -> None:
        """Frame the field in the colour of a finding."""
        paint_state(self, severity)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leave_to_window(event):
            event.ignore()
            return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
        elif event.text() == "=" and not self.text() and self._field.type.numeric:
            self.last_year_asked.emit()
        else:
            super().keyPressEvent(event)

    def _leave_to_window(self, event: QKeyEvent) -> bool:
        # With nothing typed since the last answer, Ctrl+Z means the declaration's last step.
        undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
        return undo or redo

    def _on_editing_finished(self) -> None:
        if self._reading or self.text() == self._shown:
            return
        self._reading = True
        cell = self._read(self.text())
        self._reading = False
        if cell is None:
            self.setText(self._shown)
        else:
            self._shown = self.text()
            self.entered.emit(cell)


class TextField(QPlainTextEdit):
    """A longer text."""

    entered = Signal(object)  # Cell
    last_year_asked = Signal()

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 14)

    def show_cell(self, cell: Cell) -> None:
        """Show an answer."""
        text = cell.value if isinstance(cell.value, str) else ""
        self._shown = text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def show_state(self, severity: Severity | None) -> None:
        """Frame the field in the colour of a finding."""
        paint_state(self, severity)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self.entered.emit(Cell(value=text) if text.strip() else BLANK)


class CodeField(QComboBox):
    """One code of a longer list."""

    entered = Signal(object)  # Cell
    last_year_asked = Signal()

    def __init__(self, options: list[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        for option in options:
            self.addItem(option.label, option.code)
            self.setItemData(self.count() - 1, option.hint or option.label, Qt.ItemDataRole.ToolTipRole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(self._on_activated)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Where the wording is longer than the field it ends in an ellipsis; the whole of it is the tooltip.
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 2)
        option.currentText = text
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    @override
    def showPopup(self) -> None:
        # Long wordings are read in the list, however narrow the field is.
        wide = self.view().sizeHintForColumn(0) + 24
        self.view().setMinimumWidth(min(wide, self.screen().availableGeometry().width() - 40))
        super().showPopup()

    def show_cell(self, cell: Cell) -> None:
        """Show an answer."""
        self.setCurrentIndex(max(0, self.findData(cell.value)) if cell.value is not None else 0)
        self.setToolTip(self.currentText())

    def show_state(self, severity: Severity | None) -> None:
        """Frame the field in the colour of a finding."""
        paint_state(self, severity)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.entered.emit(BLANK)
        elif event.text() == "=":
            self.last_year_asked.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) or _is_letter(event):
            # Looking for an answer does not give one: the list is shown, and Enter or a click chooses.
            self.showPopup()
            if event.text().strip():
                self.view().keyboardSearch(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Rolling over a page must not change an answer.
        event.ignore()

    def _on_activated(self, row: int) -> None:
        code = self.itemData(row)
        self.entered.emit(Cell(value=str(code)) if code is not None else BLANK)


class ShownField(QLineEdit):
    """An answer that nobody types: computed, or delivered by the round."""

    entered = Signal(object)  # Cell
    last_year_asked = Signal()

    def __init__(self, say_cell: Callable[[Cell], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say_cell = say_cell
        self.setReadOnly(True)

    def show_cell(self, cell: Cell) -> None:
        """Show an answer in words."""
        self.setText(self._say_cell(cell))

    def show_state(self, severity: Severity | None) -> None:
        """Frame the field in the colour of a finding."""
        paint_state(self, severity)


def entry_cell(entry: Entry, ask: Callable[[], str | None]) -> Cell | None:
    """The cell of an entry, after asking where it has two meanings; None when it is taken back."""
    if not entry.ambiguous:
        return entry.cell
    convention = ask()
    return None if convention is None else entry.by(convention)


def _is_letter(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & control
