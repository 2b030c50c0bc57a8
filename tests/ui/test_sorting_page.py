"""Sorting the countries in the window: groups, one key for many, proposals that replace nothing."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from readmission.answers.model import BLANK, Cell, Place
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.sorting import SortingPage
from readmission.ui.tables.model import ACCESSIBLE
from ui.rehearsed import Begun, begin, courier


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    # A low threshold, so that countries with few persons are among them.
    delivered = courier(tmp_path_factory.mktemp("courier"), scope_threshold=20)
    return begin(delivered, tmp_path_factory.mktemp("declared") / "BE", "anna")


@pytest.fixture
def page(window: MainWindow, begun: Begun, tmp_path: Path) -> Iterator[SortingPage]:
    window.show()
    window.take(begun.open("anna", shutil.copytree(begun.folder, tmp_path / "BE")))
    assert window.workspace is not None
    window.workspace.show_page("sorting")
    found = window.workspace.current_page()
    assert isinstance(found, SortingPage)
    yield found
    window.close_declaration()


def answers(page: SortingPage) -> list[Cell]:
    assert page.model is not None
    return [page.model.answer(row) for row in range(page.model.rowCount())]


def test_the_model_keeps_qts_contract(page: SortingPage, qtmodeltester: ModelTester) -> None:
    assert page.model is not None
    check: Callable[..., None] = qtmodeltester.check
    check(page.model, force_py=True)


def test_a_group_takes_its_proposal_in_one_step(page: SortingPage) -> None:
    desk: Desk = page.desk
    page._filters["few"].click()
    few = page.view.rows()
    assert 0 < len(few) < len(desk.countries)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert [row for row, cell in enumerate(answers(page)) if cell == Cell(value="Y")] == few
    desk.undo()
    assert set(answers(page)) == {BLANK}


def test_many_are_answered_with_one_key_and_the_next_key_meets_one_country_only(page: SortingPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.view, "p")
    assert set(answers(page)) == {Cell(value="P")}
    QTest.keyClick(page.view, Qt.Key.Key_End)
    QTest.keyClicks(page.view, "n")
    assert [cell.value for cell in answers(page)].count("N") == 1
    assert answers(page)[-1] == Cell(value="N")


def test_a_proposal_never_replaces_an_answer(page: SortingPage) -> None:
    first = page.desk.countries[0]
    page.desk.enter({Place("B", (first,), "B0_01"): Cell(value="P")})
    page.view.selectAll()
    page.take.click()
    assert answers(page)[0] == Cell(value="P")
    assert {cell.value for cell in answers(page)[1:]} == {"Y"}


def test_a_button_answers_the_selected_countries(page: SortingPage) -> None:
    page.view.select(2)
    page.answers["N"].click()
    assert [row for row, cell in enumerate(answers(page)) if not cell.blank] == [2]
    # The cursor goes on to the next country.
    assert page.view.rows() == [3]


def test_what_is_left_can_be_seen_alone(page: SortingPage) -> None:
    page.view.select(0)
    QTest.keyClicks(page.view, "n")
    page._filters["open"].click()
    assert page.view.isRowHidden(0)
    assert len(page.view.rows()) == len(page.desk.countries) - 1


def test_a_screen_reader_hears_country_column_and_figure(page: SortingPage) -> None:
    assert page.model is not None
    assert page.model.index(0, 0).data(ACCESSIBLE) == "Afghanistan, Persons ordered to leave (migr_eiord): 1,410"
