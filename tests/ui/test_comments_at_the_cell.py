"""Comments are seen, written and resolved where the answer stands: in a table, in the core questions, on a country's page."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.model import Place
from readmission.ui.app import make_window
from readmission.ui.memory import Memory
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.tables.model import ACCESSIBLE, COMMENTED, TOOLTIP
from readmission.ui.theme import Theme
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.scales import Ranking
from readmission.ui.workspace import Workspace
from ui.pilot import FakeFilling, opened, place

FIGURE = place("T01[BD].RD")


@pytest.fixture
def workspace(qtbot: QtBot, theme: Theme, memory: Memory, filling: FakeFilling) -> Iterator[Workspace]:
    window = make_window(memory, theme)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    # Keys of the menu work in the window that is active.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.take(opened(filling))
    assert window.workspace is not None
    yield window.workspace
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def say_here(workspace: Workspace, words: str) -> None:
    """Press the key at the cursor, type and send."""
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert workspace.comments.isVisible()
    QTest.keyClicks(workspace.comments.text, words)
    QTest.keyClick(workspace.comments.text, Qt.Key.Key_Return)


def table(workspace: Workspace) -> GridPage:
    page = workspace.current_page()
    assert isinstance(page, GridPage)
    return page


def picture(page: GridPage | QuestionsPage) -> QImage:
    rect = page.view.visualRect(page.view.currentIndex())
    return page.view.viewport().grab(rect).toImage()


def test_a_comment_on_a_figure_is_written_below_the_table_and_marks_the_cell(workspace: Workspace) -> None:
    workspace.go_to(FIGURE)
    page = table(workspace)
    before = picture(page)
    say_here(workspace, "Without Dublin cases?")
    assert workspace.page == "table/T01"
    assert "Anna Example" in workspace.comments.said.text()
    assert "Without Dublin cases?" in workspace.comments.said.text()
    index = page.model.index_of(FIGURE)
    assert index.data(COMMENTED)
    assert "1 open comment" in index.data(ACCESSIBLE)
    assert "1 open comment" in index.data(TOOLTIP)
    assert "1 open comment" in page._beside.text()
    QTest.keyClick(workspace.comments.text, Qt.Key.Key_Escape)
    assert not workspace.comments.isVisible()
    assert page.view.hasFocus()
    assert page.current_place() == FIGURE
    assert picture(page) != before


def test_resolving_takes_the_mark_away_and_a_new_word_brings_it_back(workspace: Workspace) -> None:
    workspace.go_to(FIGURE)
    say_here(workspace, "Is this a year?")
    index = table(workspace).model.index_of(FIGURE)
    workspace.comments.resolve.click()
    assert not index.data(COMMENTED)
    assert "Resolved by Anna Example." in workspace.comments.said.text()
    assert workspace.comments.resolve.text() == "Open again"
    QTest.keyClicks(workspace.comments.text, "No.")
    QTest.keyClick(workspace.comments.text, Qt.Key.Key_Return)
    assert index.data(COMMENTED)
    assert "2 open comments" in index.data(ACCESSIBLE)


def test_a_comment_in_the_core_questions_is_about_the_cell_with_the_cursor(workspace: Workspace) -> None:
    workspace.show_page("questions")
    page = workspace.current_page()
    assert isinstance(page, QuestionsPage)
    page.go_to(place("B[AL].B2_05"))
    say_here(workspace, "Often, or always?")
    assert workspace.desk.open_comments(place("B[AL].B2_05")) == 1
    assert page.view.currentIndex().data(COMMENTED)
    assert "1 open comment" in page._beside.text()


def test_a_comment_on_an_obstacle_is_seen_at_its_place_in_the_ranking(workspace: Workspace) -> None:
    obstacle = place("B12_04[AL/O13].rank")
    workspace.show_page("questions")
    page = workspace.current_page()
    assert isinstance(page, QuestionsPage)
    page.go_to(obstacle)
    say_here(workspace, "Really the second?")
    index = page.model.index_of(obstacle)
    assert page.model.commented(index) == obstacle
    other = page.model.index_of(place("B12_04[AL/O02].rank"))
    assert page.model.commented(other) is None


def question(page: DossierPage, where: Place) -> Question:
    return next(item for item in page.body.questions if isinstance(item, Question) and item.place == where)


def test_a_mark_beside_the_answer_counts_comments_and_opens_them(workspace: Workspace) -> None:
    where = place("B[AL].B2_05")
    workspace.go_to(where)
    page = workspace.current_page()
    assert isinstance(page, DossierPage)
    item = question(page, where)
    assert not item._comments.isVisible()
    say_here(workspace, "Often, or always?")
    assert item._comments.isVisible()
    assert item._comments.text() == "1"
    assert item._comments.accessibleName() == "1 open comment"
    assert "1 open comment" in item.editor.accessibleDescription()
    workspace.close_comments()
    assert focused() is item.editor
    item._comments.click()
    assert workspace.comments.isVisible()
    assert workspace.comments.place == where


def test_a_comment_on_an_option_shows_at_the_whole_question(workspace: Workspace) -> None:
    obstacle = place("B12_04[AL/O02].rank")
    workspace.go_to(obstacle)
    page = workspace.current_page()
    assert isinstance(page, DossierPage)
    say_here(workspace, "Since when?")
    assert workspace.desk.open_comments(obstacle) == 1
    ranking = next(item for item in page.body.questions if isinstance(item, Ranking) and item.table.id == "B12_04")
    assert ranking._comments.isVisible()


def test_another_page_leaves_the_comments_behind(workspace: Workspace) -> None:
    workspace.go_to(FIGURE)
    say_here(workspace, "Hm.")
    workspace.show_page("countries")
    assert not workspace.comments.isVisible()


def test_who_only_reads_reads_the_comments_too(workspace: Workspace, filling: FakeFilling) -> None:
    filling.declaration.readonly = True
    workspace.go_to(FIGURE)
    workspace.comment_here()
    assert not workspace.comments.text.isEnabled()
    assert not workspace.comments.resolve.isVisible()


def focused() -> QWidget | None:
    return QApplication.focusWidget()
