"""When something goes wrong: an error is three sentences, a fault of the program is a report that one can copy.

The log names functions and lines, never what was answered: a traceback is written without the values it carried.
"""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from readmission.errors import ReadmissionError
from readmission.ui.speech import language, say

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


def show_error(parent: "QWidget | None", error: ReadmissionError) -> None:
    """Say what happened, what was not harmed and what to do."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - nothing of this page before something goes wrong

    explained = language().explain(error)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(say("This was not possible"))
    box.setText(f"<b>{_html(explained.happened)}</b>")
    place = f"{explained.place} · " if explained.place else ""
    box.setInformativeText(
        f"{_html(explained.unharmed)}<br><br>{_html(explained.remedy)}<br><br><small>{_html(place + explained.code)}</small>"
    )
    box.exec()


def install() -> None:
    """Write the log into the platform's folder and catch whatever no task caught."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "log"
    folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        filename=folder / "window.log", level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    sys.excepthook = on_exception


def on_exception(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    """What becomes of an exception that reached the event loop."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    if isinstance(error, ReadmissionError):
        show_error(None, error)
        return
    report = describe(kind, trace)
    log.error("%s", report)
    _offer(report)


def describe(kind: type[BaseException], trace: "TracebackType | None") -> str:
    """The kind of a fault and where it came from; its message may quote an answer and is left out."""
    import traceback  # noqa: PLC0415

    lines = [f"{kind.__module__}.{kind.__qualname__}"]
    lines += (f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))
    return "\n".join(lines)


def _offer(report: str) -> None:
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle(say("A fault of the program"))
    box.setText(f"<b>{say('The program made a mistake of its own.')}</b>")
    box.setInformativeText(
        say("Every answer that you left is saved. You can go on; if it happens again, send the report. It holds no answers.")
    )
    box.setDetailedText(report)
    copy = box.addButton(say("Copy the report"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    box.exec()


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
