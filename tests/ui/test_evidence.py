"""Files are attached on the page of a country: by a button, by dropping them, from the keyboard; and undone like any answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from made_declaration import made_declaration
from readmission.answers.changes import AttachmentChange
from readmission.answers.model import Cell, Place
from readmission.errors import ReadmissionError
from readmission.tasks.attach import attach, attachments
from readmission.tasks.fill import Filling
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.journal import JournalPage
from readmission.ui.tables.journal_model import AFTER, WHERE
from readmission.ui.theme import Theme
from readmission.ui.widgets.evidence import EvidenceStrip
from readmission.ui.widgets.question import Question
from sheets.pdf_files import pdf

GN = Place("B", ("GN",), "B14_04")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filling]:
    with made_declaration(tmp_path_factory.mktemp("made") / "BE", ("GN", "ML")) as made:
        asked = {Place("B", (country,), field): Cell("Y") for country in ("GN", "ML") for field in ("B0_01", "B14_01")}
        made.enter(asked)
        yield made


@pytest.fixture(scope="module")
def shown(made: Filling, theme: Theme) -> Iterator[DossierPage]:
    desk = Desk(made)
    page = DossierPage(desk)
    desk.stepped.connect(page.redraw)
    page.resize(1150, 650)
    page.show()
    yield page
    page.close()


@pytest.fixture
def page(shown: DossierPage) -> Iterator[DossierPage]:
    shown.go_to(GN)
    yield shown
    made = shown.desk.filling
    made.change_attachments(*(AttachmentChange(one, None) for one in attachments(made)), why="after a test")
    shown.body.redraw()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contents = {"letter.pdf": PDF, "table.csv": b"month;requests\n1;12\n", "born.csv": b"who;born\nA;12.03.1990\n"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def question(page: DossierPage) -> Question:
    return next(item for item in page.body.questions if isinstance(item, Question) and item.field.id == "B14_04")


def strip(page: DossierPage) -> EvidenceStrip:
    found = question(page).evidence
    assert found is not None
    return found


def names(page: DossierPage) -> list[str]:
    return [one.name for one in page.desk.attached(GN)]


def test_only_a_question_that_takes_files_has_a_place_for_them(page: DossierPage) -> None:
    with_strip = [item.field.id for item in page.body.questions if isinstance(item, Question) and item.evidence is not None]
    assert with_strip == ["B14_04"]
    assert not strip(page).list.isVisible()
    assert strip(page).add.isVisible()


def test_a_file_is_chosen_with_the_button_and_undo_takes_it_off(
    page: DossierPage, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path) for path in files[:2]], ""))
    QTest.mouseClick(strip(page).add, Qt.MouseButton.LeftButton)
    assert names(page) == ["letter.pdf", "table.csv"]
    assert [strip(page).list.item(row).text() for row in range(2)] == ["letter.pdf · 1 kB", "table.csv · 1 kB"]
    assert "“letter.pdf” cannot be searched" in strip(page).message.text
    page.desk.undo()
    assert names(page) == ["letter.pdf"]
    assert strip(page).list.count() == 1


@pytest.mark.parametrize("target", ["the strip", "the question", "the text"])
def test_files_are_dropped_on_the_question(page: DossierPage, files: list[Path], target: str, qtbot: QtBot) -> None:
    asked = question(page)
    widgets: dict[str, QWidget] = {"the strip": strip(page), "the question": asked, "the text": asked.editor.viewport()}  # type: ignore[union-attr]
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in files[:2]])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, carried, left, none)
    QApplication.sendEvent(widgets[target], entered)
    assert entered.isAccepted()
    QApplication.sendEvent(widgets[target], QDropEvent(QPointF(5, 5), copy, carried, left, none))
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    assert page.desk.cell(GN).blank


def test_the_strip_names_the_page_that_may_hold_data_of_a_person_and_the_pages_nobody_could_search(
    page: DossierPage, tmp_path: Path
) -> None:
    (tmp_path / "reply.pdf").write_bytes(pdf("Reply", None, "Diallo, born 1.2.1990"))
    strip(page).attach([tmp_path / "reply.pdf"])
    said = strip(page).message.text
    assert "1.2.1990 (page 3) looks like a date of birth" in said
    assert "look through them (2)" in said


def test_text_that_is_dropped_is_none_of_the_strips_business(page: DossierPage) -> None:
    carried = QMimeData()
    carried.setText("words")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(strip(page), event)
    assert not event.isAccepted()


def test_from_the_keyboard_files_are_reached_described_copied_and_removed(
    page: DossierPage, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip(page).attach(files[:2])
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: opened.append(address.toLocalFile()))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_named: ("answer of the  embassy", True))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "copy.pdf"), ""))
    for reached in (strip(page).add, strip(page).list, strip(page).more):
        assert reached.focusPolicy() & Qt.FocusPolicy.TabFocus
    listed = strip(page).list
    listed.setFocus()
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert strip(page).menu.isVisible()
    actions = {action.text(): action for action in strip(page).menu.actions()}
    strip(page).menu.close()
    actions["What it shows…"].trigger()
    assert page.desk.attached(GN)[0].note == "answer of the embassy"
    assert "answer of the embassy" in listed.item(0).text()
    actions["Save a copy and open it…"].trigger()
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    assert opened == [(tmp_path / "copy.pdf").as_posix()]
    assert "not encrypted" in strip(page).message.text
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert names(page) == ["table.csv"]
    actions["Remove"].trigger()
    assert names(page) == []
    assert not strip(page).more.isVisible()
    page.desk.undo()
    page.desk.undo()
    assert names(page) == ["letter.pdf", "table.csv"]


def test_every_part_has_a_name_for_a_screen_reader(page: DossierPage, files: list[Path]) -> None:
    strip(page).attach(files[:1])
    assert strip(page).list.accessibleName() == "Attached files"
    assert "Delete" in strip(page).list.accessibleDescription()
    assert strip(page).add.text() == "Attach files…"
    assert "PDF, CSV, XLSX" in strip(page).add.accessibleDescription()
    assert strip(page).more.accessibleName()
    assert not strip(page).list.item(0).text().startswith(" ")


def test_a_file_that_is_refused_is_explained_and_the_others_are_attached(
    page: DossierPage, files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9))
    refused: list[ReadmissionError] = []
    page.desk.refused.connect(refused.append)
    strip(page).attach([tmp_path / "picture.png", files[1]])
    page.desk.refused.disconnect(refused.append)
    (error,) = refused
    assert "none of the known kinds" in Language().explain(error).happened
    assert names(page) == ["table.csv"]
    assert strip(page).message.text == ""


def test_what_looks_like_data_of_a_person_is_told_with_its_cell(page: DossierPage, files: list[Path]) -> None:
    strip(page).attach(files[2:])
    assert (
        "“born.csv” may hold data of persons. 12.03.1990 (B2) looks like a date of birth; found in all: 1."
        in strip(page).message.text
    )
    page.go_to(Place("B", ("ML",), "B14_04"))
    assert strip(page).message.text == ""
    assert strip(page).list.count() == 0


def test_a_question_with_a_file_is_not_folded_away_and_the_journal_names_it(
    page: DossierPage, files: list[Path], qtbot: QtBot
) -> None:
    attach(page.desk.filling, files[0], GN)
    page.setFocus()
    assert question(page).wanted
    journal = JournalPage(page.desk)
    qtbot.addWidget(journal)
    journal.arrive("")
    model = journal.model
    assert model.index(0, AFTER).data() == "letter.pdf"
    assert "B14.04" in model.index(0, WHERE).data()
