"""What every page of the workspace can do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.ui.desk import Desk


class Page(QWidget):
    """A page of an open declaration; it shows answers and says what a person wants."""

    place_asked = Signal(object)  # Place
    page_asked = Signal(str)
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")

    def arrive(self, detail: str) -> None:
        """Show the page; `detail` says which country or table."""
        raise NotImplementedError

    def redraw(self, changes: Changes) -> None:
        """Show what a step changed."""
        raise NotImplementedError

    def go_to(self, place: Place) -> None:
        """Put the cursor on a cell."""
        raise NotImplementedError

    def offer_reasons(self) -> None:
        """Offer the reasons why the current cell has no answer."""

    def current_place(self) -> Place | None:
        """The cell that the cursor is on."""
        return None
