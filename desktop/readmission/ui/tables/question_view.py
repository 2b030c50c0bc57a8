"""Questions answered with one key each: the key answers and the cursor goes on to the next country that is asked."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextOption
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from readmission.answers.model import Cell
from readmission.override import override
from readmission.ui import theme
from readmission.ui.speech import say, say_count
from readmission.ui.tables.question_model import QuestionModel
from readmission.ui.tables.view import GridView
from readmission.ui.wording import Wording

HEADER_LINES: Final = 4
COLUMN_WIDTH: Final = 98


class QuestionView(GridView):
    """The grid of questions on screen."""

    def __init__(self, model: QuestionModel, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(model, wording, parent)
        self.to_the_right = False
        self.only_open = False
        header = _Questions(self)
        self.setHorizontalHeader(header)
        header.setDefaultSectionSize(theme.scaled(COLUMN_WIDTH))
        self.setAccessibleName(say("Core questions, countries down"))

    @property
    def questions(self) -> QuestionModel:
        """The model."""
        model = self.model()
        assert isinstance(model, QuestionModel)
        return model

    def go_on(self, by: int = 1) -> None:
        """Go to the next cell that is asked: the next country, after the last the next question, or the other way round."""
        current = self.currentIndex()
        columns = self._visible_columns(0)
        rows = [row for row in range(self.questions.rowCount()) if not self.isRowHidden(row)]
        if not columns or not rows:
            return
        cells = (
            [(row, column) for row in rows for column in columns]
            if self.to_the_right
            else [(row, column) for column in columns for row in rows]
        )
        here = (current.row(), current.column())
        start = cells.index(here) if here in cells else -1 if by > 0 else 0
        for step in range(1, len(cells) + 1):
            row, column = cells[(start + by * step) % len(cells)]
            if self.questions.open(row, column) if self.only_open else self.questions.asked(row, column):
                self.setCurrentIndex(self.questions.index(row, column))
                return
        self.told.emit(say("Nothing is open here."))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = self.questions.keys_of(self.currentIndex().column()) if self.currentIndex().isValid() else {}
        text = event.text().casefold()
        commanded = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._select(0, self.currentIndex().column(), self.questions.rowCount() - 1, self.currentIndex().column())
        elif not keys or commanded or len(text) != 1 or not text.isprintable() or text == "=":
            super().keyPressEvent(event)
        elif text in keys:
            self._answer(keys[text])
        elif text == " ":
            self.go_on()
        else:
            self.told.emit(say("The key {key} chooses nothing here; the line below says which keys do.", key=text))

    def _answer(self, code: str) -> None:
        chosen = self.chosen()
        same = [index for index in chosen if code in self.questions.keys_of(index.column()).values()]
        if len(chosen) > 1:
            # Many are answered where an answer is owed; one that is not owed is answered on purpose only.
            same = [index for index in same if self.questions.asked(index.row(), index.column())]
        if not any(self.questions.editable(index) for index in same):
            if self.questions.readonly:
                self.told.emit(say("Nothing can be entered here: the declaration is open to be read."))
            else:
                self.told.emit(say("This question is not asked here."))
            return
        self.questions.write(same, Cell(value=code))
        if len(chosen) == 1:
            self.go_on()
        else:
            self.told.emit(say_count("{count} cell answered.", "{count} cells answered.", len(same)))

    @override
    def _move(self, down: int, right: int) -> bool:
        if down and not right:
            self.go_on(down)
            return True
        return super()._move(down, right)

    @override
    def _draw_names_anew(self, top: int, bottom: int) -> None:
        # The mark of a country is that of all its findings, and one may have gone that pointed elsewhere.
        self.verticalHeader().viewport().update()

    @override
    def _next_to(self, down: int, right: int) -> QModelIndex:
        # Which question is the next to be asked is known when the answer is in.
        return QModelIndex() if down and not right else super()._next_to(down, right)


class _Questions(QHeaderView):
    """The numbers of the questions with as much of their wording as there is room for."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setAccessibleName(say("Core questions"))
        self.setFixedHeight(self.fontMetrics().height() * (HEADER_LINES + 1) + 10)

    @override
    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        return QSize(theme.scaled(COLUMN_WIDTH), self.height())

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        scheme = theme.colours()
        view = self.parent()
        assert isinstance(view, QuestionView)
        current = view.currentIndex().column() == logicalIndex
        painter.save()
        painter.fillRect(rect, QColor(scheme.selection if current else scheme.sunken))
        painter.setPen(QColor(scheme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(6, 5, -5, -4)
        number, _, words = str(view.questions.headerData(logicalIndex, Qt.Orientation.Horizontal)).partition(" ")
        painter.setPen(QColor(scheme.text))
        painter.setFont(theme.font(bold=True))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), number)
        painter.setFont(theme.font(scale=0.92))
        painter.setPen(QColor(scheme.text if current else scheme.muted))
        below = inner.adjusted(0, painter.fontMetrics().height() + 2, 0, 0)
        # A word that is longer than the column goes on in the next line.
        anywhere = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        anywhere.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(QRectF(below), _fitted(painter, below, words), anywhere)
        painter.restore()


def _fitted(painter: QPainter, room: QRect, words: str) -> str:
    """As many words as there is room for."""
    wrap = int(Qt.TextFlag.TextWordWrap)
    kept = words.split(" ")
    text = words
    while len(kept) > 1 and painter.fontMetrics().boundingRect(0, 0, room.width(), 1000, wrap, text).height() > room.height():
        kept.pop()
        text = " ".join(kept).rstrip(",;:") + "…"
    return text
