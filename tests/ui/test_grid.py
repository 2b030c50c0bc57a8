"""A table works as a spreadsheet does, and never misreads a figure."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from readmission import assets, texts
from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import BLANK, Cell, Reason
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import KEEP, Doubt
from readmission.ui.navigation import PagesModel, entries
from readmission.ui.pages.countries import CountriesModel
from readmission.ui.pages.finding_list import FindingModel
from readmission.ui.pages.grid import GridPage
from readmission.ui.speech import say, speak
from readmission.ui.tables.cells import CellEditor
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, SEVERITY, STYLE, GridModel
from readmission.ui.tables.totals import TotalsModel
from readmission.ui.theme import Theme
from readmission.ui.wording import Wording
from ui.pilot import FakeFilling, opened, place


class Asked:
    """Answers the question about two meanings, and remembers what was asked."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.doubts: list[Doubt] = []

    def __call__(self, doubts: list[Doubt]) -> str | None:
        self.doubts += doubts
        return self.answer


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> GridPage:
    made = GridPage(desk, "T01")
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    qtbot.waitExposed(made)
    made.arrive("")
    return made


def at(page: GridPage, text: str) -> QModelIndex:
    index = page.model.index_of(place(text))
    assert index.isValid()
    return index


def settle() -> None:
    for _ in range(8):
        QApplication.processEvents()


def put(page: GridPage, text: str, block: str) -> None:
    page.view.setCurrentIndex(at(page, text))
    QGuiApplication.clipboard().setText(block)
    page.view.paste()


def editor_of(page: GridPage) -> CellEditor:
    (found,) = page.view.viewport().findChildren(CellEditor)
    return found


@pytest.fixture
def models(desk: Desk) -> list[QAbstractItemModel]:
    grid = GridModel(desk, "T01", Asked(None), desk)
    findings = FindingModel(desk, desk)
    findings.show_wanted(desk.findings.all(), lambda _finding: True)
    pages = PagesModel(desk)
    pages.show_entries(entries(desk))
    return [
        grid,
        TotalsModel(grid, desk, desk),
        CountriesModel(desk, desk),
        findings,
        pages,
        GridModel(desk, "R1", Asked(None), desk),
    ]


@pytest.mark.parametrize("number", range(6))
def test_every_model_keeps_qts_contract(models: list[QAbstractItemModel], qtmodeltester: ModelTester, number: int) -> None:
    check: Callable[..., None] = qtmodeltester.check
    check(models[number], force_py=True)


def test_a_paste_is_one_step_and_one_report(qtbot: QtBot, page: GridPage, filling: FakeFilling) -> None:
    with qtbot.waitSignal(page.model.dataChanged) as reported:
        put(page, "T01[DZ].RD_M", "1 234\t2,345\n12\tn/a\n")
    assert len(filling.done) == 1
    assert len(reported.args or ()) == 3
    row = page.model.keys.index(("DZ",))
    below = page.model.keys[row + 1][0]
    assert filling.answers.cell(place("T01[DZ].RD_M")) == Cell(value=1234)
    assert filling.answers.cell(place("T01[DZ].RD_F")) == Cell(value=2345)
    assert filling.answers.cell(place(f"T01[{below}].RD_F")) == Cell(reason=Reason.NOT_APPLICABLE)
    page.desk.undo()
    assert filling.answers.cell(place("T01[DZ].RD_M")).blank


def test_a_paste_never_emits_layout_changed(page: GridPage) -> None:
    heard: list[str] = []
    page.model.layoutChanged.connect(lambda: heard.append("layout"))
    page.view.selectAll()
    put(page, "T01[DZ].RD", "1\n2\n3\n")
    assert heard == []


@pytest.mark.parametrize(("answer", "kept"), [(",", Cell(value=1234)), (KEEP, Cell(typed="1.234")), (None, Cell())])
def test_a_figure_with_two_meanings_is_entered_as_the_person_says(desk: Desk, answer: str | None, kept: Cell) -> None:
    asked = Asked(answer)
    model = GridModel(desk, "T01", asked)
    model.enter({model.index_of(place("T01[DZ].RD")): "1.234"})
    assert [doubt.entry.cell.typed for doubt in asked.doubts] == ["1.234"]
    assert desk.cell(place("T01[DZ].RD")) == kept


def test_a_figure_with_one_meaning_is_not_asked_about(desk: Desk) -> None:
    asked = Asked(None)
    model = GridModel(desk, "T01", asked)
    model.enter({model.index_of(place("T01[DZ].RD")): "1,234"})
    assert asked.doubts == []
    assert desk.cell(place("T01[DZ].RD")) == Cell(value=1234)


def test_text_that_is_no_number_is_kept_and_marked(page: GridPage) -> None:
    put(page, "T01[DZ].RD", "ca. 30")
    index = at(page, "T01[DZ].RD")
    assert page.desk.cell(place("T01[DZ].RD")) == Cell(typed="ca. 30")
    assert index.data(SEVERITY) == Severity.ERROR
    assert "cannot be read as a number" in index.data(ACCESSIBLE)


def test_typing_overwrites_and_an_arrow_finishes(qtbot: QtBot, page: GridPage) -> None:
    page.view.setCurrentIndex(at(page, "T01[AL].RD"))
    QTest.keyClicks(page.view, "7")
    editor = editor_of(page)
    assert editor.text() == "7"
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "5")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert page.desk.cell(place("T01[AL].RD")) == Cell(value=75)
    assert page.view.currentIndex().row() == 1


def test_escape_leaves_the_cell_as_it_was(qtbot: QtBot, page: GridPage, filling: FakeFilling) -> None:
    page.view.setCurrentIndex(at(page, "T01[AL].RD"))
    QTest.keyClicks(page.view, "7")
    QTest.keyClick(editor_of(page), Qt.Key.Key_Escape)
    assert page.desk.cell(place("T01[AL].RD")) == Cell(value=1200)
    assert filling.done == []


def test_a_reason_is_typed(qtbot: QtBot, page: GridPage) -> None:
    page.view.setCurrentIndex(at(page, "T01[DZ].RD"))
    QTest.keyClicks(page.view, "n")
    QTest.keyClicks(editor_of(page), "c")
    QTest.keyClick(editor_of(page), Qt.Key.Key_Return)
    assert page.desk.cell(place("T01[DZ].RD")) == Cell(reason=Reason.NOT_COLLECTED)
    assert at(page, "T01[DZ].RD").data(STYLE) == "reason"


def test_delete_clears_the_selection_as_one_step(qtbot: QtBot, page: GridPage, filling: FakeFilling) -> None:
    page.view._select(0, 0, 1, 3)
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    assert len(filling.done) == 1
    assert page.desk.cell(place("T01[AL].RD")).blank
    assert page.desk.cell(place("T01[AL].RD_M")).blank


def test_fill_down_repeats_the_first_line(qtbot: QtBot, page: GridPage, filling: FakeFilling) -> None:
    page.view._select(0, 2, 3, 2)
    QTest.keyClick(page.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [page.desk.cell(page.model.place(page.model.index(row, 2))).value for row in range(4)] == [900] * 4
    assert len(filling.done) == 1


def test_an_equals_sign_takes_last_years_figure(qtbot: QtBot, page: GridPage) -> None:
    page.view.setCurrentIndex(at(page, "T01[AL].RD"))
    QTest.keyClicks(page.view, "=")
    assert page.desk.cell(place("T01[AL].RD")) == Cell(value=1104)


def test_copied_cells_paste_back(page: GridPage) -> None:
    page.view._select(0, 0, 0, 1)
    page.view.copy()
    assert QGuiApplication.clipboard().text() == "1200\t1260\n"


def test_last_year_and_eurostat_stand_beside_and_are_not_typed(page: GridPage) -> None:
    page.model.compare(last=True, reference=True)
    titles = [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(3)]
    assert titles == ["Return decisions", "2024", "Eurostat: ordered to leave"]
    assert page.model.index(0, 1).data(DISPLAY) == "1,104"
    assert not page.model.flags(page.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert page.model.enter({page.model.index(0, 1): "5"}) == 1


def test_totals_say_of_how_many_they_are(page: GridPage) -> None:
    totals = page.totals.model()
    assert totals.index(0, 2).data(DISPLAY) == "900"
    assert totals.index(0, 2).data(ACCESSIBLE) == "900, the sum of 1 of 34 countries"


def test_a_paste_over_the_edge_says_so(qtbot: QtBot, page: GridPage) -> None:
    last = page.model.keys[-1][0]
    with qtbot.waitSignal(page.told) as told:
        put(page, f"T01[{last}].RD_OTH", "1\t2\n3\t4\n")
    assert told.args == ["1 cell pasted; 3 beyond the edge of the table."]


def test_rows_of_a_list_are_added_and_removed_and_come_back(qtbot: QtBot, desk: Desk) -> None:
    page = GridPage(desk, "R1")
    qtbot.addWidget(page)
    page.add_row("AL")
    page.model.enter({page.model.index(0, 0): "bilateral memorandum", page.model.index(0, 2): "3.4.2025"})
    key = page.model.keys[0]
    assert [desk.answers.cell(page.model.place(page.model.index(0, column))).value for column in (0, 2)] == [
        "BIL_MOU",
        "2025-04-03",
    ]
    page.view.setCurrentIndex(page.model.index(0, 0))
    page.remove_row()
    assert page.model.rowCount() == 0
    desk.undo()
    assert page.model.keys == (key,)
    assert page.model.index(0, 0).data(DISPLAY) == "bilateral memorandum"


def test_a_step_reports_the_cells_that_look_different_and_no_others(page: GridPage, filling: FakeFilling) -> None:
    reported: list[tuple[tuple[int, int], tuple[int, int]]] = []
    page.model.dataChanged.connect(
        lambda first, last: reported.append(((first.row(), first.column()), (last.row(), last.column())))
    )
    where = {text: (at(page, text).row(), at(page, text).column()) for text in ("T01[DZ].RD_M", "T01[AM].RD", "T01[AM].RD_PERS")}
    page.desk.enter({place("T01[DZ].RD_M"): Cell(value=5)})
    assert reported == [(where["T01[DZ].RD_M"],) * 2]
    # An answer without a country may open questions in any line.
    reported.clear()
    page.desk.enter({place("A.A1_03"): Cell(value="returns@example.org")})
    assert reported == []
    filling.reached = frozenset({place("T01[AM].RD"), place("T01[AM].RD_PERS")})
    page.desk.enter({place("A.A1_03"): BLANK})
    assert reported == [(where["T01[AM].RD"], where["T01[AM].RD_PERS"])]


def test_a_finding_that_has_other_figures_leaves_the_look_of_its_cells_alone(page: GridPage, desk: Desk) -> None:
    cell = place("T01[AM].RD")
    desk.enter({cell: Cell(typed="many")})
    assert cell in (desk.turned(Changes()) or ())
    finding = desk.findings.at(cell)[0]
    desk.findings.replace([], [replace(finding, rule="F03b")])
    assert desk.findings.replace([finding], [replace(finding, explanation=((5, 0), " > ", (4, 0)))]) == frozenset()
    assert desk.findings.replace([*desk.findings.at(cell)], []) == {cell}


def test_the_rows_above_stay_where_they_are_while_the_lines_below_say_something_else(page: GridPage, desk: Desk) -> None:
    page.view.setCurrentIndex(at(page, "T01[AM].RD"))
    desk.enter({place("T01[AM].RD"): Cell(typed="many")})
    page.redraw(Changes())
    settle()
    assert page._message.text
    settled = page.view.geometry()
    page.view.setCurrentIndex(at(page, "T01[AM].RD_PERS"))
    settle()
    assert not page._message.text
    assert page.view.geometry() == settled
    # What needs more lines gets them.
    page._message.show_finding(Severity.ERROR, "It says much. " * 60)
    settle()
    assert page.view.height() < settled.height()
    needed = page._message._text.heightForWidth(page._message._text.width())
    assert page._message._text.height() >= needed
    page._message.show_finding(None)
    settle()
    assert page.view.geometry() == settled


def test_a_variable_that_nobody_collects_is_said_once_for_all_countries(page: GridPage, filling: FakeFilling) -> None:
    page.view.setCurrentIndex(at(page, "T01[DZ].RD_X"))
    page._many.click()
    page.many.countries.setCurrentIndex(page.many.countries.findData("all"))
    before = len(filling.done)
    page.many.apply.click()
    assert len(filling.done) == before + 1
    assert {page.desk.cell(place(f"T01[{key[0]}].RD_X")) for key in page.model.keys} == {Cell(reason=Reason.NOT_COLLECTED)}


@pytest.mark.parametrize(
    ("code", "value", "heard"),
    [
        ("en", 1, "1, unit: decisions"),
        ("en", 0, "0 decisions"),
        ("en", 1204, "1,204 decisions"),
        ("de", 1, "1, Einheit: decisions"),
        ("fr", 0, "0, unité : decisions"),
        ("fr", 1204, "1\u202f204 decisions"),
    ],
)
def test_a_unit_that_a_form_names_for_many_is_heard_beside_a_single_one(
    theme: Theme, filling: FakeFilling, code: str, value: int, heard: str
) -> None:
    spoken = texts.language(code, assets.resources() / "texts")
    speak(spoken)
    try:
        table = filling.form.tables["T01"]
        field = replace(table.by_id["RD"], unit="decisions")
        assert Wording(filling.form, spoken).spoken(table, field, Cell(value=value), "") == heard
    finally:
        speak(Language())


def test_how_many_there_are_is_written_as_the_language_writes_numbers_and_a_year_is_not() -> None:
    speak(texts.language("de", assets.resources() / "texts"))
    try:
        assert say("{count} of {of} shown", count=1204, of=12345) == "1.204 von 12.345 angezeigt"
        assert say("Answer for {year}", year=2025) == "Antwort für 2025"
    finally:
        speak(Language())


def test_a_cell_is_heard_with_its_unit_and_with_what_its_look_tells(desk: Desk) -> None:
    table = desk.table("T01")
    counted = table, replace(table.by_id["RD"], unit="days")
    assert desk.wording.spoken(*counted, Cell(value=30), "") == "30 days"
    assert desk.wording.spoken(*counted, BLANK, "owed") == "blank, answer owed"
    assert desk.wording.spoken(*counted, BLANK, "off") == "blank, not asked"
    assert desk.wording.spoken(*counted, Cell(reason=Reason.DO_NOT_KNOW), "reason") == "do not know"


def test_a_table_that_is_open_to_be_read_offers_no_entry_and_says_why(qtbot: QtBot, theme: Theme, filling: FakeFilling) -> None:
    filling.declaration.readonly = True
    page = GridPage(Desk(opened(filling)), "T01")
    qtbot.addWidget(page)
    page.show()
    told: list[str] = []
    page.told.connect(told.append)
    page.view.setCurrentIndex(at(page, "T01[AM].RD"))
    before = page.desk.cell(place("T01[AM].RD"))
    QTest.keyClicks(page.view, "3")
    assert page.view.viewport().findChildren(CellEditor) == []
    assert told == ["Nothing can be entered here: the declaration is open to be read."]
    page.view.paste()
    assert page.desk.cell(place("T01[AM].RD")) == before
    tools = {tool.text(): tool.isEnabled() for tool in page.findChildren(QToolButton) if tool.text()}
    assert tools == dict.fromkeys(("Paste", "Fill down", "For many…", "No value…"), False)
    # A control: whoever may write finds them.
    filling.declaration.readonly = False
    again = GridPage(Desk(opened(filling)), "T01")
    qtbot.addWidget(again)
    assert all(tool.isEnabled() for tool in again.findChildren(QToolButton) if tool.text())


def test_tab_while_typing_enters_the_answer_and_goes_to_the_cell_beside(page: GridPage) -> None:
    page.view.setCurrentIndex(at(page, "T01[AM].RD"))
    for key, there in ((Qt.Key.Key_Tab, 1), (Qt.Key.Key_Tab, 2), (Qt.Key.Key_Backtab, 1)):
        QTest.keyClicks(page.view, "3")
        editor = QApplication.focusWidget()
        assert isinstance(editor, CellEditor)
        QTest.keyClick(editor, key)
        assert page.view.hasFocus()
        assert page.view.currentIndex() == page.model.index(at(page, "T01[AM].RD").row(), there)
    assert [page.model.cell(page.model.index(at(page, "T01[AM].RD").row(), column)).value for column in range(3)] == [3, 3, 3]


def test_totals_are_the_sums_of_what_is_shown_whatever_was_done(page: GridPage, desk: Desk) -> None:
    totals = page.totals.model()

    def right() -> bool:
        for number, column in enumerate(page.model.columns):
            shown = [page.model.cell(page.model.index(row, number)).value for row in range(len(page.model.keys))]
            numbers = [value for value in shown if isinstance(value, int)]
            words = desk.wording.value(column.field, sum(numbers)) if numbers else ""
            if totals.index(0, number).data(DISPLAY) != words or (
                numbers and f"the sum of {len(numbers)} of" not in totals.index(0, number).data(ACCESSIBLE)
            ):
                return False
        return True

    assert right()
    put(page, "T01[AM].RD", "5\t\tNC\tmany\n0\t7\t8\t9")
    assert right()
    desk.undo()
    assert right()
    page._last.setChecked(True)
    page._reference.setChecked(True)
    assert right()
    for text in ("12", "NC", "", "1.5.2", "3"):
        page.model.enter({at(page, "T01[AL].RD"): text})
        assert right(), text
    page._last.setChecked(False)
    page.view.selectAll()
    page.model.clear(page.view.chosen())
    assert right()
    desk.undo()
    assert right()
