"""The line at the foot of the window: that all is saved and where the backups lie, what was just done, how many findings there are."""

from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow

from readmission.ui import marks, opening, theme
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.still import Still, show_text

if TYPE_CHECKING:
    from readmission.ui.desk import Desk

# From this size of texts on, in per cent, there is no room for the place; the tooltip and a screen reader say it.
CROWDED: Final = 140
# A long path gives way in its middle; the whole of it is the tooltip.
WIDEST_BACKUP: Final = 300


class StatusLine(QObject):
    """What is said without taking the cursor away."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._due = ""
        self._saved_mark, self.saved, self.told = QLabel(window), QLabel(window), QLabel(window)
        self._counts, self._offline, self.backup = QLabel(window), QLabel(window), QLabel(window)
        bar = window.statusBar()
        bar.setSizeGripEnabled(False)
        self._saved_mark.setContentsMargins(10, 0, 0, 0)
        bar.addWidget(self._saved_mark)
        bar.addWidget(self.saved)
        self.told.setObjectName("muted")
        room = QHBoxLayout()
        room.addWidget(self.told)
        # Each step tells something, and the bar around it stays as it is.
        bar.addWidget(Still(room, window), 1)
        self.backup.setObjectName("muted")
        bar.addPermanentWidget(self.backup)
        bar.addPermanentWidget(self._counts)
        bar.addPermanentWidget(self._offline)
        self._offline.setText(say("Offline: nothing is sent"))
        self._offline.setObjectName("muted")
        self.show_desk(None)

    def show_desk(self, desk: "Desk | None") -> None:
        """Show how an open declaration stands, or with None that none is open."""
        for label in (self._saved_mark, self.saved, self._counts, self.told, self.backup):
            label.setVisible(desk is not None)
        if desk is None:
            # What was said to one person is not for the next.
            self.told.clear()
            return
        if self._saved_mark.pixmap().isNull():
            self._saved_mark.setPixmap(marks.pixmap("done", 14))
        saved = desk.saved_at
        told = say("All changes saved")
        if saved is not None:
            told = say("All changes saved at {time}", time=f"{saved.astimezone():%H:%M}")
        if told != self.saved.text():
            # A label draws itself and its neighbours anew, whatever it is told.
            self.saved.setText(told)
        if not desk.checked:
            show_text(self._counts, say("Checking all answers…"))
            return
        counts = desk.findings.counts()
        words = [marks.words(severity, counts[severity]) for severity in marks.ORDER if counts[severity]]
        show_text(self._counts, " · ".join(words) or say("No findings"))

    def show_step(self, desk: "Desk") -> None:
        """Show how things stand after a step, and say the gravest finding that it brought up."""
        self.show_desk(desk)
        found, count = desk.brought_up()
        if found is None:
            self._due = ""
            if self.told.text():
                self.told.clear()
            return
        words = f"{say(marks.WORDS[found.severity]).capitalize()}: {desk.message(found)}"
        # The cursor has left the answer when this is read: it says which one it is about.
        words += f" ({desk.wording.place(found.places[0])})" if found.places else ""
        if others := count - 1:
            words = say_count("{words} And {count} more finding.", "{words} And {count} more findings.", others, words=words)
        # After the cursor has moved on: to say where it is, a screen reader breaks off whatever it is saying.
        # Until then the sentence of the step before stays: to take it away would have the line laid out twice.
        self._due = words
        QTimer.singleShot(0, self, self._tell_what_is_due)

    def _tell_what_is_due(self) -> None:
        if self._due:
            self.tell(self._due)

    def show_backup(self, desk: "Desk") -> None:
        """Say when the last backup was made and where it lies: at hand before anything goes wrong."""
        found = opening.last_backup(desk.filling)
        if found is None:
            place = desk.filling.folder / opening.BACKUPS
            words, short = say("No backup yet; they will lie in {place}", place=place), say("No backup yet")
        else:
            moment, place = found
            words = say("Last backup {time} in {place}", time=f"{moment.astimezone():%Y-%m-%d %H:%M}", place=place)
            short = say("Backup {time}: {place}", time=f"{moment.astimezone():%H:%M}", place=place)
        if found is not None and theme.scaled(100) >= CROWDED:
            short = say("Backup {time}", time=f"{found[0].astimezone():%H:%M}")
        room = theme.scaled(WIDEST_BACKUP)
        self.backup.setText(self.backup.fontMetrics().elidedText(short, QtCore.Qt.TextElideMode.ElideMiddle, room))
        self.backup.setToolTip(words)
        self.backup.setAccessibleName(words)

    def tell(self, text: str) -> None:
        """Say something to the eye and to a screen reader."""
        from readmission.ui.announcing import announce  # noqa: PLC0415 - not before the first paint

        # What is told otherwise goes before what a step was to tell.
        self._due = ""
        self.told.setText(text)
        self.told.setToolTip(text)
        announce(self._window, text)
