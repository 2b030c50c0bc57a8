"""How long a step of the focus takes with the interface of screen readers on; at a tenth of a second a person begins to wait.

`focus_time.py FOLDER`, on a screen with a message bus: a table and a country's page of a new declaration, which lies in the folder.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from made_declaration import made_declaration
from readmission.ui.app import make_window
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.grid import GridPage
from readmission.ui.theme import Theme

STEPS = 200
WAYS = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)


def main(folder: Path) -> None:
    """Print the median and the slowest of a hundred steps, in a table and from control to control."""
    application = QApplication([])
    window = make_window(Memory(QSettings(str(folder / "focus.ini"), QSettings.Format.IniFormat)), Theme(application))
    window.resize(1366, 740)
    window.show()
    window.take(made_declaration(folder / "focus"))
    QTest.qWait(500)
    assert QAccessible.isActive(), "the interface is off"
    _print("in a table", lambda step: QTest.keyClick(_table(window).view, WAYS[step % len(WAYS)]), application)
    assert window.desk is not None
    _show(window, f"dossier/{window.desk.countries[0]}")
    _print(
        "from control to control", lambda _step: QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab), application
    )
    window.close()


def _table(window: MainWindow) -> GridPage:
    page = _show(window, "table/T01")
    assert isinstance(page, GridPage)
    if not page.view.hasFocus():
        page.view.setFocus()
    return page


def _show(window: MainWindow, page: str) -> object:
    workspace = window.workspace
    assert workspace is not None
    if workspace.page != page:
        workspace.show_page(page)
        window.activateWindow()
        QTest.qWait(300)
    return workspace.current_page()


def _print(where: str, step: Callable[[int], None], application: QApplication) -> None:
    taken = []
    step(0)
    for number in range(STEPS):
        began = time.perf_counter()
        step(number)
        application.processEvents()
        taken.append((time.perf_counter() - began) * 1000)
    slow = statistics.quantiles(taken, n=100)[-1]
    print(f"focus {where}: {statistics.median(taken):.1f} ms, p99 {slow:.1f} ms of 100")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
