"""What is drawn piece by piece, as answers change, looks like what is drawn whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.navigation import entries
from readmission.ui.pages.grid import GridPage
from readmission.ui.tables.cells import CellEditor
from readmission.ui.tables.view import GridView
from ui.pilot import FakeFilling, opened

LOW = 330


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> GridPage:
    """A table with more rows than there is room for."""
    made = GridPage(desk, "T01")
    qtbot.addWidget(made)
    made.resize(900, LOW)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.arrive("")
    assert made.view.verticalScrollBar().maximum() > 0
    settle()
    return made


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def on_screen(widget: QWidget) -> QImage:
    return widget.screen().grabWindow(widget.window().winId()).toImage()


def looks_as_drawn_whole(widget: QWidget) -> bool:
    settle()
    piecemeal = on_screen(widget)
    for part in (widget, *widget.findChildren(QWidget)):
        part.update()
    settle()
    return piecemeal == on_screen(widget)


def type_in(page: GridPage, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(page.view, text[0])
    editor = QApplication.focusWidget()
    assert isinstance(editor, CellEditor)
    QTest.keyClicks(editor, text[1:])
    settle()
    QTest.keyClick(editor, end)
    settle()


class AsQtDraws(GridView):
    """The same table, of which Qt draws each cell through the delegate."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


@pytest.mark.parametrize("grid", [True, False])
def test_a_table_draws_its_cells_as_qt_does(page: GridPage, desk: Desk, qtbot: QtBot, grid: bool) -> None:
    for row, texts in enumerate((("many", "NC", "", "1 234"), ("12", "450 e", "7"))):
        page.model.enter({page.model.index(row, column): text for column, text in enumerate(texts)})
    page._last.setChecked(True)
    drawn = []
    for kind in (GridView, AsQtDraws):
        view = kind(page.model, desk.wording)
        qtbot.addWidget(view)
        view.resize(900, LOW)
        view.setShowGrid(grid)
        view.setColumnHidden(1, True)
        view.setRowHidden(2, True)
        view.setCurrentIndex(page.model.index(0, 0))
        view._select(1, 2, 3, 4)
        view.grab()
        pictures = [view.grab().toImage()]
        view.verticalScrollBar().setValue(3)
        view.horizontalScrollBar().setValue(37)
        pictures.append(view.grab().toImage())
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
        view.resize(2400, 1400)
        pictures.append(view.grab().toImage())
        drawn.append(pictures)
    assert drawn[0] == drawn[1]


def test_a_table_that_is_typed_down_past_its_last_visible_row(page: GridPage) -> None:
    page.view.setCurrentIndex(page.model.index(0, 0))
    settle()
    for row in range(len(page.model.keys) - 1):
        type_in(page, str(7 + row))
        assert page.view.currentIndex().row() == row + 1
        assert looks_as_drawn_whole(page), row
    for row in range(len(page.model.keys) - 1, 0, -1):
        QTest.keyClick(page.view, Qt.Key.Key_Up)
        assert looks_as_drawn_whole(page), row


def test_a_finding_that_comes_and_goes_and_what_is_typed_across(page: GridPage) -> None:
    page.view.setCurrentIndex(page.model.index(0, 0))
    for text, key in (("many", Qt.Key.Key_Tab), ("12", Qt.Key.Key_Tab), ("NC", Qt.Key.Key_Return), ("13", Qt.Key.Key_Backtab)):
        type_in(page, text, key)
        assert looks_as_drawn_whole(page), text
    page.view.setCurrentIndex(page.model.index(0, 0))
    type_in(page, "12")
    assert looks_as_drawn_whole(page)


def test_a_paste_an_undo_and_a_row_of_last_year_beside(page: GridPage, desk: Desk) -> None:
    page.view.setCurrentIndex(page.model.index(1, 0))
    QGuiApplication.clipboard().setText("1\t2\nx\t4")
    page.view.paste()
    assert looks_as_drawn_whole(page)
    desk.undo()
    assert looks_as_drawn_whole(page)
    page._last.setChecked(True)
    assert looks_as_drawn_whole(page)
    page.view.horizontalScrollBar().setValue(page.view.horizontalScrollBar().maximum())
    assert looks_as_drawn_whole(page)


def test_the_frame_of_the_current_cell_when_the_cursor_leaves_the_table_and_comes_back(page: GridPage) -> None:
    page.view.setCurrentIndex(page.model.index(1, 1))
    settle()
    with_cursor = on_screen(page)
    page._many.setFocus()
    assert looks_as_drawn_whole(page)
    assert on_screen(page) != with_cursor
    page.view.setFocus()
    assert looks_as_drawn_whole(page)


def test_the_list_of_pages_beside_a_table(window: MainWindow, qtbot: QtBot, filling: FakeFilling) -> None:
    window.take(opened(filling))
    window.show()
    qtbot.waitExposed(window)
    assert window.workspace is not None
    window.workspace.show_page("table/T01")
    page = window.workspace.current_page()
    assert isinstance(page, GridPage)
    page.view.setCurrentIndex(page.model.index(0, 0))
    settle()
    for text in ("many", "12"):
        type_in(page, text)
        assert looks_as_drawn_whole(window), text
    assert window.desk is not None
    assert window.workspace.navigation._entries.entries == entries(window.desk)
