"""The line at the foot of the window: that all is saved and where the backups lie, what was just done, how many findings there are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QMainWindow

from readmission.ui import marks, opening
from readmission.ui.speech import say

if TYPE_CHECKING:
    from readmission.ui.desk import Desk


class StatusLine(QObject):
    """What is said without taking the cursor away."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._saved_mark, self.saved, self.told = QLabel(window), QLabel(window), QLabel(window)
        self._counts, self._offline = QLabel(window), QLabel(window)
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        self._saved_mark.setContentsMargins(10, 0, 0, 0)
        bar.addWidget(self._saved_mark)
        bar.addWidget(self.saved)
        self.told.setObjectName("muted")
        bar.addWidget(self.told, 1)
        bar.addPermanentWidget(self._counts)
        bar.addPermanentWidget(self._offline)
        self._offline.setText(say("Offline: nothing is sent"))
        self._offline.setObjectName("muted")
        self.show_desk(None)

    def show_desk(self, desk: "Desk | None") -> None:
        """Show how an open declaration stands, or with None that none is open."""
        for label in (self._saved_mark, self.saved, self._counts, self.told):
            label.setVisible(desk is not None)
        if desk is None:
            return
        if self._saved_mark.pixmap().isNull():
            self._saved_mark.setPixmap(marks.pixmap("done", 14))
        saved = desk.saved_at
        self.saved.setText(
            say("All changes saved at {time}", time=f"{saved.astimezone():%H:%M}")
            if saved is not None
            else say("All changes saved")
        )
        self.saved.setToolTip(say("Backups lie in {place}", place=desk.filling.folder / opening.BACKUPS))
        counts = desk.findings.counts()
        words = [marks.words(severity, counts[severity]) for severity in marks.ORDER if counts[severity]]
        self._counts.setText(" · ".join(words) or say("No findings"))

    def tell(self, text: str) -> None:
        """Say something to the eye and to a screen reader."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - needed when there is a reader

        self.told.setText(text)
        self.told.setToolTip(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))
