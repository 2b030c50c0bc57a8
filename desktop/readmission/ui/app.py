"""Starts the window: Qt first, the window on the screen, then the data layer in the background."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from readmission import assets
from readmission.texts import language
from readmission.ui import failure, opening, speech
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.self_check import check_window
from readmission.ui.theme import Theme

SELF_CHECK: Final = "--self-check"
# For the bench: end as soon as the window has been drawn.
MEASURE_START: Final = "--measure-start"


def make_window(memory: Memory, theme: Theme) -> MainWindow:
    """The window of a running application in the user's language."""
    code = QLocale.system().name().partition("_")[0]
    speech.speak(language(code if code != "C" else "en", assets.resources() / "texts"))
    return MainWindow(memory, theme)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window; a folder among the arguments is asked for its password at once."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    application = QApplication([sys.argv[0], *given])
    application.setApplicationName("readmission")
    application.setApplicationDisplayName("Readmission")
    application.setDesktopFileName("readmission-window")
    application.setWindowIcon(QIcon(str(assets.resources() / "icons" / "readmission.svg")))
    if SELF_CHECK in given:
        return check_window(application)
    failure.install()
    memory = Memory()
    window = make_window(memory, Theme(application, memory.scheme))
    paths = [Path(argument).absolute() for argument in given if Path(argument).exists()]
    if paths:
        QTimer.singleShot(0, lambda: window.open_path(paths[0]))
    window.show()
    if MEASURE_START in given:
        QTimer.singleShot(0, lambda: (window.repaint(), application.quit()))
    else:
        QTimer.singleShot(0, opening.warm_up)
    return application.exec()
