"""Starts the window: Qt first, the window on the screen, then the data layer in the background."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from readmission import assets
from readmission.ui import failure, opening, tongues
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.self_check import check_window
from readmission.ui.theme import Theme

SELF_CHECK: Final = "--self-check"
# For the bench: say that the window has been drawn, and end.
MEASURE_START: Final = "--measure-start"


class Program:
    """The window that is shown; a language that is chosen shows another one in its place, on the same declaration."""

    def __init__(self, memory: Memory, theme: Theme, language: str = "") -> None:
        self._memory = memory
        self._theme = theme
        tongues.take_up(language or memory.language or tongues.of_system())
        self.window = self._new_window()

    def speak(self, code: str) -> None:
        """Say everything in another language, at once and at the same place."""
        self._memory.language = code
        spoken = tongues.take_up(code)
        old, self.window = self.window, self._new_window()
        old.hand_over(self.window, spoken)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.setVisible(old.isVisible())
        old.close()
        old.deleteLater()

    def _new_window(self) -> MainWindow:
        window = MainWindow(self._memory, self._theme)
        window.language_asked.connect(self.speak)
        return window


def make_window(memory: Memory, theme: Theme) -> MainWindow:
    """The window of a running application in the user's language."""
    tongues.take_up(memory.language or tongues.of_system())
    return MainWindow(memory, theme)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window; a folder among the arguments is asked for its password at once."""
    given = _arguments(sys.argv[1:] if arguments is None else arguments)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("readmission")
    application.setApplicationDisplayName("Readmission")
    application.setDesktopFileName("readmission-window")
    application.setWindowIcon(QIcon(str(assets.resources() / "icons" / "readmission.svg")))
    if given.self_check:
        return check_window(application)
    failure.install()
    memory = Memory()
    program = Program(memory, Theme(application, memory.scheme), given.language)
    window = program.window
    if given.path is not None and given.path.exists():
        QTimer.singleShot(0, lambda: window.open_path(given.path.absolute()))
    window.show()
    if given.measure_start:
        QTimer.singleShot(0, lambda: _say_drawn(application, window))
    else:
        QTimer.singleShot(0, opening.warm_up)
    return application.exec()


def _say_drawn(application: QApplication, window: MainWindow) -> None:
    window.repaint()
    # On Windows a program without a console has nowhere to say it.
    if sys.stdout is not None:
        sys.stdout.write("drawn\n")
        sys.stdout.flush()
    application.quit()


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="readmission-window")
    parser.add_argument(SELF_CHECK, action="store_true", help="try everything the window needs, and end")
    parser.add_argument(MEASURE_START, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("path", nargs="?", type=Path, help="a declaration's folder, or the file in it")
    parser.add_argument("--language", default="", help="en, fr, de; as the system speaks where it is not said")
    return parser.parse_args(list(given))
