"""Tab goes through a page as it is read: along its layouts, not in the order in which somebody made its parts."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def follow_layout(page: QWidget) -> None:
    """Let Tab take the parts of a page in the order of its layouts."""
    for one, after in pairwise(_reached(page)):
        QWidget.setTabOrder(one, after)


def _reached(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if isinstance(widget, QScrollArea):
        yield from _reached(widget.widget())
    elif isinstance(widget, QSplitter | QStackedWidget):
        for number in range(widget.count()):
            yield from _reached(widget.widget(number))
    elif layout is not None:
        yield from _along(layout)


def _along(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        if inner is not None:
            yield from _along(inner)
        elif item is not None:
            yield from _reached(item.widget())
