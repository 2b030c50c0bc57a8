"""What a question of a form and a table of options have in common: the cursor or the mouse is in it, or not."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from readmission.override import override
from readmission.ui.widgets.reason import ReasonButton


class AskedItem(QWidget):
    """Something that is asked, with the button that says why there is no answer; none where nobody answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason: ReasonButton | None = None

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is in it."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def show_what_is_near(self) -> None:
        """Show what is offered only where the cursor or the mouse is."""
        if self.reason is not None:
            self.reason.show_near(near=self.has_cursor or self.underMouse())

    def open_reasons(self) -> None:
        """Open the menu of reasons at the question."""
        if self.reason is not None:
            self.reason.show_near(near=True)
            self.reason.showMenu()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.show_what_is_near()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.show_what_is_near()
