"""Files on the page: what they would change is seen first, what is open is asked, and one step takes it over."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from readmission.answers.entry import read_entry
from readmission.answers.model import BLANK, Cell, Place
from readmission.sheets import reading
from readmission.sheets.grid import Address
from readmission.tasks.incoming.preview import Conflict, Doubt, Line, Option, Preview, Question, Source, Status, Waiting
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.files import FilesPage
from readmission.ui.tables.incoming_model import PLACE
from ui.pilot import FakeFilling, opened, place
from ui.questionnaire import FORM

RD = place("T01[AL].RD")


def address(cell: str, file: str = "in.xlsx") -> Address:
    return Address(file, "T01", cell)


def entry(text: str) -> object:
    return read_entry(text, FORM.tables["T01"].by_id["RD"], Language(), None)


def preview(**parts: object) -> Preview:
    empty: dict[str, object] = {
        "sources": (Source("in.xlsx", "Bea"),),
        "lines": (),
        "unchanged": 3,
        "unread": (),
        "questions": (),
        "conflicts": (),
        "rows": (),
        "personal": (),
    }
    return Preview(**(empty | parts))  # type: ignore[arg-type]  # a preview from some of its parts


@pytest.fixture
def ended() -> Iterator[None]:
    yield
    reading.stop_ahead()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> FilesPage:
    made = FilesPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    return made


def test_every_line_says_what_where_before_after_and_from_which_cell(page: FilesPage) -> None:
    line = Line(RD, Cell(value=1200), Cell(value=1500), address("C9"), Status.CHANGED)
    page.show_preview(preview(lines=(line,)))
    shown = [page.model.index(0, column).data() for column in range(5)]
    assert shown[0] == "Changed"
    assert shown[2:4] == ["1,200", "1,500"]
    assert shown[4] == str(address("C9"))
    assert page.model.index(0, 0).data(PLACE) == RD
    assert page.take_over.isEnabled()


def test_the_page_says_which_code_page_was_assumed(page: FilesPage) -> None:
    page.show_preview(preview(sources=(Source("in.csv", "", "Windows-1251"), Source("in.xlsx", "Bea"))))
    assert page._told.text().startswith(
        "in.csv, in.xlsx: Bea · in.csv does not say its code page; read as Windows-1251 · 3 cells"
    )


def test_a_line_that_only_brings_a_note_shows_it(page: FilesPage) -> None:
    line = Line(RD, Cell(value=12), Cell(value=12, note="counted twice"), address("C9"), Status.CHANGED)
    page.show_preview(preview(lines=(line,)))
    assert [page.model.index(0, column).data() for column in (2, 3)] == ["12", "12 [counted twice]"]
    page.search.setText("twice")
    assert page.model.rowCount() == 1


def test_a_number_with_two_readings_is_asked_with_before_and_after(page: FilesPage) -> None:
    doubtful = entry("1.234")
    question = Question("q", address("C10"), (".", ","), (Doubt(RD, address("C10"), doubtful),))  # type: ignore[arg-type]
    waiting = Waiting(RD, Cell(value=1200), Option(doubtful, None, address("C10"), "q"))  # type: ignore[arg-type]
    page.show_preview(preview(questions=(question,), waiting=(waiting,)))
    assert not page.take_over.isEnabled()
    box = page.choices._questions["q"]
    assert any("1.234 → 1,234" in box.itemText(number) for number in range(box.count()))
    box.setCurrentIndex(1)
    page.choices.changed.emit()
    assert page.take_over.isEnabled()
    assert page.choices.choices(remove=False).conventions == {"q": box.itemData(1)}


def test_two_files_with_two_values_are_never_settled_by_themselves(page: FilesPage) -> None:
    options = (Option(entry("10"), None, address("C9")), Option(entry("20"), None, address("C9", "in2.xlsx")))  # type: ignore[arg-type]
    places = [place(f"T01[{country}].RD") for country in ("AL", "AM")]
    page.show_preview(preview(conflicts=tuple(Conflict(one, BLANK, options) for one in places)))
    assert page.choices.open() == 2
    page.choices._all.setCurrentIndex(page.choices._all.findData("in2.xlsx"))
    page.choices._on_all_activated(0)
    assert page.choices.open() == 0
    assert page.choices.choices(remove=False).conflicts == dict.fromkeys(places, 1)


def test_a_file_dropped_on_the_window_reaches_the_page(
    window: MainWindow, filling: FakeFilling, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read: list[list[Path]] = []
    monkeypatch.setattr(FilesPage, "read", lambda _self, files: read.append(list(files)))
    window.show()
    window.take(opened(filling))
    file = tmp_path / "in.xlsx"
    openpyxl.Workbook().save(file)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    move, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), move, data, left, none))
    qtbot.waitUntil(lambda: bool(read))
    assert read == [[file]]
    assert window.workspace is not None
    assert window.workspace.page == "files"


def test_a_file_that_is_dragged_over_the_window_finds_the_reading_process_started(
    window: MainWindow, filling: FakeFilling, qtbot: QtBot, ended: None
) -> None:
    window.take(opened(filling))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("in.xlsx")])
    move, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), move, data, left, none)
    window.dragEnterEvent(event)
    assert event.isAccepted()
    qtbot.waitUntil(lambda: len(reading._ahead) == 1)


def test_lines_are_sifted_by_kind_and_by_words(page: FilesPage) -> None:
    lines = (
        Line(RD, Cell(value=1), Cell(value=2), address("C9"), Status.CHANGED),
        Line(Place("T01", ("AM",), "RD"), BLANK, Cell(value=7), address("C10"), Status.ADDED),
    )
    page.show_preview(preview(lines=lines))
    page.model.show_kind("added")
    assert page.model.rowCount() == 1
    page.model.show_kind("")
    page.search.setText("C9")
    assert [page.model.index(0, 4).data()] == [str(address("C9"))]
