"""What only the window can try of an installation: the platform of Qt, every icon, the style, a first picture."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLabel

from readmission import assets
from readmission.ui.theme import Theme

_SIZE = QSize(32, 32)


def check_window(application: QApplication) -> int:
    """Say what was tried; 0 when nothing is missing, else 2."""
    missing = [what for what, present in _things(application) if not present]
    for what in missing:
        print(f"FAIL window: {what}")  # noqa: T201 - what a terminal asked for
    if not missing:
        print(f"ok   window {application.platformName()}, every icon, style and picture")  # noqa: T201
    return 2 if missing else 0


def _things(application: QApplication) -> Iterator[tuple[str, bool]]:
    Theme(application, "")
    yield "no style", bool(application.styleSheet())
    icons = sorted((assets.resources() / "icons").glob("*.svg"))
    yield "no icons", bool(icons)
    for path in icons:
        yield f"icon {path.name}", not QIcon(str(path)).pixmap(_SIZE).isNull()
    label = QLabel("Ž ą λ Б")
    label.show()
    yield "no picture", not label.grab().isNull()
    yield "no word on a wrong call", "setText(arg__1: str" in _said_of_a_wrong_call(label)


def _said_of_a_wrong_call(label: QLabel) -> str:
    # What explains it lies in files that nothing else reads.
    wrong: Any = 1
    try:
        label.setText(wrong)
    except TypeError as error:
        return str(error)
    return ""
