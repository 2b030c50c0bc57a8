"""The line at the top of a page: what it is on the left, what can be done on the right, in several lines where one is too narrow.

So nothing of it is cut off where a person has set large texts or the sentences of a language are long.
"""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

from readmission.override import override
from readmission.ui import theme

# A text that gives way keeps so much of itself.
LEAST_TEXT: Final = 130


class Head(QLayout):
    """Widgets in a line, those after the stretch at its right end; what does not fit goes into the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._known: dict[int, int] = {}
        self.setSpacing(8)

    def addStretch(self) -> None:  # noqa: N802 - named like the layouts it stands in for
        """What is added from here on stands at the right end."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def invalidate(self) -> None:
        self._known.clear()
        super().invalidate()

    @override
    def heightForWidth(self, width: int) -> int:
        # A layout asks for the same width many times in a row.
        if width not in self._known:
            around = self.contentsMargins()
            self._known[width] = self._heights(width - around.left() - around.right()) + around.top() + around.bottom()
        return self._known[width]

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        around = self.contentsMargins()
        shown = self._shown()
        widest = max((min(_need(item), item.minimumSize().width() or _need(item)) for item in shown), default=0)
        highest = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(widest + around.left() + around.right(), highest + around.top() + around.bottom())

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        around = self.contentsMargins()
        inner = rect.adjusted(around.left(), around.top(), -around.right(), -around.bottom())
        top = inner.top()
        for line in self._lines(inner.width()):
            height = max(item.sizeHint().height() for item in line)
            self._place(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.widget() is not None and not item.isEmpty()]

    def _heights(self, width: int) -> int:
        lines = self._lines(width)
        return sum(max(item.sizeHint().height() for item in line) for line in lines) + self.spacing() * max(0, len(lines) - 1)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            used += self.spacing() + _need(item)
            if not lines or used > width:
                lines.append([])
                used = _need(item)
            lines[-1].append(item)
        return lines

    def _place(self, line: list[QLayoutItem], room: QRect) -> None:
        """Give texts that give way what is left, then the stretch."""
        spare = room.width() - sum(map(_need, line)) - self.spacing() * (len(line) - 1)
        widths = {id(item): min(_need(item), room.width()) for item in line}
        for item in line:
            more = max(0, min(spare, _wish(item) - _need(item)))
            widths[id(item)] += more
            spare -= more
        left, right_end = room.left(), self._right_end()
        for item in line:
            if item in right_end and spare > 0:
                left += spare
                spare = 0
            height = min(item.sizeHint().height(), room.height())
            item.setGeometry(QRect(QPoint(left, room.top() + (room.height() - height) // 2), QSize(widths[id(item)], height)))
            left += widths[id(item)] + self.spacing()

    def _right_end(self) -> list[QLayoutItem]:
        """What stands behind the stretch."""
        stretch = next((number for number, item in enumerate(self._items) if item.spacerItem() is not None), len(self._items))
        return self._items[stretch:]


def _wish(item: QLayoutItem) -> int:
    """The width with which a widget shows all it has."""
    widget = item.widget()
    assert widget is not None
    return max(widget.minimumWidth(), min(widget.maximumWidth(), max(widget.sizeHint().width(), item.sizeHint().width())))


def _need(item: QLayoutItem) -> int:
    """The width that a widget has at least: a text that gives way needs less than all of it."""
    widget = item.widget()
    assert widget is not None
    gives_way = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return min(_wish(item), theme.scaled(LEAST_TEXT)) if gives_way else _wish(item)
