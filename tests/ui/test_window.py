"""The window as a whole: pages, findings, what is remembered, what goes wrong."""

import math
import os
import sys
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSettings, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from readmission.answers.model import BLANK, Cell
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.app import make_window
from readmission.ui.failure import describe
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.findings import FindingsPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.sorting import SortingPage
from readmission.ui.running import Progress, run
from readmission.ui.theme import Theme
from readmission.ui.workspace import Workspace
from ui.pilot import FakeFilling, opened, place, sample

# What WCAG 2.2 (2.5.8) wants a target to measure, in pixels; a smaller one keeps half of that from its middle to the next.
SMALLEST = 24
PAGES = ["general", "countries", "questions", "dossier/AL", "table/T01", "table/R1", "findings"]


def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def controls(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    found = [widget for widget in page.findChildren(QWidget) if isinstance(widget, kinds) and widget.isVisible()]
    # The line inside a combo or the list behind it is part of it.
    return [widget for widget in found if not isinstance(widget.parent(), QComboBox) and "qt_" not in widget.objectName()]


@pytest.mark.parametrize("page", PAGES)
def test_every_control_of_a_page_has_a_name(open_window: MainWindow, page: str) -> None:
    workspace(open_window).show_page(page)
    buddies = {label.buddy() for label in open_window.findChildren(QLabel)}
    nameless = [
        widget
        for widget in controls(open_window)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or widget in buddies or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_more_than_sixty_controls(open_window: MainWindow, page: str) -> None:
    workspace(open_window).show_page(page)
    shown = workspace(open_window).current_page()
    assert shown is not None
    assert 0 < len(controls(shown)) <= 60


@pytest.mark.parametrize("page", PAGES)
def test_tab_goes_through_a_page_as_it_is_read(open_window: MainWindow, page: str) -> None:
    workspace(open_window).show_page(page)
    # What stands where is known when Qt has laid the page out.
    QApplication.processEvents()
    shown = workspace(open_window).current_page()
    assert shown is not None
    reached = [widget for widget in chain_of(shown) if widget in controls(shown)]
    assert reached
    wrong = []
    for parent in {widget.parentWidget() for widget in reached}:
        siblings = [widget for widget in reached if widget.parentWidget() is parent]
        wrong += [(named(one), named(after)) for one, after in pairwise(siblings) if not reads_before(one, after)]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_clicked_is_large_enough_to_hit(open_window: MainWindow, page: str) -> None:
    workspace(open_window).show_page(page)
    QApplication.processEvents()
    shown = workspace(open_window).current_page()
    assert shown is not None
    small = [widget for widget in controls(shown) if widget.isEnabled() and too_small(widget, shown)]
    assert [(named(widget), widget.size().toTuple()) for widget in small] == []


def too_small(widget: QWidget, page: QWidget) -> bool:
    """Whether a target is smaller than WCAG wants, and stands so near another that one is hit for the other."""
    if widget.height() >= SMALLEST and widget.width() >= SMALLEST:
        return False
    middle = QRectF(rect_in(widget, page)).center()
    around = [other for other in controls(page) if other is not widget and not other.isAncestorOf(widget)]
    return any(distance(middle, QRectF(rect_in(other, page))) < SMALLEST / 2 for other in around)


def rect_in(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


def distance(point: QPointF, rect: QRectF) -> float:
    across = max(rect.left() - point.x(), 0, point.x() - rect.right())
    down = max(rect.top() - point.y(), 0, point.y() - rect.bottom())
    return math.hypot(across, down)


def chain_of(page: QWidget) -> list[QWidget]:
    """What Tab reaches on a page, one after the other."""
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.property('text') or ''} {widget.geometry().getRect()}"


def reads_before(one: QWidget, after: QWidget) -> bool:
    """In the line above or the column to the left, or in one line further left."""
    first, second = one.geometry(), after.geometry()
    apart = first.bottom() < second.top() or first.right() < second.left()
    return apart and (first.center().y() <= second.center().y() + first.height() or first.right() < second.left())


def test_a_rehearsal_says_so_on_every_page(open_window: MainWindow) -> None:
    for page in PAGES:
        workspace(open_window).show_page(page)
        texts = [label.text() for label in open_window.findChildren(QLabel) if label.isVisible()]
        assert "REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT" in texts


def test_a_real_round_has_no_such_band(qtbot: QtBot, window: MainWindow) -> None:
    window.show()
    window.take(opened(FakeFilling(sample(), rehearsal=False)))
    assert not any("REHEARSAL" in label.text() for label in window.findChildren(QLabel))


def test_a_form_that_sorts_by_nothing_says_so_on_the_page(open_window: MainWindow) -> None:
    workspace(open_window).show_page("sorting")
    page = workspace(open_window).current_page()
    assert isinstance(page, SortingPage)
    assert "The countries cannot be sorted" in page._message.text
    assert not page.view.isVisible()


def test_f8_walks_through_the_findings_and_round_the_end(open_window: MainWindow) -> None:
    visited = []
    for _ in range(4):
        open_window.actions_by_name["-next"].trigger()
        page = workspace(open_window).current_page()
        assert isinstance(page, GridPage)
        visited.append(str(page.current_place()))
    assert visited[0] == visited[3]
    assert set(visited) == {"T01[AL].RD_PERS", "T01[CM].RD", "T01[BD].RD"}


def test_enter_on_a_finding_goes_to_the_cell(qtbot: QtBot, open_window: MainWindow) -> None:
    workspace(open_window).show_page("findings")
    page = workspace(open_window).current_page()
    assert isinstance(page, FindingsPage)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert workspace(open_window).page == "table/T01"


def test_a_finding_disappears_when_it_is_put_right(open_window: MainWindow) -> None:
    desk = workspace(open_window).desk
    before = len(desk.findings)
    desk.enter({place("T01[AL].RD_PERS"): Cell(value=1200)})
    assert len(desk.findings) == before - 1
    desk.undo()
    assert len(desk.findings) == before
    desk.redo()
    assert len(desk.findings) == before - 1


def test_the_status_bar_says_when_all_was_saved(open_window: MainWindow, filling: FakeFilling) -> None:
    workspace(open_window).desk.enter({place("T01[AL].RD"): Cell(value=1300)})
    assert filling.saved_at is not None
    assert open_window.status.saved.text() == f"All changes saved at {filling.saved_at.astimezone():%H:%M}"


def test_undo_is_one_key(open_window: MainWindow) -> None:
    desk = workspace(open_window).desk
    desk.enter({place("T01[DZ].RD"): Cell(value=1)})
    open_window.actions_by_name["undo"].trigger()
    assert desk.cell(place("T01[DZ].RD")) == BLANK
    open_window.actions_by_name["redo"].trigger()
    assert desk.cell(place("T01[DZ].RD")) == Cell(value=1)


def test_it_opens_where_it_was_left(open_window: MainWindow, memory: Memory, filling: FakeFilling) -> None:
    workspace(open_window).show_page("dossier/BD")
    open_window.close_declaration()
    assert filling.closed
    again = FakeFilling(sample())
    open_window.take(opened(again))
    assert workspace(open_window).page == "dossier/BD"


def test_what_is_remembered_outlives_the_window(tmp_path: Path) -> None:
    folder = tmp_path / "BE 2025"
    folder.mkdir()
    path = str(tmp_path / "settings.ini")
    first = QSettings(path, QSettings.Format.IniFormat)
    Memory(first).remember(folder)
    first.sync()
    assert Memory(QSettings(path, QSettings.Format.IniFormat)).recent() == [folder]


class Locked(ReadmissionError):
    code: ClassVar[str] = "XX-01"
    happened: ClassVar[str] = "The password does not open it."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Type it again."


def test_a_wrong_password_is_explained_beside_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Locked

    (tmp_path / opening.MARKER).touch()
    monkeypatch.setattr(opening, "slots_of", lambda _folder: ["1-anna-example"])
    monkeypatch.setattr(opening, "open_declaration", refuse)
    window.show()
    window.start.ask_password(tmp_path)
    assert window.start.unlock.person.currentText() == "Anna Example"
    window.start.unlock.password.setText("wrong")
    window.start.unlock.open.click()
    assert window.start.unlock._message.text == "The password does not open it."
    assert window.start.unlock.password.accessibleDescription() == "The password does not open it."
    assert window.desk is None


def test_a_folder_without_a_declaration_is_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    window.start.ask_password(tmp_path)
    assert "There is no declaration in" in window.start._message.text


def test_a_task_runs_beside_the_window_and_hands_its_result_back(qtbot: QtBot) -> None:
    def task(progress: Progress) -> str:
        progress("half", 1, 2)
        return "done"

    assert run(None, "Task", task) == "done"


def test_what_a_task_raises_comes_back(qtbot: QtBot) -> None:
    def task(_progress: Progress) -> None:
        raise Locked

    with pytest.raises(Locked):
        run(None, "Task", task)


def test_a_task_that_took_long_leaves_nothing_over_the_window_and_the_cursor_free(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = QPushButton("Continue", dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    came_up = Event()
    looking = QTimer(dialog)
    looking.timeout.connect(lambda: came_up.set() if QApplication.activeModalWidget() is not None else None)
    looking.start(10)
    run(dialog, "Task", lambda _progress: came_up.wait())
    assert came_up.is_set()
    # What the caller does next may have a loop of its own, in which nothing is deleted that was to be deleted later.
    assert QApplication.activeModalWidget() is None
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)


def test_a_report_of_a_fault_holds_no_answer() -> None:
    with pytest.raises(ValueError, match="4711") as caught:
        int("returned 4711 persons")
    report = describe(caught.type, caught.tb)
    assert "ValueError" in report
    assert "test_window.py" in report
    assert "4711" not in report


class Bell(QObject):
    rung = Signal(bool)


def test_signals_do_not_wear_out_a_constant(qtbot: QtBot) -> None:
    # PySide6 6.12.0 lost a reference to True at each emit and aborted the program after some hundreds.
    bell = Bell()
    bell.rung.connect(lambda _on: None)
    before = sys.getrefcount(True)
    for _ in range(1000):
        bell.rung.emit(True)
    assert sys.getrefcount(True) >= before - 5


# What is not needed to draw the first page: libraries of the data layer, everything of an open declaration, and the names of `Qt`.
LATE = (
    "sqlmodel sqlalchemy sqlcipher3 cryptography pyhanko numpy openpyxl python_calamine pydantic yaml jinja2 babel typer rich "
    "typing_extensions hashlib decimal datetime json argparse concurrent.futures traceback zipfile urllib html unicodedata "
    "readmission.answers.model readmission.form readmission.engine readmission.checks readmission.store readmission.tasks "
    "readmission.bundle readmission.sheets readmission.reports readmission.statistics readmission.ui.desk readmission.ui.header "
    "readmission.ui.workspace readmission.ui.tables readmission.ui.dialogs readmission.ui.self_check readmission.ui.pages.unlock"
)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_window_is_drawn_before_anything_that_can_wait_is_loaded(language: str, tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415

    code = (
        "import sys, PySide6.QtWidgets, PySide6.QtGui\n"
        "of_qt = set(sys.modules)\n"
        "from readmission.__main__ import main\n"
        f"main(['--measure-start', '--language', '{language}'])\n"
        f"early = set({LATE!r}.split()) & (set(sys.modules) - of_qt)\n"
        "early |= {'Qt'} & set(vars(PySide6.QtCore))\n"
        "sys.exit(f'loaded before the first paint: {sorted(early)}' if early else 0)"
    )
    root = Path(__file__).resolve().parents[2]
    homes = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root / "desktop", env=os.environ | homes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("drawn ")


def test_a_window_opens_where_and_as_large_as_it_was_closed(theme: Theme, memory: Memory) -> None:
    first = make_window(memory, theme)
    first.setGeometry(30, 40, 760, 640)
    first.show()
    left = first.geometry()
    first.close()
    second = make_window(memory, theme)
    second.show()
    # The screen without a screen is narrower than the window may be.
    assert (second.geometry().size(), second.geometry().top()) == (left.size(), left.top())
    second.close()
    for made in (first, second):
        made.deleteLater()


def test_a_scheme_is_remembered(window: MainWindow, memory: Memory) -> None:
    window.actions_by_name["dark"].trigger()
    assert memory.scheme == "dark"
    window.actions_by_name["-system"].trigger()
    assert memory.scheme == ""
