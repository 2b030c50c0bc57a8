"""The whole way of a ministry through the window, with a real declaration: make, open, fill, undo, approve, export."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QTableWidget, QTabWidget
from pytestqt.qtbot import QtBot

from readmission.answers.finding import Severity
from readmission.answers.model import Cell
from readmission.ui.desk import Desk
from readmission.ui.dialogs.approve import ApproveDialog
from readmission.ui.dialogs.enrol import EnrolDialog
from readmission.ui.dialogs.new import NewDialog, RecoveryDialog
from readmission.ui.dialogs.settle import SettleDialog
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.release import ReleasePage
from readmission.ui.widgets.question import Question
from ui.pilot import place
from ui.rehearsed import PASSWORD, Courier, complete, courier


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"), password=PASSWORD)


@pytest.fixture
def folder(window: MainWindow, delivered: Courier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A declaration made with the dialog of the program."""
    shown: list[str] = []
    monkeypatch.setattr(RecoveryDialog, "__init__", lambda _self, recovery, _folder, _parent: shown.append(recovery))
    monkeypatch.setattr(RecoveryDialog, "exec", lambda _self: 1)
    dialog = NewDialog(window)
    made = tmp_path / "BE 2016"
    for line, text in ((dialog.pack.line, delivered.pack), (dialog.kit.line, delivered.kit), (dialog.folder.line, made)):
        line.setText(str(text))
    dialog.name.setText("Anna Example")
    dialog.password.setText(PASSWORD)
    dialog.again.setText(PASSWORD)
    dialog.make()
    assert dialog.created is not None
    assert shown[0].startswith("AGE-SECRET-KEY-PQ-1")
    return made


@pytest.fixture
def desk(window: MainWindow, folder: Path) -> Iterator[Desk]:
    window.show()
    window.start.ask_password(folder)
    window.start.unlock.password.setText(PASSWORD)
    window.start.unlock.open.click()
    assert window.desk is not None
    yield window.desk
    window.close_declaration()


def page(window: MainWindow, name: str) -> object:
    assert window.workspace is not None
    window.workspace.show_page(name)
    return window.workspace.current_page()


def test_a_wrong_password_opens_nothing_and_says_so(window: MainWindow, folder: Path) -> None:
    window.show()
    window.start.ask_password(folder)
    window.start.unlock.password.setText("wrong password")
    window.start.unlock.open.click()
    assert window.desk is None
    assert window.start.unlock._message.text
    window.start.unlock.password.setText(PASSWORD)
    window.start.unlock.open.click()
    assert window.desk is not None


def test_what_was_pasted_is_there_after_closing_and_can_still_be_undone(window: MainWindow, folder: Path, desk: Desk) -> None:
    grid = page(window, "table/T01")
    assert isinstance(grid, GridPage)
    country = grid.model.keys[0][0]
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    QGuiApplication.clipboard().setText("1 000\t900\nn/a\tabout 30\n")
    grid.view.paste()
    assert desk.cell(place(f"T01[{country}].RD")) == Cell(value=1000)
    assert desk.findings.counts()[Severity.ERROR] >= 1
    window.close_declaration()
    window.open(folder, "1-anna-example", PASSWORD)
    again = window.desk
    assert again is not None
    assert window.workspace is not None
    assert window.workspace.page == "table/T01"
    assert again.cell(place(f"T01[{country}].RD")) == Cell(value=1000)
    again.undo()
    assert again.cell(place(f"T01[{country}].RD")).blank


def test_a_warning_is_explained(window: MainWindow, desk: Desk) -> None:
    country = desk.countries[0]
    figures = {"RD": 300, "RD_PERS": 100}
    desk.enter({place(f"B[{country}].B0_01"): Cell(value="Y")})
    desk.enter({place(f"T01[{country}].{field}"): Cell(value=figure) for field, figure in figures.items()})
    warnings = [finding for finding in desk.findings.all() if finding.severity is Severity.WARNING]
    assert warnings
    dialog = SettleDialog(desk, warnings[:1], warnings[:1], window)
    dialog.text.setPlainText("Counted again; the register is right.")
    dialog._on_accepted()
    assert [settled.rule for settled in desk.filling.declaration.settlements()] == [warnings[0].rule]


def test_a_declaration_goes_out_signed_by_two(
    qtbot: QtBot, window: MainWindow, desk: Desk, delivered: Courier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.enter(complete(desk.filling))
    asked = place(f"B[{desk.countries[0]}].B14_01")
    assert desk.enter({asked: Cell(value="Y")})
    (tmp_path / "table.csv").write_bytes(b"month;requests\n1;12\n")
    dossier = page(window, f"dossier/{desk.countries[0]}")
    assert isinstance(dossier, DossierPage)
    evidence = next(one for item in dossier.body.questions if isinstance(item, Question) and (one := item.evidence))
    evidence.attach([tmp_path / "table.csv"])
    release = page(window, "release")
    assert isinstance(release, ReleasePage)
    for number, key_file in enumerate(delivered.key_files):
        dialog = EnrolDialog(desk, window)
        dialog.key_file.line.setText(str(key_file))
        dialog.password.setText(PASSWORD)
        dialog.role.setText(("prepared by", "approved by")[number])
        dialog.enrol()
        assert dialog.result()
    release.arrive("")
    assert release._check.text.text() == "Nothing stands in the way.", [
        desk.message(each) for each in desk.filling.all_findings()
    ]
    release._freeze.button.click()
    assert desk.state_words == "in review"
    for key_file in delivered.key_files:
        approval = ApproveDialog(desk, window)
        tabs = approval.findChild(QTabWidget)
        assert isinstance(tabs, QTabWidget)
        assert tabs.tabText(2) == "Attached files (1)"
        files = tabs.widget(2)
        assert isinstance(files, QTableWidget)
        assert [files.model().index(0, column).data() for column in (1, 3)] == ["table.csv", "20 bytes"]
        approval.key_file.line.setText(str(key_file))
        approval.password.setText(PASSWORD)
        approval.sign()
        assert approval.result()
    release.arrive("")
    assert desk.state_words == "released"
    target = tmp_path / "BE.bundle"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    release._export.button.click()
    assert desk.state_words == "exported"
    assert target.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert "was opened again where it lies" in release._export.text.text()
    assert "Anna Example, Bart Example" in release._export.text.text()
    sheet = tmp_path / "courier.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(sheet), ""))
    release._export.second.click()
    assert hashlib.sha512(target.read_bytes()).hexdigest()[:4] in sheet.read_text()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("A figure was wrong.", True))
    release._approve.second.click()
    assert desk.state_words == "filling"
    assert "by Anna Example: A figure was wrong." in release._unlocked.text()
