"""The core is answered question by question: one key an answer, what is not asked is passed over."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from readmission.answers.model import BLANK, Cell, Flag, Reason
from readmission.form.model import Code, CodeList
from readmission.ui.answer_keys import keys_of
from readmission.ui.desk import Desk
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.tables.cells import CellEditor
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, STYLE
from readmission.ui.widgets.many import ManyRow
from ui.pilot import FakeFilling, place


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> QuestionsPage:
    made = QuestionsPage(desk)
    qtbot.addWidget(made)
    desk.stepped.connect(made.redraw)
    made.resize(1150, 650)
    made.show()
    qtbot.waitExposed(made)
    made.arrive("")
    return made


def at(page: QuestionsPage, text: str) -> QModelIndex:
    index = page.model.index_of(place(text))
    assert index.isValid()
    return index


def stand(page: QuestionsPage, text: str) -> None:
    page.view.setCurrentIndex(at(page, text))


def test_the_model_keeps_qts_contract(page: QuestionsPage, qtmodeltester: ModelTester) -> None:
    check: Callable[..., None] = qtmodeltester.check
    check(page.model, force_py=True)


def test_a_digit_answers_and_goes_down(page: QuestionsPage, filling: FakeFilling) -> None:
    stand(page, "B[AM].B1_05")
    QTest.keyClicks(page.view, "43")
    assert page.desk.cell(place("B[AM].B1_05")) == Cell(value="4")
    assert page.desk.cell(place("B[BD].B1_05")) == Cell(value="3")
    assert len(filling.done) == 2


def test_one_switch_makes_it_go_right(page: QuestionsPage) -> None:
    page.right.click()
    stand(page, "B[AM].B2_05")
    QTest.keyClicks(page.view, "42")
    assert page.desk.cell(place("B[AM].B2_05")) == Cell(value="4")
    assert page.desk.cell(place("B[AM].B2_07")) == Cell(value="T2")


def test_countries_that_are_not_asked_are_grey_and_passed_over(page: QuestionsPage) -> None:
    page.desk.enter({place("B[BD].B0_01"): Cell(value="N")})
    assert at(page, "B[BD].B1_05").data(STYLE) == "off"
    assert at(page, "B[AM].B1_05").data(STYLE) == "owed"
    stand(page, "B[AM].B1_05")
    QTest.keyClicks(page.view, "4")
    assert page.view.currentIndex() == at(page, "B[BY].B1_05")


def test_a_key_on_a_cell_that_is_not_asked_changes_nothing(page: QuestionsPage, filling: FakeFilling) -> None:
    page.desk.enter({place("B[BD].B0_01"): Cell(value="N")})
    before = len(filling.done)
    stand(page, "B[BD].B1_05")
    QTest.keyClicks(page.view, "4")
    assert page.desk.cell(place("B[BD].B1_05")) == BLANK
    assert len(filling.done) == before


def test_after_the_last_country_comes_the_next_question(page: QuestionsPage) -> None:
    last = page.desk.countries[-1]
    stand(page, f"B[{last}].B1_05")
    QTest.keyClicks(page.view, "5")
    assert page.view.currentIndex() == page.model.index(0, at(page, f"B[{last}].B1_05").column() + 1)


def test_an_equals_sign_takes_last_years_and_goes_on(page: QuestionsPage) -> None:
    page.desk.enter({place("B[AL].B2_05"): BLANK})
    stand(page, "B[AL].B2_05")
    QTest.keyClicks(page.view, "=")
    assert page.desk.cell(place("B[AL].B2_05")) == Cell(value="3")
    assert page.view.currentIndex().row() == 1


def test_a_key_that_means_nothing_changes_nothing(page: QuestionsPage, qtbot: QtBot, filling: FakeFilling) -> None:
    stand(page, "B[AM].B1_05")
    with qtbot.waitSignal(page.told):
        QTest.keyClicks(page.view, "7")
    assert filling.done == []


def test_a_column_is_answered_for_all_at_once(page: QuestionsPage, filling: FakeFilling) -> None:
    page.desk.enter({place("B[BD].B0_01"): Cell(value="N")})
    before = len(filling.done)
    stand(page, "B[AL].B1_05")
    QTest.keyClick(page.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.view, "2")
    answers = [page.desk.cell(place(f"B[{country}].B1_05")).value for country in page.desk.countries]
    assert answers.count("2") == len(answers) - 1
    assert page.desk.cell(place("B[BD].B1_05")) == BLANK
    assert len(filling.done) == before + 1


def test_a_stage_is_ticked_and_unticked(page: QuestionsPage) -> None:
    stand(page, "B0_02[AM/REQ].chosen")
    QTest.keyClicks(page.view, "1")
    assert page.desk.cell(place("B0_02[AM/REQ].chosen")) == Cell(value="Y")
    assert at(page, "B0_02[AM/REQ].chosen").data(DISPLAY) == "✓"
    stand(page, "B0_02[AM/REQ].chosen")
    QTest.keyClicks(page.view, "0")
    # A stage without a tick is blank, never a no.
    assert page.desk.cell(place("B0_02[AM/REQ].chosen")) == BLANK


def test_a_place_of_a_ranking_takes_an_option_by_its_key(page: QuestionsPage) -> None:
    first = at(page, "B12_04[AL/O02].rank")
    assert first.data(DISPLAY) == "2 late reply"
    page.view.setCurrentIndex(first)
    QTest.keyClicks(page.view, "1")
    assert page.desk.cell(place("B12_04[AL/O01].rank")) == Cell(value=1)
    assert page.desk.cell(place("B12_04[AL/O02].rank")) == BLANK
    assert page.desk.cell(place("B12_04[AL/O13].rank")) == Cell(value=2)


def test_a_figure_is_typed_and_enter_goes_on(page: QuestionsPage) -> None:
    stand(page, "T01[DZ].RD")
    QTest.keyClicks(page.view, "7")
    (editor,) = page.view.viewport().findChildren(CellEditor)
    QTest.keyClicks(editor, "5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert page.desk.cell(place("T01[DZ].RD")) == Cell(value=75)
    assert page.view.currentIndex().row() == at(page, "T01[DZ].RD").row() + 1


def test_only_open_leaves_out_what_is_answered(page: QuestionsPage) -> None:
    page.open.click()
    assert page.view.isRowHidden(0) is False
    stand(page, "B[AM].B12_01")
    row = at(page, "B[AL].B12_01").row()
    page.view.setCurrentIndex(page.model.index(row, at(page, "B[AL].B1_05").column()))
    QTest.keyClicks(page.view, "4")
    assert page.model.open(page.view.currentIndex().row(), page.view.currentIndex().column())


def test_a_paste_passes_over_lines_that_are_left_out(page: QuestionsPage) -> None:
    hidden = page.model.keys.index(("DZ",))
    page.view.setRowHidden(hidden, True)
    stand(page, "T01[AL].RD_M")
    QGuiApplication.clipboard().setText("11\n12")
    page.view.paste()
    assert page.desk.cell(place("T01[DZ].RD_M")) == BLANK
    assert page.desk.cell(place("T01[AM].RD_M")) == Cell(value=12)


def test_a_screen_reader_hears_country_question_and_answer(page: QuestionsPage) -> None:
    assert at(page, "B[AL].B2_05").data(ACCESSIBLE) == "Albania, B2.05 Requests are answered at all: often"


def test_a_key_follows_from_the_code() -> None:
    def keys(*codes: str) -> list[str]:
        return list(keys_of(CodeList("CL", "List", tuple(Code(code, code) for code in codes))).values())

    assert keys("5", "4", "0") == ["5", "4", "0"]
    assert keys("T1", "T2", "T9") == ["1", "2", "9"]
    assert keys("Y", "N", "P") == ["y", "n", "p"]
    assert keys("+1", "0", "-1") == ["1", "2", "3"]
    assert keys(*(f"O{number:02}" for number in range(12))) == list("abcdefghijkl")


@pytest.fixture
def many(page: QuestionsPage) -> ManyRow:
    page._many.click()
    assert page.many.isVisible()
    return page.many


def choose(row: ManyRow, **wanted: str) -> None:
    for name, value in wanted.items():
        combo = getattr(row, name)
        combo.setCurrentIndex(combo.findData(value))


def test_one_reason_for_a_variable_over_all_countries_is_one_step(
    page: QuestionsPage, many: ManyRow, filling: FakeFilling
) -> None:
    stand(page, "T01[AL].RD_X")
    choose(many, kind="reason", reason="NC", scope="variable", countries="all")
    before = len(filling.done)
    many.apply.click()
    assert len(filling.done) == before + 1
    cells = [page.desk.cell(place(f"T01[{country}].RD_X")) for country in page.desk.countries]
    assert cells == [Cell(reason=Reason.NOT_COLLECTED)] * len(cells)
    page.desk.undo()
    assert page.desk.cell(place("T01[AL].RD_X")) == BLANK


def test_a_reason_never_replaces_an_answer(page: QuestionsPage, many: ManyRow) -> None:
    stand(page, "T01[AL].RD")
    choose(many, kind="reason", reason="NC", scope="table", countries="all")
    many.apply.click()
    assert page.desk.cell(place("T01[AL].RD")) == Cell(value=1200)
    assert page.desk.cell(place("T01[DZ].RD_M")) == Cell(reason=Reason.NOT_COLLECTED)


def test_one_flag_marks_the_figures_of_selected_countries(page: QuestionsPage, many: ManyRow) -> None:
    stand(page, "T01[AL].RD")
    page.view._select(0, at(page, "T01[AL].RD").column(), 2, at(page, "T01[AL].RD").column())
    choose(many, kind="flag", flag=Flag.ESTIMATED.value, scope="variable", countries="chosen")
    many.apply.click()
    assert page.desk.cell(place("T01[AL].RD")) == Cell(value=1200, flags="E")
    assert page.desk.cell(place("T01[AM].RD")).flags == "E"
    assert page.desk.cell(place("T01[BD].RD")).flags == ""


def test_one_text_fills_what_is_blank(page: QuestionsPage, many: ManyRow) -> None:
    page.desk.enter({place("B[AM].B12_07"): Cell(value="Our own words.")})
    stand(page, "B[AL].B12_07")
    choose(many, kind="text", scope="variable", countries="all")
    many.text.setText("As last year.")
    many.apply.click()
    assert page.desk.cell(place("B[AL].B12_07")) == Cell(value="As last year.")
    assert page.desk.cell(place("B[AM].B12_07")) == Cell(value="Our own words.")


def test_what_follows_later_says_until_when(page: QuestionsPage, many: ManyRow) -> None:
    stand(page, "T01[DZ].RD_X")
    choose(many, kind="reason", reason="PEND", scope="variable", countries="all")
    assert not many.apply.isEnabled()
    many.text.setText("2026-03-31")
    many.apply.click()
    assert page.desk.cell(place("T01[DZ].RD_X")) == Cell(reason=Reason.PENDING, due="2026-03-31")


def test_a_reason_for_a_choice_spares_countries_that_ticked_something(page: QuestionsPage, many: ManyRow) -> None:
    stand(page, "B0_02[AM/INT].chosen")
    choose(many, kind="reason", reason="DK", scope="variable", countries="all")
    many.apply.click()
    assert page.desk.cell(place("B0_02[AL/INT].chosen")) == BLANK
    assert page.desk.cell(place("B0_02[AM/INT].chosen")) == Cell(reason=Reason.DO_NOT_KNOW)
