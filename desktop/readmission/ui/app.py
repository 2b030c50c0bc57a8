"""Starts the window: Qt first, the window on the screen, then the data layer in the background."""

import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCommandLineOption, QCommandLineParser, QTimer
from PySide6.QtWidgets import QApplication

from readmission import assets
from readmission.collector import hold
from readmission.ui import failure, opening, tongues
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.speech import say
from readmission.ui.theme import Theme

SELF_CHECK: Final = "self-check"
LANGUAGE: Final = "language"
# The style as an argument: asking for it in Python makes hundreds of names of its parts before the window is drawn.
STYLE: Final = ("-style", "Fusion")
# For the bench: say that the window has been drawn, and when by the clock that all processes share; and end.
MEASURE_START: Final = "measure-start"


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
    application = QApplication([sys.argv[0], *STYLE])
    application.setApplicationName("readmission")
    application.setDesktopFileName("readmission-window")
    given = _arguments(application, sys.argv[1:] if arguments is None else arguments)
    if given.isSet(SELF_CHECK):
        from readmission.ui.self_check import check_window  # noqa: PLC0415

        return check_window(application)
    failure.install()
    memory = Memory()
    theme = Theme(application, memory.scheme)
    program = Program(memory, theme, given.value(LANGUAGE))
    window = program.window
    for path in map(Path, given.positionalArguments()[:1]):
        if path.exists():
            QTimer.singleShot(0, lambda path=path: window.open_path(path.absolute()))
    window.show()
    if given.isSet(MEASURE_START):
        QTimer.singleShot(0, lambda: _say_drawn(application, window))
    else:
        QTimer.singleShot(0, lambda: _go_on(application, theme))
    return application.exec()


def _say_drawn(application: QApplication, window: MainWindow) -> None:
    handle = window.windowHandle()
    while not handle.isExposed():
        application.processEvents()
    window.repaint()
    # On Windows a program without a console has nowhere to say it.
    if sys.stdout is not None:
        sys.stdout.write(f"drawn {time.monotonic()}\n")
        sys.stdout.flush()
    application.quit()


def _go_on(application: QApplication, theme: Theme) -> None:
    """What can wait until the window has been drawn."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415

    theme.heed_contrast()
    application.setWindowIcon(QIcon(str(assets.resources() / "icons" / "readmission.svg")))
    opening.warm_up()
    # What was made so far stays; only what comes now is looked through for what can go.
    hold()
    gc.enable()


def _arguments(application: QApplication, given: Sequence[str]) -> QCommandLineParser:
    """What was asked for; Qt's own reader, because it is there already and speaks the user's language."""
    parser = QCommandLineParser()
    parser.addHelpOption()
    parser.addPositionalArgument("path", say("A declaration's folder, or the file in it."), "[path]")
    measuring = QCommandLineOption([MEASURE_START])
    measuring.setFlags(QCommandLineOption.Flag.HiddenFromHelp)
    for option in (
        QCommandLineOption([SELF_CHECK], say("Try everything that the window needs, and end.")),
        QCommandLineOption([LANGUAGE], say("The language to speak: en, fr, de."), "code"),
        measuring,
    ):
        parser.addOption(option)
    parser.process([application.applicationName(), *given])
    return parser
