"""The line at the top of a page: what it is on the left, what can be done on the right, in several lines where one is too narrow.

So nothing of it is cut off where a person has set large texts or the sentences of a language are long.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
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
        # A layout asks for the same things many times in a row; they are measured again when something in it changes.
        self._measured: list[_Part] = []
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
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def invalidate(self) -> None:
        self._measured.clear()
        self._known.clear()
        super().invalidate()

    @override
    def heightForWidth(self, width: int) -> int:
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
        widest = max((part.least for part in shown), default=0)
        highest = max((part.height for part in shown), default=0)
        return QSize(widest + around.left() + around.right(), highest + around.top() + around.bottom())

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        around = self.contentsMargins()
        inner = rect.adjusted(around.left(), around.top(), -around.right(), -around.bottom())
        top = inner.top()
        for line in self._lines(inner.width()):
            height = max(part.height for part in line)
            self._place(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()

    def _shown(self) -> list["_Part"]:
        if not self._measured:
            self._measured = [_measured(item) for item in self._items if item.widget() is not None and not item.isEmpty()]
        return self._measured

    def _heights(self, width: int) -> int:
        lines = self._lines(width)
        return sum(max(part.height for part in line) for line in lines) + self.spacing() * max(0, len(lines) - 1)

    def _lines(self, width: int) -> list[list["_Part"]]:
        lines: list[list[_Part]] = []
        used = 0
        for part in self._shown():
            used += self.spacing() + part.need
            if not lines or used > width:
                lines.append([])
                used = part.need
            lines[-1].append(part)
        return lines

    def _place(self, line: list["_Part"], room: QRect) -> None:
        """Give texts that give way what is left, then the stretch."""
        spare = room.width() - sum(part.need for part in line) - self.spacing() * (len(line) - 1)
        widths = []
        for part in line:
            more = max(0, min(spare, part.wish - part.need))
            widths.append(min(part.need, room.width()) + more)
            spare -= more
        left, right_end = room.left(), self._right_end()
        for part, width in zip(line, widths, strict=True):
            if part.item in right_end and spare > 0:
                left += spare
                spare = 0
            height = min(part.height, room.height())
            part.item.setGeometry(QRect(QPoint(left, room.top() + (room.height() - height) // 2), QSize(width, height)))
            left += width + self.spacing()

    def _right_end(self) -> list[QLayoutItem]:
        """What stands behind the stretch."""
        stretch = next((number for number, item in enumerate(self._items) if item.spacerItem() is not None), len(self._items))
        return self._items[stretch:]


@dataclass(frozen=True, slots=True)
class _Part:
    """A widget of the line: the width with which it shows all it has, the one that it is given at least, and its height.

    A text that gives way needs less than all of its width; `least` is what the page can be made as narrow as.
    """

    item: QLayoutItem
    wish: int
    need: int
    least: int
    height: int


def _measured(item: QLayoutItem) -> _Part:
    widget = item.widget()
    assert widget is not None
    hint = item.sizeHint()
    wish = max(widget.minimumWidth(), min(widget.maximumWidth(), max(widget.sizeHint().width(), hint.width())))
    gives_way = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    need = min(wish, theme.scaled(LEAST_TEXT)) if gives_way else wish
    return _Part(item, wish, need, min(need, item.minimumSize().width() or need), hint.height())
