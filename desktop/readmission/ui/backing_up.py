"""Backups while one works: the window looks every minute whether one is due and makes it beside the work."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from readmission.ui import opening
from readmission.ui.running import run
from readmission.ui.speech import say

if TYPE_CHECKING:
    from readmission.tasks.fill import Filling

# How often the window looks whether a backup is due; how often one is made is a setting of the declaration.
LOOK_MILLISECONDS: Final = 60_000
# Whoever closes while a backup is being made waits for it.
WAIT_MILLISECONDS: Final = 200
# How long a backup that is due waits while an answer is being typed.
TYPING_MILLISECONDS: Final = 5_000


class BackingUp(QObject):
    """Backs up what is open; one backup at a time."""

    made = Signal()

    def __init__(self, window: QWidget, tell: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._tell = tell
        self._filling: Filling | None = None
        self.busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.back_up_if_due)

    def begin(self, filling: "Filling") -> None:
        """Look after an open declaration."""
        self._filling = filling
        self._timer.start()

    @property
    def at_work(self) -> bool:
        """Whether it looks after something."""
        return self._timer.isActive()

    def end(self) -> None:
        """Look after nothing; what is closed is backed up on closing."""
        self._filling = None
        self._timer.stop()

    def later(self, act: Callable[[], object]) -> None:
        """Do something a moment later, when the backup may be made."""
        QTimer.singleShot(WAIT_MILLISECONDS, act)

    def back_up_if_due(self) -> None:
        """Make a backup when there was work and the chosen time has passed; says where it is, or why there is none."""
        filling = self._filling
        if filling is None or self.busy or not opening.backup_due(filling):
            return
        if _somebody_types():
            # The window of a backup would take the cursor out of a half-typed answer.
            QTimer.singleShot(TYPING_MILLISECONDS, self.back_up_if_due)
            return
        self.busy = True
        try:
            made = run(self._window, say("Backup"), lambda _progress: opening.back_up(filling))
        finally:
            self.busy = False
        self._tell(opening.backup_words(made))
        self.made.emit()


def _somebody_types() -> bool:
    from PySide6.QtGui import QTextDocument  # noqa: PLC0415 - none of this before the first paint
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit  # noqa: PLC0415

    field = QApplication.focusWidget()
    document = field.document() if isinstance(field, QPlainTextEdit) else field
    return isinstance(document, QLineEdit | QTextDocument) and document.isModified()
