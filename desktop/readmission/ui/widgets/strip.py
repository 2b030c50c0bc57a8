"""A strip of answers side by side, one of which is chosen: a scale at a glance, one key press an answer.

It is one control with its answers as items, so that a page of scales stays short for a screen reader. Left and Right look,
Space or Enter chooses, the letters or digit of a code choose at once, Delete clears, `=` takes last year's answer.

Where room is short a tight strip shows the keys alone, and the words of the answer that is chosen; the words of all stand elsewhere.
"""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readmission.answers.finding import Severity
from readmission.answers.model import BLANK, Cell
from readmission.override import override
from readmission.ui import theme
from readmission.ui.speech import say

_CODE = Qt.ItemDataRole.UserRole + 1
_PADDING = 7
_TIGHT = 4
_GAP = 3
# What WCAG 2.2 (success criterion 2.5.8) wants a target to measure; a key takes it together with the gap beside it.
_LEAST_HEIGHT = 24
_KEY_WIDTH = 21
_WIDER = 46


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a strip: the code, its wording, and the key that chooses it."""

    code: str
    label: str
    key: str = ""
    hint: str = ""

    @property
    def short(self) -> str:
        """The wording without what stands in brackets; the whole of it is the tooltip and what is read out."""
        return self.label.partition(" (")[0]

    @property
    def spoken(self) -> str:
        """The whole wording and the key, as it is read out."""
        return f"{self.label} ({self.key})" if self.key else self.label


class Strip(QListView):
    """One answer of a few."""

    entered = Signal(object)  # Cell
    last_year_asked = Signal()

    def __init__(self, options: list[Option], *, tight: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._tight = tight
        self._keys_alone = False
        self._last = ""
        self._state: Severity | None = None
        self._widths: list[int] = []
        self._items = QStandardItemModel(self)
        for option in options:
            self._items.appendRow(_item(option))
        self.setObjectName("strip")
        self.setModel(self._items)
        self.setItemDelegate(_Segments(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._measure()

    def show_cell(self, cell: Cell) -> None:
        """Show an answer; a reason or nothing leaves all of them open."""
        row = next((row for row, option in enumerate(self._options) if option.code == cell.value), -1)
        chosen = self._items.index(row, 0)
        mode = self.selectionModel().SelectionFlag
        self.selectionModel().select(chosen, mode.ClearAndSelect if chosen.isValid() else mode.Clear)
        self.selectionModel().setCurrentIndex(chosen, mode.NoUpdate)
        if self._tight:
            # The answer that is chosen needs room for its words.
            self._measure()
            self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_last(self, value: object) -> None:
        """Mark last year's answer by a line beneath it; a screen reader says so too."""
        last = value if isinstance(value, str) else ""
        if last != self._last:
            self._last = last
            for row, option in enumerate(self._options):
                words = say("{answer}, last year's answer", answer=option.spoken) if option.code == last else option.spoken
                self._items.item(row).setData(words, Qt.ItemDataRole.AccessibleTextRole)
            self.viewport().update()

    @property
    def options(self) -> list[Option]:
        """The answers, in order."""
        return self._options

    def is_last(self, row: int) -> bool:
        """Whether an answer was last year's."""
        return bool(self._last) and self._options[row].code == self._last

    def words(self, row: int) -> str:
        """What a segment shows: the wording, or the key where only the chosen answer has room for words."""
        option = self._options[row]
        if not self._keys_alone:
            return option.short
        return option.short if row == self._chosen_row() else option.key

    def show_state(self, severity: Severity | None) -> None:
        """Frame the strip in the colour of a finding."""
        self._state = severity
        self.viewport().update()

    @property
    def framed_in(self) -> Severity | None:
        """The severity that frames the strip."""
        return self._state

    def segment_width(self, row: int) -> int:
        """The width of one answer."""
        return self._widths[row] if row < len(self._widths) else 60

    @override
    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: object = None) -> "QListView.SelectionFlag":  # type: ignore[name-defined]  # Qt's name differs in the stubs
        # Looking along the strip does not answer; choosing does.
        return self.selectionModel().SelectionFlag.NoUpdate

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().casefold()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.entered.emit(BLANK)
        elif text == "=":
            self.last_year_asked.emit()
        elif text and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._choose_by_key(text):
            pass
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            if self.selectionModel().isSelected(index):
                self.entered.emit(BLANK)
            else:
                self._choose(index.row())
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self._items.index(0, 0), self.selectionModel().SelectionFlag.NoUpdate)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self.scheduleDelayedItemsLayout()

    @override
    def sizeHint(self) -> QSize:
        return QSize(sum(self._least), self._height + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height + 4)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._options):
            self.entered.emit(Cell(value=self._options[row].code))

    def _choose_by_key(self, text: str) -> bool:
        row = next((row for row, option in enumerate(self._options) if option.key.casefold() == text), None)
        if row is None:
            return False
        self._choose(row)
        return True

    def _chosen_row(self) -> int:
        chosen = self.selectionModel().selectedIndexes()
        return chosen[0].row() if chosen else -1

    def _measure_keys(self, metrics: QFontMetrics, room: int) -> None:
        """One line: the keys, and the words of the chosen answer in what room is left."""
        least = max(_KEY_WIDTH, metrics.horizontalAdvance("0") + 2 * _TIGHT)
        self._least = [least] * len(self._options)
        self._widths = list(self._least)
        chosen = self._chosen_row()
        if chosen >= 0:
            spare = max(0, room - sum(self._least))
            self._widths[chosen] = min(least + spare, metrics.horizontalAdvance(self.words(chosen)) + 2 * _PADDING + 2)
        self._height = max(metrics.height() + 5, _LEAST_HEIGHT - 4)
        self.setWrapping(False)
        self.setFixedHeight(self._height + 4)

    def _measure(self) -> None:
        metrics = QFontMetrics(theme.font(scale=0.92, bold=True))
        room = self.viewport().width() - _GAP * len(self._options) - 4
        words = sum(metrics.horizontalAdvance(option.short) + 2 * _PADDING for option in self._options)
        self._keys_alone = self._tight and all(option.key for option in self._options) and words > room
        if self._keys_alone:
            self._measure_keys(metrics, room)
            return
        padding = _PADDING
        two_lines = [_narrowest(metrics, option.short) for option in self._options]
        if sum(two_lines) + 2 * padding * len(two_lines) > room:
            padding = _TIGHT
        whole = [metrics.horizontalAdvance(option.short) + 2 * padding for option in self._options]
        two_lines = [width + 2 * padding for width in two_lines]
        self._least = [max(30, width) for width in (whole if sum(whole) <= room else two_lines)]
        lines = 1 if self._least == [max(30, width) for width in whole] else 2
        self._height = metrics.height() * lines + (10 if lines == 1 and not self._tight else 6)
        spare = max(0, room - sum(self._least)) // max(1, len(self._least))
        self._widths = [width + min(spare, _WIDER) for width in self._least]
        lines = self._lines(room)
        self.setWrapping(lines > 1)
        self.setFixedHeight(lines * (self._height + 2) + 2)

    def _lines(self, room: int) -> int:
        """In how many lines the answers stand: in one, unless texts are so large that they do not fit."""
        if sum(self._least) <= room:
            return 1
        lines, used = 1, 0
        for width in self._widths:
            if used and used + width + _GAP > self.viewport().width():
                lines, used = lines + 1, 0
            used += width + _GAP
        return lines

    @property
    def in_lines(self) -> bool:
        """Whether the words of an answer may stand in several lines."""
        return not self._keys_alone

    @property
    def height_of_segments(self) -> int:
        """The height of an answer."""
        return self._height


class _Segments(QStyledItemDelegate):
    """Draws the answers of a strip."""

    def __init__(self, strip: Strip) -> None:
        super().__init__(strip)
        self._strip = strip

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._strip.segment_width(index.row()) + _GAP, self._strip.height_of_segments + 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        scheme = theme.colours()
        rect: QRect = option.rect.adjusted(1, 1, -_GAP, -1)
        chosen = self._strip.selectionModel().isSelected(index)
        focused = self._strip.hasFocus() and index == self._strip.currentIndex()
        hovered = rect.contains(self._strip.viewport().mapFromGlobal(self._strip.cursor().pos()))
        state = self._strip.framed_in
        frame = scheme.of(state)[0] if state is not None else (scheme.accent if chosen else scheme.edge)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(scheme.accent if chosen else scheme.hover if hovered else scheme.card))
        painter.setPen(QPen(QColor(frame), 1))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.on_accent if chosen else scheme.accent), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2.5, 2.5, -2.5, -2.5), 3.5, 3.5)
        painter.setFont(theme.font(scale=0.92, bold=chosen))
        painter.setPen(QColor(scheme.on_accent if chosen else scheme.text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        inner = rect.adjusted(3, 0, -3, 0)
        words = self._strip.words(index.row())
        if not self._strip.in_lines:
            flags = Qt.AlignmentFlag.AlignCenter
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags, words)
        if self._strip.is_last(index.row()):
            painter.fillRect(
                rect.x() + 5, rect.bottom() - 3, rect.width() - 10, 2, QColor(scheme.on_accent if chosen else scheme.accent)
            )
        painter.restore()


def _item(option: Option) -> QStandardItem:
    made = QStandardItem(option.short)
    made.setData(option.code, _CODE)
    made.setData(option.spoken, Qt.ItemDataRole.AccessibleTextRole)
    made.setToolTip(f"{option.spoken} — {option.hint}" if option.hint else option.spoken)
    return made


def _narrowest(metrics: QFontMetrics, label: str) -> int:
    """The width that a label needs on at most two lines."""
    words = label.split(" ")
    widths = [metrics.horizontalAdvance(label)]
    for cut in range(1, len(words)):
        halves = (" ".join(words[:cut]), " ".join(words[cut:]))
        widths.append(max(metrics.horizontalAdvance(half) for half in halves))
    return min(widths)
