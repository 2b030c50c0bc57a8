"""Several people through the window, with a real declaration: let in, shut out, read only, journal, comments, who does what."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.model import Cell, Place
from readmission.bundle.identity import Identity
from readmission.tasks.fill import Filling
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.people import known_people
from readmission.tasks.remarks import comment
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.comments import CommentsPage
from readmission.ui.pages.journal import JournalPage
from readmission.ui.pages.page import Page
from readmission.ui.pages.people import PeoplePage
from readmission.ui.tables.journal_model import AFTER, BEFORE, WHERE, WHO, WHY
from readmission.ui.tables.model import ACCESSIBLE
from ui.rehearsed import PASSWORD, courier

ANNA, BART = Identity.generate(), Identity.generate()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Created:
    folder = tmp_path_factory.mktemp("several")
    delivered = courier(folder)
    people = [
        Person("Anna Example", "officer", "anna-example", password=PASSWORD),
        Person("Bart Example", "head", "bart-example", identity=BART),
    ]
    return new_declaration(delivered.pack, delivered.kit, folder / "BE 2016", people)


@pytest.fixture
def folder(made: Created, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder, tmp_path / made.folder.name))


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, folder: Path) -> Iterator[Desk]:
    window.show()
    window.take(open_filling(folder, slot="1-anna-example", password=PASSWORD))
    assert window.desk is not None
    yield window.desk
    window.close_declaration()


def open_desk(window: MainWindow) -> Desk | None:
    return window.desk


def shown(window: MainWindow, name: str) -> Page:
    assert window.workspace is not None
    window.workspace.show_page(name)
    page = window.workspace.current_page()
    assert page is not None
    return page


def figure(filling: Filling, number: int = 0) -> Place:
    return Place("T01", (filling.round.countries[number],), "RD")


def people(window: MainWindow) -> PeoplePage:
    page = shown(window, "people")
    assert isinstance(page, PeoplePage)
    return page


def journal(window: MainWindow) -> JournalPage:
    page = shown(window, "journal")
    assert isinstance(page, JournalPage)
    return page


def comments(window: MainWindow, detail: str = "comments") -> CommentsPage:
    page = shown(window, detail)
    assert isinstance(page, CommentsPage)
    return page


def test_a_person_is_let_in_and_shut_out(window: MainWindow, desk: Desk) -> None:
    page = people(window)
    for line, text in zip(page.admission.lines, ("Carla", "reader", "a long password", "a long password", PASSWORD), strict=True):
        line.setText(text)
    page.admission.go.click()
    assert page.admission.message.text == ""
    assert [known.slot for known in known_people(desk.filling)] == ["1-anna-example", "2-bart-example", "3-carla"]
    page.view.setCurrentIndex(page.view.content.index(2))
    page.remove.click()
    assert page.confirm.isVisible()
    page.confirm.click()
    assert [known.slot for known in known_people(desk.filling)] == ["1-anna-example", "2-bart-example", ""]
    page.view.setCurrentIndex(page.view.content.index(0))
    assert not page.remove.isEnabled()


def test_what_is_wrong_is_said_beside_the_button_and_nobody_is_let_in(window: MainWindow, desk: Desk) -> None:
    page = people(window)
    for texts, words in (
        (("Carla", "", "a long password", "another password", PASSWORD), "differ"),
        (("Carla", "", "short", "short", PASSWORD), "shorter than 12"),
        (("", "", "a long password", "a long password", PASSWORD), "name is needed"),
        (("Carla", "", "a long password", "a long password", "not my password"), "password"),
    ):
        for line, text in zip(page.admission.lines, texts, strict=True):
            line.setText(text)
        page.admission.go.click()
        assert words in page.admission.message.text
        assert len(known_people(desk.filling)) == 2


def test_ones_own_password_is_changed(window: MainWindow, desk: Desk, folder: Path) -> None:
    page = people(window)
    for line, text in zip(page.renewal.lines, (PASSWORD, "a password of today", "a password of today"), strict=True):
        line.setText(text)
    page.renewal.go.click()
    assert page.renewal.message.text == ""
    window.close_declaration()
    open_filling(folder, slot="1-anna-example", password="a password of today").close()


def test_who_finds_it_in_use_is_told_by_whom_and_may_read(window: MainWindow, folder: Path) -> None:
    with open_filling(folder, slot="2-bart-example", identity=BART) as his:
        his.enter({figure(his): Cell(value=5)})
        window.show()
        window.start.ask_password(folder)
        unlock = window.start.unlock
        unlock.password.setText(PASSWORD)
        unlock.open.click()
        assert "Bart Example has it open for writing on" in unlock._message.text
        assert unlock.read.isVisible()
        unlock.read.click()
        assert window.desk is not None
        assert window.desk.answers.cell(figure(his)) == Cell(value=5)
        for name in ("general", "countries", "overview", "owed", "people", "journal", "comments", "table/T01", "findings"):
            shown(window, name)
            texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
            assert any(text.startswith("Read only. Bart Example has it open for writing on") for text in texts)
        assert not window.desk.enter({figure(his): Cell(value=6)})
        assert window.desk.answers.cell(figure(his)) == Cell(value=5)
        assert not window.actions_by_name["undo"].isEnabled()
        assert not people(window).admission.isEnabled()
    button = next(each for each in window.findChildren(QAbstractButton) if each.text() == "Open for writing…")
    button.click()
    QTest.qWait(10)
    assert open_desk(window) is None
    assert window.start.unlock.isVisible()


def test_who_writes_sees_no_such_band(window: MainWindow, desk: Desk) -> None:
    assert not any("Read only" in label.text() for label in window.findChildren(QLabel))


def test_the_journal_says_who_changed_what_from_what_to_what_and_why(window: MainWindow, desk: Desk) -> None:
    place = figure(desk.filling)
    desk.enter({place: Cell(value=1204)})
    desk.enter({place: Cell(value=1024)}, "mistyped")
    page = journal(window)
    row = [page.model.index(0, column).data() for column in (WHO, BEFORE, AFTER, WHY)]
    assert row == ["Anna Example", "1,204", "1,024", "mistyped"]
    assert desk.wording.country(place.key[0]) in page.model.index(0, WHERE).data()
    assert desk.wording.country(place.key[0]) in page.model.index(0, AFTER).data(ACCESSIBLE)


def test_an_earlier_value_is_put_back_from_the_journal(window: MainWindow, desk: Desk) -> None:
    place = figure(desk.filling)
    desk.enter({place: Cell(value=1204)})
    desk.enter({place: Cell(value=1024)})
    page = journal(window)
    assert page.restore.isEnabled()
    page.restore.click()
    assert desk.answers.cell(place) == Cell(value=1204)
    assert page.model.index(0, WHY).data() == "earlier value restored"
    window.actions_by_name["undo"].trigger()
    assert desk.answers.cell(place) == Cell(value=1024)
    desk.enter({place: Cell(value=1204)})
    page.view.selectRow(next(row for row, line in enumerate(page.model.lines) if line.old == Cell(value=1204)))
    assert not page.restore.isEnabled()


def test_the_journal_is_filtered_by_country_person_and_words(window: MainWindow, desk: Desk) -> None:
    first, second = figure(desk.filling), figure(desk.filling, 1)
    desk.enter({first: Cell(value=1)})
    desk.enter({second: Cell(reason=None, value=2, note="from the register")})
    page = journal(window)
    page.country.setCurrentIndex(page.country.findData(second.key[0]))
    assert [line.place for line in page.model.lines] == [second]
    page.country.setCurrentIndex(0)
    page.search.setText("REGISTER")
    assert [line.place for line in page.model.lines] == [second]
    page.search.clear()
    page.person.setCurrentIndex(page.person.findData(2))
    assert page.model.lines == []
    page.person.setCurrentIndex(0)
    answers = len(page.model.lines)
    page.all.setChecked(True)
    assert len(page.model.lines) > answers
    page.view.setFocus()
    for row in range(len(page.model.lines)):
        assert page.model.index(row, WHERE).data()


def test_a_comment_is_made_from_the_cell_and_leads_back_to_it(window: MainWindow, desk: Desk, folder: Path) -> None:
    place = figure(desk.filling)
    assert window.workspace is not None
    window.workspace.go_to(place)
    window.actions_by_name["comment"].trigger()
    window.workspace.comments.all.click()
    page = window.workspace.current_page()
    assert isinstance(page, CommentsPage)
    assert page.place == place
    page.text.setPlainText("Is this without Dublin cases?")
    page.send.click()
    assert "Anna Example" in page.said.text()
    assert "Is this without Dublin cases?" in page.said.text()
    page.go.click()
    assert window.workspace.page == "table/T01"
    window.close_declaration()
    with open_filling(folder, slot="2-bart-example", identity=BART) as his:
        comment(his, place, "Yes.")
    window.take(open_filling(folder, slot="1-anna-example", password=PASSWORD))
    page = comments(window)
    assert "Bart Example" in page.said.text()
    page.resolve.click()
    assert "Resolved by Anna Example." in page.said.text()
    page.resolve.click()
    assert "Resolved" not in page.said.text()


@pytest.mark.parametrize("name", ["people", "journal", "comments"])
def test_every_control_of_these_pages_has_a_name(window: MainWindow, desk: Desk, name: str) -> None:
    page = shown(window, name)
    buddies = {label.buddy() for label in window.findChildren(QLabel)}
    kinds = [each for each in page.findChildren(QWidget) if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    kinds = [each for each in kinds if "qt_" not in each.objectName() and not isinstance(each, QHeaderView | QLabel)]
    nameless = [
        each
        for each in kinds
        if not (each.accessibleName() or each in buddies or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert nameless == []
    assert 0 < len(kinds) <= 60
