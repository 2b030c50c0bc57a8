"""The ground under the cells of a view, painted by the view itself.

Under a style sheet Qt takes the inside of a view for see-through: whatever of it is drawn anew draws the window and the page
beneath it too, and a step of the scroll bar draws every cell in sight instead of moving what is there. A view that paints its own
ground covers what is beneath it, and Qt knows that.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame

from readmission.override import override
from readmission.ui import theme


class Backdrop(QObject):
    """Fills what a view is about to draw with a colour of the scheme, before the view draws its cells there."""

    def __init__(self, view: QAbstractItemView, colour: str = "card") -> None:
        super().__init__(view)
        self._colour = colour
        self._viewport = view.viewport()
        self._viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._viewport.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            painter = QPainter(self._viewport)
            painter.fillRect(event.rect(), theme.colour(self._colour))
            painter.end()
        # An editor that opens or closes asks for a new layout. A view keeps its own, and would raise one scroll bar above the other
        # and back: each time both would be drawn anew, and with them all that lies beneath.
        return event.type() is QEvent.Type.LayoutRequest


def draw_frame_anew(widget: QFrame) -> None:
    """Draw the line around a widget, and nothing within it."""
    width = widget.frameWidth()
    widget.update(QRegion(widget.rect()) - QRegion(widget.rect().adjusted(width, width, -width, -width)))
