"""A country is answered on one page, with the keyboard, without a window in between."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.model import BLANK, Cell, Reason
from readmission.ui.desk import Desk
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.general import GeneralPage
from readmission.ui.widgets.fields import LineField
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.scales import Matrix, Ranking
from readmission.ui.widgets.strip import Strip
from readmission.ui.widgets.ticks import Ticks
from ui.pilot import FakeFilling, place


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> DossierPage:
    made = DossierPage(desk)
    qtbot.addWidget(made)
    desk.stepped.connect(made.redraw)
    made.resize(1150, 650)
    made.show()
    qtbot.waitExposed(made)
    made.arrive("AL")
    return made


def question(page: DossierPage | GeneralPage, field: str) -> Question:
    return next(item for item in page.body.questions if isinstance(item, Question) and item.place.field == field)


def child(page: DossierPage, table: str) -> QWidget:
    return next(item for item in page.body.questions if not isinstance(item, Question) and item.table.id == table)


def strip(page: DossierPage, field: str) -> Strip:
    editor = question(page, field).editor
    assert isinstance(editor, Strip)
    return editor


def test_a_digit_answers(qtbot: QtBot, page: DossierPage) -> None:
    QTest.keyClicks(strip(page, "B1_05"), "3")
    assert page.desk.cell(place("B[AL].B1_05")) == Cell(value="3")


def test_arrows_look_and_space_chooses(qtbot: QtBot, page: DossierPage, filling: FakeFilling) -> None:
    scale = strip(page, "B1_05")
    scale.setFocus()
    QTest.keyClick(scale, Qt.Key.Key_Right)
    QTest.keyClick(scale, Qt.Key.Key_Right)
    assert filling.done == []
    QTest.keyClick(scale, Qt.Key.Key_Space)
    assert page.desk.cell(place("B[AL].B1_05")) == Cell(value="3")


def test_a_click_answers_and_a_second_click_takes_it_back(qtbot: QtBot, page: DossierPage) -> None:
    scale = strip(page, "B1_05")
    spot = scale.visualRect(scale.model().index(1, 0)).center()
    QTest.mouseClick(scale.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.desk.cell(place("B[AL].B1_05")) == Cell(value="4")
    QTest.mouseClick(scale.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.desk.cell(place("B[AL].B1_05")) == BLANK


def test_an_equals_sign_takes_last_years_answer(qtbot: QtBot, page: DossierPage) -> None:
    QTest.keyClicks(strip(page, "B2_05"), "=")
    assert page.desk.cell(place("B[AL].B2_05")) == Cell(value="3")
    assert question(page, "B2_05")._last.text() == "2024: sometimes"


def test_a_country_without_cases_asks_nothing_more(qtbot: QtBot, page: DossierPage) -> None:
    QTest.keyClicks(strip(page, "B0_01"), "n")
    assert question(page, "B2_05").isHidden()
    page.desk.undo()
    assert not question(page, "B2_05").isHidden()
    assert page.desk.cell(place("B[AL].B2_05")) == Cell(value="4")


def test_a_reason_stands_where_the_answer_would(page: DossierPage) -> None:
    asked = question(page, "B2_05")
    asked._reason.reason_chosen.emit(Reason.DO_NOT_KNOW)
    assert page.desk.cell(place("B[AL].B2_05")) == Cell(reason=Reason.DO_NOT_KNOW)
    assert "do not know" in asked._reason.text()
    assert not strip(page, "B2_05").selectionModel().hasSelection()


def test_not_collected_asks_for_its_note_in_place(qtbot: QtBot, page: DossierPage) -> None:
    asked = question(page, "B2_05")
    asked._reason.reason_chosen.emit(Reason.NOT_COLLECTED)
    assert not asked._note.isHidden()
    assert "needs" in asked._message.text
    asked._note.setText("not in the register")
    asked._note.editingFinished.emit()
    assert page.desk.cell(place("B[AL].B2_05")) == Cell(reason=Reason.NOT_COLLECTED, note="not in the register")
    assert asked._message.text == ""


def test_what_is_owed_is_seen_and_what_is_offered_is_folded(page: DossierPage) -> None:
    assert question(page, "B2_05").isVisible()
    assert not question(page, "B2_16").isVisible()
    assert page.body.go_to(place("B[AL].B2_16"))
    assert question(page, "B2_16").isVisible()


def test_a_tick_is_an_answer_and_unticked_is_none(qtbot: QtBot, page: DossierPage) -> None:
    ticks = child(page, "B0_02")
    assert isinstance(ticks, Ticks)
    ticks.list.stand_on("CH")
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    assert page.desk.cell(place("B0_02[AL/CH].chosen")) == Cell(value="Y")
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    assert page.desk.cell(place("B0_02[AL/CH].chosen")) == BLANK


def test_ranking_another_obstacle_moves_the_place_as_one_step(page: DossierPage, filling: FakeFilling) -> None:
    ranking = child(page, "B12_04")
    assert isinstance(ranking, Ranking)
    ranking.combos[0].entered.emit(Cell(value="O13"))
    assert page.desk.cell(place("B12_04[AL/O02].rank")) == BLANK
    assert page.desk.cell(place("B12_04[AL/O13].rank")) == Cell(value=1)
    assert len(filling.done) == 1


def test_a_matrix_takes_one_digit_a_line(qtbot: QtBot, page: DossierPage) -> None:
    matrix = child(page, "B12_02")
    assert isinstance(matrix, Matrix)
    QTest.keyClicks(matrix.strips["OPS"], "2")
    assert page.desk.cell(place("B12_02[AL/OPS].rating")) == Cell(value="2")


def test_the_next_country_shows_its_own_answers(page: DossierPage) -> None:
    page.arrive("AM")
    assert not strip(page, "B2_05").selectionModel().hasSelection()
    page.arrive("AL")
    assert strip(page, "B2_05").selectionModel().hasSelection()


def test_a_text_is_saved_when_the_cursor_leaves(qtbot: QtBot, desk: Desk) -> None:
    page = GeneralPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive("")
    line = question(page, "A1_03").editor
    assert isinstance(line, LineField)
    line.setFocus()
    QTest.keyClicks(line, "returns@example.org")
    assert desk.cell(place("A.A1_03")) == BLANK
    line.editingFinished.emit()
    assert desk.cell(place("A.A1_03")) == Cell(value="returns@example.org")


def test_every_label_is_tied_to_its_control(page: DossierPage) -> None:
    for item in page.body.questions:
        assert item._label.buddy() is not None


def test_core_fits_a_small_screen(qtbot: QtBot, page: DossierPage, qapp: QApplication) -> None:
    # 1366 × 768 less list of pages, header, band and status bar.
    page.resize(1152, 684)
    qapp.processEvents()
    assert page.body.horizontalScrollBar().maximum() == 0
    assert page.body.verticalScrollBar().maximum() <= 24


def test_a_reason_for_all_options_gives_way_to_an_answer(page: DossierPage, filling: FakeFilling) -> None:
    ranking = child(page, "B2_02")
    assert isinstance(ranking, Ranking)
    ranking._button.reason_chosen.emit(Reason.DO_NOT_KNOW)
    assert {page.desk.cell(ranking.place(code.id)).reason for code in ranking.codes} == {Reason.DO_NOT_KNOW}
    assert len(filling.done) == 1
    ranking.combos[0].entered.emit(Cell(value="ABS"))
    assert page.desk.cell(ranking.place("ABS")) == Cell(value=1)
    assert page.desk.cell(ranking.place("CAP")) == BLANK


def test_where_two_columns_do_not_fit_they_stand_below_each_other(page: DossierPage, qapp: QApplication) -> None:
    page.resize(700, 600)
    qapp.processEvents()
    first, last = page.body.cards[0], page.body.cards[-1]
    content, corner = page.body.widget(), QPoint(0, 0)
    assert content is not None
    assert last.mapTo(content, corner).y() > first.mapTo(content, corner).y() + first.height()
    assert page.body.horizontalScrollBar().maximum() == 0


def test_last_year_is_taken_for_a_whole_country_where_this_year_has_no_answer(page: DossierPage, filling: FakeFilling) -> None:
    assert filling.last is not None
    for name, value in (("B[AL].B1_05", "3"), ("B[AL].B2_07", "T1"), ("B12_02[AL/OPS].rating", "2"), ("B[AM].B1_05", "1")):
        filling.last.cells[place(name)] = Cell(value=value)
    page.last.click()
    assert len(filling.done) == 1
    assert page.desk.cell(place("B[AL].B1_05")) == Cell(value="3")
    assert page.desk.cell(place("B12_02[AL/OPS].rating")) == Cell(value="2")
    # What was answered stays, and other countries are not touched.
    assert page.desk.cell(place("B[AL].B2_07")) == Cell(value="T3")
    assert page.desk.cell(place("B[AM].B1_05")) == BLANK
    page.desk.undo()
    assert page.desk.cell(place("B[AL].B1_05")) == BLANK


def test_a_dossier_without_cases_takes_nothing_that_is_not_asked(page: DossierPage, filling: FakeFilling) -> None:
    assert filling.last is not None
    filling.last.cells[place("B[AM].B1_05")] = Cell(value="1")
    page.desk.enter({place("B[AM].B0_01"): Cell(value="N")})
    page.arrive("AM")
    page.take_last_year()
    assert page.desk.cell(place("B[AM].B1_05")) == BLANK


def test_an_untouched_dossier_takes_all_of_last_year(page: DossierPage, filling: FakeFilling) -> None:
    assert filling.last is not None
    filling.last.cells[place("B[AM].B0_01")] = Cell(value="Y")
    filling.last.cells[place("B[AM].B1_05")] = Cell(value="1")
    page.arrive("AM")
    page.take_last_year()
    assert page.desk.cell(place("B[AM].B1_05")) == Cell(value="1")
