"""What users of such programs complain of, each turned into something that can be seen in our window.

The numbers are those of the list of complaints. Elsewhere: 6, 7 and 10 in `test_safety` (the recovery identity is tried before the
dialogue ends; backups are told, shown and come back), 8 in `durability`, 22 in `test_several_people` and `test_damaged` (who has it
open), 30 in `test_safety` (deleted by its typed name alone), 33 and 34 in `test_journey`.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import readmission
from made_declaration import OFFICER, made_declaration
from readmission import assets
from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Cell
from readmission.errors import ReadmissionError
from readmission.form.reader import form_files, read_form
from readmission.store.state import State
from readmission.ui import opening
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.finding_list import FindingView
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.pages.release import ReleasePage
from readmission.ui.speech import language
from readmission.ui.theme import Theme
from readmission.ui.widgets.fields import CodeField
from readmission.ui.widgets.strip import Option
from ui.pilot import FakeFilling, opened, place
from ui.questionnaire import FORM

MANY = 600


@pytest.fixture
def long_list(qtbot: QtBot) -> Iterator[CodeField]:
    options = [
        Option(f"C{number:03}", f"{chr(97 + number % 26)} wording of answer {number}, " + "long " * 60) for number in range(MANY)
    ]
    holder = QWidget()
    column = QVBoxLayout(holder)
    field = CodeField(options, holder)
    column.addWidget(field)
    qtbot.addWidget(holder)
    holder.resize(400, 80)
    holder.show()
    qtbot.waitExposed(holder)
    field.setFocus()
    yield field
    field.hidePopup()


def test_a_list_of_six_hundred_answers_stays_on_the_screen(long_list: CodeField) -> None:
    QTest.keyClick(long_list, Qt.Key.Key_Down)
    popup = long_list.view().window()
    screen = long_list.screen().availableGeometry()
    assert popup.isVisible()
    assert popup.width() <= screen.width()
    assert popup.height() <= screen.height()
    assert long_list.count() == MANY + 1


def test_looking_through_a_list_answers_nothing_until_one_is_chosen(long_list: CodeField) -> None:
    entered: list[Cell] = []
    long_list.entered.connect(entered.append)
    QTest.keyClick(long_list, Qt.Key.Key_Down)
    assert entered == []
    QTest.keyClick(long_list.view(), Qt.Key.Key_Down)
    QTest.keyClick(long_list.view(), Qt.Key.Key_Escape)
    assert entered == []


def test_a_letter_finds_its_answer_and_enter_chooses_it(long_list: CodeField) -> None:
    entered: list[Cell] = []
    long_list.entered.connect(entered.append)
    QTest.keyClick(long_list, Qt.Key.Key_M)
    assert str(long_list.view().currentIndex().data()).startswith("m wording of answer 12,")
    assert entered == []
    QTest.keyClick(long_list.view(), Qt.Key.Key_Return)
    assert entered == [Cell(value="C012")]


def test_the_list_of_findings_leaves_none_out(qtbot: QtBot, desk: Desk) -> None:
    view = FindingView(desk)
    qtbot.addWidget(view)
    where = place("T01[AL].RD")
    many = [
        Finding("W02", Severity.ERROR, "T01", (f"X{number}",), (where,), (("number", (number, 0)),)) for number in range(3_000)
    ]
    view.show_wanted(lambda _finding: True, many)
    assert view.findings.lines[0].head.endswith("· 3,000")
    assert view.findings.rowCount() == 3_001


def test_a_finding_names_its_country_and_column_and_no_code(qtbot: QtBot, desk: Desk) -> None:
    desk.enter({place("T01[AM].RD"): Cell(value=70)})
    view = FindingView(desk)
    qtbot.addWidget(view)
    view.refresh()
    line = next(line for line in view.findings.lines if line.finding is not None and line.finding.key == ("AM",))
    assert line.head.startswith("Armenia, ")
    assert "RD_PERS" not in line.head
    assert "70" in line.text
    assert "80" in line.text


def test_every_rule_of_the_questionnaire_points_at_a_cell() -> None:
    form = read_form(form_files(assets.forms() / "2026"))
    assert form.rules
    assert [rule.id for rule in form.rules.values() if not rule.marks] == []


# Complaint 9: people lost what lay in a cache, and did not know where anything was.
def test_the_whole_path_of_a_declaration_is_shown_before_it_is_opened(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "a share" / "BE 2025"
    folder.mkdir(parents=True)
    (folder / opening.MARKER).touch()
    window.start.unlock.stand_at(folder, "")
    assert str(folder) in [label.text() for label in window.start.unlock.findChildren(QLabel)]


def test_nothing_of_the_window_lies_in_a_cache() -> None:
    folder = Path(readmission.__file__).parent
    assert [path.name for path in folder.rglob("*.py") if "CacheLocation" in path.read_text(encoding="utf-8")] == []


# Complaint 21: a rule that could not run passed unnoticed.
def test_a_rule_that_could_not_run_stands_with_the_blocking_findings(qtbot: QtBot, desk: Desk) -> None:
    view = FindingView(desk)
    qtbot.addWidget(view)
    where = place("T01[AL].RD")
    kinds = (Severity.NOTE, Severity.WARNING, Severity.FAULT)
    view.show_wanted(
        lambda _one: True, desk.findings.in_order(Finding("W02", kind, "T01", ("AL",), (where,), ()) for kind in kinds)
    )
    assert Severity.FAULT.blocks
    assert view.findings.lines[0].severity is Severity.FAULT


def test_a_rule_that_could_not_run_stops_the_release_and_is_not_called_an_error(desk: Desk, filling: FakeFilling) -> None:
    filling._found = {Finding("W02", Severity.FAULT, "T01", ("AL",), (place("T01[AL].RD"),), ())}
    page = ReleasePage(desk)
    page.arrive("")
    assert page._check.text.text().startswith("To settle before the declaration can go out: 1 could not be checked.")
    assert not page._freeze.button.isEnabled()
    filling._found = set()
    page.arrive("")
    assert page._check.text.text().startswith("Nothing stands in the way.")


# Complaint 17: separators were strict and nobody said which.
@pytest.mark.parametrize("pasted", ["4; 3", "4, 3", "4 and 3", '"4\n3"'])
def test_a_list_pasted_into_one_cell_is_kept_and_told_what_one_cell_takes(qtbot: QtBot, desk: Desk, pasted: str) -> None:
    page = QuestionsPage(desk)
    qtbot.addWidget(page)
    page.arrive("")
    where = place("B[AM].B12_01")
    page.view.setCurrentIndex(page.model.index_of(where))
    QGuiApplication.clipboard().setText(pasted)
    page.view.paste()
    typed = pasted.strip('"').replace("\n", " ")
    assert desk.cell(where).value is None
    assert " ".join(desk.cell(where).typed.split()) == typed
    (finding,) = desk.findings.at(where)
    answers = ", ".join(FORM.codelists[desk.field(where).codelist].by_id)
    assert desk.message(finding).endswith(f"is not one of the answers to this question; one cell takes one of {answers}.")


# Complaint 9: which of two copies is open was not seen.
def test_the_title_of_the_window_says_where_the_declaration_is(window: MainWindow, filling: FakeFilling, tmp_path: Path) -> None:
    filling.folder = tmp_path / "a share" / "BE 2025"
    window.take(opened(filling))
    assert window.windowTitle() == f"BE 2025 ({tmp_path / 'a share'}) — Readmission"


# Complaint 35: the program came too late for the deadline; questions and rules come with the round, not with the program.
def test_a_round_brings_questions_and_rules_that_the_program_was_not_shipped_with(theme: Theme, tmp_path: Path) -> None:
    form = tmp_path / "form"
    shutil.copytree(assets.forms() / "2026", form)
    rules = form / "rules" / "consistency.yaml"
    old, new = "persons received only", "people were given no more than"
    assert old in rules.read_text("utf-8")
    rules.write_text(rules.read_text("utf-8").replace(old, new), "utf-8")
    shutil.rmtree(form / "texts")
    filling = made_declaration(tmp_path / "declaration", form=form)
    desk = Desk(filling)
    desk.enter({place("B[GN].B0_01"): Cell(value="Y")})
    desk.enter({place("T01[GN].RD"): Cell(value=9), place("T01[GN].RD_PERS"): Cell(value=1270)})
    assert any(new in desk.message(finding) for finding in desk.findings.all())
    filling.close()


# Complaint 18: what was locked did not say by whom, nor how to unlock it.
def test_what_was_sent_says_who_sent_it_and_how_it_is_unlocked(tmp_path: Path) -> None:
    filling = made_declaration(tmp_path / "declaration")
    for state in (State.IN_REVIEW, State.RELEASED, State.EXPORTED):
        filling.declaration.move(state, filling.person)
    desk = Desk(filling)
    refused: list[ReadmissionError] = []
    desk.refused.connect(refused.append)
    desk.enter({place("T01[GN].RD"): Cell(value=10)})
    (error,) = refused
    said = language().explain(error)
    assert said.happened.startswith(f"{OFFICER} exported the declaration on 20")
    assert "“Back to filling in…” on the page “Review and export”" in said.remedy
    filling.close()
