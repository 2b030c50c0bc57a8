"""Long tasks off the window's thread, with a dialog that shows how far they are.

The task gets a `Progress` to report with; what it returns, or the error it raises, comes back on the window's thread.
"""

from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import QObject, Signal

from readmission.ui.speech import say

Result = TypeVar("Result")
Progress: TypeAlias = Callable[[str, int, int], None]

# A task shorter than this shows no dialog: one that flickers tells nothing.
PATIENCE_MILLISECONDS: Final = 400


class _Voice(QObject):
    """Carries reports from the worker to the window's thread."""

    progressed = Signal(str, int, int)
    ended = Signal()


def run(parent: QtWidgets.QWidget | None, title: str, task: Callable[[Progress], Result]) -> Result:
    """Run a task while the window stays alive, and return what it returns or raise what it raises."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not before the first task

    voice = _Voice()
    dialog = _dialog(parent, title)

    def show(what: str, done: int, of: int) -> None:
        dialog.setLabelText(what)
        dialog.setMaximum(of)
        dialog.setValue(min(done, of))

    loop = QtCore.QEventLoop()
    voice.progressed.connect(show, QtCore.Qt.ConnectionType.QueuedConnection)
    voice.ended.connect(loop.quit, QtCore.Qt.ConnectionType.QueuedConnection)
    with ThreadPoolExecutor(1) as worker:
        future = worker.submit(task, voice.progressed.emit)
        future.add_done_callback(lambda _done: voice.ended.emit())
        loop.exec()
    # Gone at once: until it is deleted it would stand over what the task has to say, and keep the cursor.
    active = dialog.isActiveWindow()
    dialog.hide()
    dialog.deleteLater()
    # Not every platform gives the keys back by itself; whoever has gone to another program is left there.
    if active and parent is not None:
        parent.activateWindow()
    return future.result()


def _dialog(parent: QtWidgets.QWidget | None, title: str) -> "QtWidgets.QProgressDialog":
    # Every task is one transaction or one new file: half a task cannot be kept, so there is nothing to cancel.
    dialog = QtWidgets.QProgressDialog(say("One moment…"), "", 0, 0, parent)
    dialog.setCancelButton(None)
    dialog.setWindowTitle(title)
    dialog.setWindowModality(QtCore.Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(PATIENCE_MILLISECONDS)
    dialog.setMinimumWidth(380)
    dialog.setAutoReset(False)
    dialog.setAutoClose(False)
    dialog.setValue(0)
    return dialog
