"""What a screen reader says at once: findings when one leaves the field, what was found, where one is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from readmission.answers.model import Cell
from readmission.ui import announcing
from readmission.ui.announcing import notice_of
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.grid import GridPage
from readmission.ui.widgets.search_box import SearchBox
from ui.pilot import place


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a screen reader on Linux is told: notifications that appear."""
    said: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.ObjectShow:
            interface = QAccessible.queryAccessibleInterface(event.object())
            assert interface.role() == QAccessible.Role.Notification
            said.append(interface.text(QAccessible.Text.Name))

    monkeypatch.setattr(announcing, "NOTIFIED", ("offscreen",))
    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    yield said
    QAccessible.setActive(was)


def test_a_finding_is_said_when_one_leaves_the_field(qtbot: QtBot, open_window: MainWindow, heard: list[str]) -> None:
    assert open_window.workspace is not None
    open_window.workspace.go_to(place("T01[AM].RD_PERS"))
    page = open_window.workspace.current_page()
    assert isinstance(page, GridPage)
    QTest.keyClick(page.view, Qt.Key.Key_9)
    editor = page.view.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_9)
    assert heard == []
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(heard))
    assert page.current_place() != place("T01[AM].RD_PERS")
    assert heard == [open_window.status.told.text()]
    assert heard[0].startswith("Error: ")
    assert "99" in heard[0]


def test_of_many_findings_the_gravest_is_said_and_how_many_there_are_besides(
    qtbot: QtBot, open_window: MainWindow, heard: list[str]
) -> None:
    assert open_window.desk is not None
    open_window.desk.enter({place("T01[AM].RD_PERS"): Cell(value=99), place("T01[BD].RD_PERS"): Cell(value=90_000)})
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].startswith("Error: ")
    assert heard[0].endswith("And 1 more finding.")


def test_a_step_that_brings_up_nothing_is_not_spoken_of(open_window: MainWindow, heard: list[str], qtbot: QtBot) -> None:
    assert open_window.desk is not None
    open_window.desk.enter({place("T01[AL].RD_PERS"): Cell(value=1200)})
    qtbot.wait(1)
    assert heard == []


def test_what_a_search_finds_is_said_and_that_it_finds_nothing(open_window: MainWindow, heard: list[str]) -> None:
    box = open_window.findChild(SearchBox)
    assert box is not None
    box.setText("Armenia")
    assert heard[-1].startswith("Armenia")
    box.setText("no such thing")
    assert heard[-1] == "Nothing was found."


def test_a_window_has_one_notification_and_it_goes_with_the_window(open_window: MainWindow, heard: list[str]) -> None:
    assert notice_of(open_window) is notice_of(open_window)
    assert notice_of(open_window).parent() is open_window


def test_a_page_says_its_name_and_a_fold_what_it_folds(open_window: MainWindow) -> None:
    assert open_window.workspace is not None
    open_window.workspace.show_page("dossier/AL")
    page = open_window.workspace.current_page()
    assert page is not None
    assert name_of_page(open_window) == "Albania"
    folds = [one for one in page.findChildren(QToolButton) if one.objectName() == "fold"]
    names = [one.accessibleName() for one in folds]
    assert names
    assert len(set(names)) == len(names)
    assert not any(name.startswith("▸") for name in names)
    open_window.workspace.show_page("table/T01")
    assert name_of_page(open_window).startswith("T01")


def name_of_page(window: MainWindow) -> str:
    assert window.workspace is not None
    page = window.workspace.current_page()
    assert page is not None
    around = page.parentWidget()
    assert around is not None
    return around.accessibleName()
