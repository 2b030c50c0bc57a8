"""With texts twice as large nothing at the top of a page is cut off: it goes on in the next line."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QHeaderView, QLabel, QLayout, QTableView, QWidget

from readmission.ui.app import make_window
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.countries import CountriesPage
from readmission.ui.pages.overview import OverviewPage
from readmission.ui.pages.page import Page
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.tables.question_view import COLUMN_WIDTH
from readmission.ui.theme import Theme
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Elided
from ui.pilot import FakeFilling, opened
from ui.test_languages import cut_off

HEADED = ("countries", "questions", "dossier/AL", "table/T01", "findings", "overview", "owed", "journal", "files")
PAGES = (*HEADED, "general", "sorting", "table/R1", "people", "comments", "review", "release", "replies", "safety")


@pytest.fixture
def large(qapp: QApplication, theme: Theme, memory: Memory, filling: FakeFilling) -> Iterator[MainWindow]:
    usual = qapp.font()
    twice = qapp.font()
    twice.setPixelSize(2 * twice.pixelSize())
    qapp.setFont(twice)
    window = make_window(memory, theme)
    window.resize(1366, 768)
    window.show()
    window.take(opened(filling))
    yield window
    window.close()
    window.deleteLater()
    qapp.setFont(usual)


def head_of(page: Page) -> Head:
    layout = page.layout()
    assert layout is not None
    waiting: list[QLayout] = [layout]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Head):
            return found
        items = (found.itemAt(number) for number in range(found.count()))
        waiting += [inner for item in items if item is not None and (inner := item.layout()) is not None]
    raise AssertionError("no head")


def shown(window: MainWindow, name: str) -> Page:
    """A page, laid out."""
    assert window.workspace is not None
    window.workspace.show_page(name)
    QApplication.processEvents()
    page = window.workspace.current_page()
    assert page is not None
    return page


@pytest.mark.parametrize("name", HEADED)
def test_the_head_of_a_page_is_whole_with_texts_twice_as_large(large: MainWindow, name: str) -> None:
    page = shown(large, name)
    head = head_of(page)
    items = [item for number in range(head.count()) if (item := head.itemAt(number)) is not None]
    widgets = [widget for item in items if (widget := item.widget()) is not None and widget.isVisible() and not item.isEmpty()]
    assert widgets
    for widget in widgets:
        assert page.rect().contains(widget.geometry()), widget
        assert not any(other.geometry().intersects(widget.geometry()) for other in widgets if other is not widget), widget
        if isinstance(widget, QLabel | QAbstractButton) and not isinstance(widget, Elided):
            assert widget.width() >= widget.sizeHint().width(), widget
        assert widget.width() >= 20, widget
    assert large.width() == 1366


def test_such_a_head_takes_several_lines_and_the_usual_one_takes_one(large: MainWindow, qapp: QApplication) -> None:
    assert large.workspace is not None
    large.workspace.show_page("dossier/AL")
    page = large.workspace.current_page()
    assert page is not None
    head = head_of(page)
    assert head.heightForWidth(900) > 1.7 * head.heightForWidth(4000)


def test_columns_grow_with_the_texts_and_the_table_is_moved_sideways(large: MainWindow) -> None:
    assert large.workspace is not None
    large.workspace.show_page("questions")
    page = large.workspace.current_page()
    assert isinstance(page, QuestionsPage)
    shown = [column for column in range(page.model.columnCount()) if not page.view.isColumnHidden(column)]
    assert {page.view.columnWidth(column) for column in shown} == {2 * COLUMN_WIDTH}
    large.workspace.show_page("overview")
    overview = large.workspace.current_page()
    assert isinstance(overview, OverviewPage)
    header = overview.view.horizontalHeader()
    assert min(header.sectionSize(column) for column in range(header.count())) >= 50


@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_is_cut_off_with_texts_twice_as_large(large: MainWindow, name: str) -> None:
    page = shown(large, name)
    assert cut_off(page) == []
    assert short_headings(page) == []
    assert low_rows(page) == []
    assert page.width() <= large.width()


def short_headings(page: QWidget) -> list[str]:
    """Headings of columns whose longest word is wider than the column."""
    found = []
    for header in page.findChildren(QHeaderView):
        # The heads of the core questions break a word that is too long.
        if not header.isVisible() or header.orientation() is Qt.Orientation.Vertical or isinstance(page, QuestionsPage):
            continue
        model = header.model()
        for column in range(header.count()):
            words = str(model.headerData(column, Qt.Orientation.Horizontal) or "").split()
            widest = max((header.fontMetrics().horizontalAdvance(word) for word in words), default=0)
            if not header.isSectionHidden(column) and widest > header.sectionSize(column):
                found.append(f"{words} {header.sectionSize(column)} of {widest}")
    return found


def low_rows(page: QWidget) -> list[str]:
    """Tables whose rows are lower than a line of their texts."""
    views = [view for view in page.findChildren(QTableView) if view.isVisible() and view.model().rowCount()]
    return [view.accessibleName() for view in views if view.rowHeight(0) < view.fontMetrics().height()]


def test_a_heading_that_is_too_narrow_and_a_row_that_is_too_low_are_seen(large: MainWindow) -> None:
    assert large.workspace is not None
    large.workspace.show_page("countries")
    page = large.workspace.current_page()
    assert isinstance(page, CountriesPage)
    page.view.horizontalHeader().setMinimumSectionSize(10)
    page.view.setColumnWidth(1, 20)
    page.view.verticalHeader().setMinimumSectionSize(5)
    page.view.verticalHeader().setDefaultSectionSize(12)
    assert any("20 of" in found for found in short_headings(page))
    assert len(low_rows(page)) == 1
