"""What users of such programs complain of, each turned into something that can be seen in our window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import readmission
from readmission import assets
from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Cell
from readmission.form.reader import form_files, read_form
from readmission.ui import opening
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.finding_list import FindingView
from readmission.ui.widgets.fields import CodeField
from readmission.ui.widgets.strip import Option
from ui.pilot import place

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
    many = [Finding("W02", Severity.ERROR, "T01", (f"X{number}",), (where,), (), str(number)) for number in range(3_000)]
    view.show_wanted(lambda _finding: True, many)
    assert view.findings.lines[0].head.endswith("· 3000")
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
