"""The first page: its keys and colours, carry last year over, practise."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from readmission.answers.model import Cell, Place
from readmission.bundle.identity import Identity
from readmission.tasks import documents
from readmission.tasks.carry_over import REPORT
from readmission.tasks.dump import dump_declaration
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.ui import theme as looks
from readmission.ui.dialogs.carry_over import CarryOverDialog
from readmission.ui.dialogs.new import RecoveryDialog
from readmission.ui.main_window import MainWindow
from readmission.ui.theme import Theme
from ui.rehearsed import PASSWORD, Courier, courier

AUTHORITY = Place("A", (), "A1_02")


@pytest.fixture
def delivered(tmp_path: Path) -> Courier:
    return courier(tmp_path)


@pytest.fixture
def sent(delivered: Courier, tmp_path: Path) -> Path:
    """Last year's declaration, with what an export leaves in it."""
    anna = Identity.generate()
    people = [Person("Anna", "", "anna", identity=anna), Person("Bart Example", "", "bart", password=PASSWORD)]
    created = new_declaration(delivered.pack, delivered.kit, tmp_path / "last", people)
    with open_filling(created.folder, slot="1-anna", identity=anna) as filling:
        filling.enter({AUTHORITY: Cell(value="Immigration Office")})
        for name, content in ((documents.EXPORTED_FACTS, dump_declaration(filling).encode()), (documents.PREVIOUS, b"0" * 128)):
            filling.declaration.put_document(name, content, 1)
    return created.folder


def test_the_keys_of_the_first_page_and_of_the_window_are_there_at_once(window: MainWindow) -> None:
    buttons = {button.text(): button.shortcut().toString() for button in window.start.findChildren(QPushButton)}
    assert buttons["Open a declaration…"] == "Ctrl+O"
    assert buttons["New from a round pack…"] == "Ctrl+N"
    assert buttons["Delete…"] == ""
    keys = {name: action.shortcut().toString() for name, action in window.actions_by_name.items()}
    assert (keys["undo"], keys["redo"], keys["find"], keys["help"]) == ("Ctrl+Z", "Ctrl+Y", "Ctrl+F", "F1")


def test_the_window_is_as_dark_as_the_system_unless_a_person_chose(qapp: QApplication, theme: Theme) -> None:
    changed = qapp.styleHints().colorSchemeChanged
    changed.emit(Qt.ColorScheme.Dark)
    assert looks.colours() is looks.DARK
    theme.choose("light")
    assert looks.colours() is looks.LIGHT
    theme.choose("")
    assert looks.colours() is looks.DARK
    changed.emit(Qt.ColorScheme.Light)
    assert looks.colours() is looks.LIGHT
    theme.choose("dark")
    assert looks.colours() is looks.DARK
    theme.choose("")
    assert looks.colours() is looks.LIGHT


def test_a_system_is_dark_whose_windows_are_darker_than_their_texts(qapp: QApplication) -> None:
    assert looks.is_dark(QPalette(QColor("#202326")))
    assert not looks.is_dark(QPalette(QColor("#efefef")))
    assert not looks.is_dark(qapp.style().standardPalette())


def test_practising_opens_a_rehearsal_and_the_same_one_again(window: MainWindow, tmp_path: Path) -> None:
    window.show()
    window.start.practise.root = tmp_path / "practice"
    window.start.ask_to_practise()
    states = window.start.practise.state
    assert states.count() == 31
    states.setCurrentIndex(states.findData("BE"))
    assert states.currentText() == "Belgium"
    window.start.practise.begin.click()
    assert window.desk is not None
    assert window.desk.round.rehearsal
    place = Place("T01", (window.desk.countries[0],), "RD")
    window.desk.enter({place: Cell(value=7)})
    window.close_declaration()
    window.start.ask_to_practise()
    window.start.practise.begin.click()
    assert window.desk is not None
    assert window.desk.answers.cell(place) == Cell(value=7)
    window.close_declaration()


def test_last_year_is_carried_over_with_a_report(
    window: MainWindow, delivered: Courier, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecoveryDialog, "exec", lambda _self: 1)
    dialog = CarryOverDialog(window)
    dialog.make()
    assert "last year's declaration" in dialog._message.text
    made = tmp_path / "this"
    for line, text in (
        (dialog.last.line, sent),
        (dialog.pack.line, delivered.pack),
        (dialog.kit.line, delivered.kit),
        (dialog.folder.line, made),
    ):
        line.setText(str(text))
    assert [dialog.opener.itemText(row) for row in range(2)] == ["Anna", "Bart"]
    dialog.opener.setCurrentIndex(1)
    dialog.last_password.setText("not this one")
    dialog.name.setText("Carla")
    for line in (dialog.password, dialog.again):
        line.setText(PASSWORD)
    dialog.make()
    assert dialog._message.text == "The password does not open this file."
    assert not made.exists()
    dialog.last_password.setText(PASSWORD)
    dialog.make()
    assert dialog.created is not None
    assert (made / REPORT).is_file()
    with open_filling(made, slot=dialog.created.slots[0], password=PASSWORD) as filling:
        assert filling.answers.cell(AUTHORITY) == Cell(value="Immigration Office")
        assert filling.last is not None
        assert filling.last.cell(AUTHORITY) == Cell(value="Immigration Office")
