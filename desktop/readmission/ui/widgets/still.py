"""A place on a page where texts change at every step, and the page around it stays as it is.

Qt lays a whole page out anew, and asks each part of it for its size, when a label gets another text. Here the parts share the
room that they have; the page hears of it only when they need another height.
"""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from readmission.override import override


def show_text(label: QLabel, text: str) -> None:
    """Give a label that is as large as its text another one; what it stands in hears of it only when it needs another size."""
    if text == label.text():
        return
    # Qt takes a widget of a fixed size at its word, and asks for no new layout when its text is another one.
    label.setText(text)
    needed = label.sizeHint()
    if label.minimumSize() != needed or label.maximumSize() != needed:
        label.setFixedSize(needed)


class Still(QWidget):
    """Shows what is in a layout."""

    def __init__(self, layout: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = QWidget(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # It must not make its widget as large as all texts ask for: the page says how large it is.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._inner.setLayout(layout)
        self._height = 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._inner.sizeHint().width(), self._needed())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._needed())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._inner.resize(event.size())
        self._tell_height()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._tell_height()
        return super().event(event)

    def _tell_height(self) -> None:
        if self._needed() != self._height:
            self._height = self._needed()
            self.updateGeometry()

    def _needed(self) -> int:
        layout = self._inner.layout()
        if layout is None:
            return 0
        if self.width() and layout.hasHeightForWidth():
            return layout.minimumHeightForWidth(self.width())
        return layout.minimumSize().height()
