"""The box that finds things: type, walk through what was found with the arrows, Enter goes there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from readmission.answers.model import Place
from readmission.override import override
from readmission.ui.announcing import announce
from readmission.ui.desk import Desk
from readmission.ui.search_index import SearchIndex
from readmission.ui.speech import say
from readmission.ui.widgets.labels import quiet
from readmission.ui.widgets.lines import Line, LineView

WIDTH = 620
HEIGHT = 460


class SearchBox(QLineEdit):
    """Finds countries, questions, codes, wordings and answers while one types."""

    place_asked = Signal(object)  # Place
    page_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = SearchIndex(desk)
        self.results = _Results(self)
        # It floats over the page as a child of the window, and goes with the box all the same.
        self.destroyed.connect(self.results.deleteLater)
        desk.stepped.connect(self.index.take)
        self.setPlaceholderText(say("Find anything  (Ctrl+F)"))
        self.setAccessibleName(say("Find a country, page, question, code or answer"))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._on_text_changed)
        self.results.view.target_asked.connect(self._go)
        self.results.view.clicked.connect(lambda _index: self._go(self.results.view.current()))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        # Read while the first letter is still being typed.
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        # The cursor only passes through when a window opens.
        if self.hasFocus():
            self.index.find("\x00")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.results.hide()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self.results.view.walk(steps[key])
            self._announce()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.results.view.current())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.results.hide()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        lines = self.index.find(text)
        self.results.show_lines(lines, nothing=bool(text.strip()) and not lines)
        self._announce()

    def _announce(self) -> None:
        line = self.results.view.currentIndex()
        words = str(line.data(int(Qt.ItemDataRole.AccessibleTextRole)) or "") if line.isValid() else self.results.nothing
        if words:
            announce(self, words)

    def _go(self, target: Place | str | None) -> None:
        if target is None:
            return
        self.clear()
        self.results.hide()
        if isinstance(target, Place):
            self.place_asked.emit(target)
        else:
            self.page_asked.emit(target)


class _Results(QFrame):
    """What was found, below the box and over the page; the cursor stays in the box."""

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box)
        self._box = box
        self.setObjectName("card")
        self.view = LineView(say("What was found"), self)
        self.view.setObjectName("plain")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = QLabel(say("Nothing was found."), self)
        self._nothing.setContentsMargins(12, 8, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 4, 2, 6)
        column.addWidget(self.view, 1)
        column.addWidget(self._nothing)
        hint = quiet(say("Arrows choose, Enter goes there, Esc closes."), self)
        hint.setContentsMargins(12, 0, 12, 0)
        column.addWidget(hint)
        self.hide()

    @property
    def nothing(self) -> str:
        """That nothing was found, where that is so."""
        return "" if self._nothing.isHidden() else self._nothing.text()

    def show_lines(self, lines: Sequence[Line], *, nothing: bool) -> None:
        """Show what was found, or that nothing was; with neither, hide."""
        self.view.show_lines(lines)
        self.view.setVisible(bool(lines))
        self._nothing.setVisible(nothing)
        window = self._box.window()
        if not (lines or nothing) or window is self._box:
            self.hide()
            return
        self.setParent(window)
        rows = sum(self.view.sizeHintForRow(row) for row in range(len(lines)))
        corner = self._box.mapTo(window, QPoint(self._box.width(), self._box.height() + 4))
        height = min(HEIGHT, rows + 46 if lines else 70, window.height() - corner.y() - 8)
        self.setGeometry(max(8, corner.x() - WIDTH), corner.y(), min(WIDTH, window.width() - 16), height)
        self.show()
        self.raise_()
