"""Whatever was entered, pasted, taken back: the window shows what one shows that opens the declaration now."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from made_declaration import KEY, made_declaration
from readmission.answers.model import Cell, Place
from readmission.store.declaration import open_declaration
from readmission.tasks.fill import Filling
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.navigation import entries
from readmission.ui.pages.finding_list import FindingModel
from readmission.ui.pages.grid import GridPage
from readmission.ui.tables.model import DISPLAY, SEVERITY, TOOLTIP
from readmission.ui.theme import Theme

TABLES = ("T01", "T02")
STEPS = 5
# Far fewer than a table has countries, and far more than are described one by one.
ROWS = 40


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "BE"
    made_declaration(folder).close()
    return folder


@pytest.fixture
def pages(theme: Theme, qtbot: QtBot, made: Path, tmp_path: Path) -> Iterator[list[GridPage]]:
    """Two tables of one declaration, as they stay in the window while somebody works."""
    folder = shutil.copytree(made, tmp_path / "BE")
    desk = Desk(Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language()))
    desk.check()
    found = [GridPage(desk, table) for table in TABLES]
    for page in found:
        qtbot.addWidget(page)
    yield found
    desk.filling.close()


def as_shown(page: GridPage) -> list[Any]:
    """Everything that a table shows, and what is shown around it."""
    model, desk = page.model, page.desk
    rows, columns = range(len(model.keys)), range(len(model.columns))
    listed = FindingModel(desk)
    listed.show_wanted(desk.findings.all(), lambda _one: True)
    totals = page.totals.model()
    return [
        [[model.look(row, column) for column in columns] for row in rows],
        [[model.index(row, column).data(TOOLTIP) for column in columns[:6]] for row in rows],
        [model.headerData(row, Qt.Orientation.Vertical, SEVERITY) for row in rows],
        [totals.index(0, column).data(DISPLAY) for column in columns],
        [(line.head, line.text, line.severity) for line in listed.lines],
        [(one.values, one.explanation) for one in desk.findings.all()],
        desk.findings.of_table(page.table.id),
        desk.findings.counts(),
        [desk.findings.counts(country) for country in desk.countries],
        entries(desk),
    ]


def as_opened_afresh(desk: Desk, qtbot: QtBot) -> list[list[Any]]:
    folder = desk.filling.folder
    with Filling(folder, open_declaration(folder, KEY, person=None, readonly=True), person=1, language=Language()) as filling:
        fresh = Desk(filling)
        fresh.check()
        found = [GridPage(fresh, table) for table in TABLES]
        for page in found:
            qtbot.addWidget(page)
        return [as_shown(page) for page in found]


def some_step(page: GridPage, chance: random.Random) -> None:
    """What somebody may do next: one answer, a paste of a part of the table, the same reason for many, undo, redo."""
    desk, model, view = page.desk, page.model, page.view
    view.setCurrentIndex(model.index(chance.randrange(len(model.keys)), chance.randrange(len(model.columns))))
    kind = chance.choice(("type", "type", "paste", "paste", "clear", "undo", "redo", "text"))
    texts = ["0", "7", "12", "450", "many", "NC", "NA", "", "1 234", "3 e"]
    if kind == "type":
        model.enter({view.currentIndex(): chance.choice(texts)})
    elif kind == "paste":
        view.setCurrentIndex(model.index(0, 0))
        lines = ["\t".join(chance.choice(texts) for _ in range(12)) for _ in range(ROWS)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        view.paste()
    elif kind == "clear":
        row = view.currentIndex().row()
        model.clear([model.index(row, column) for column in range(len(model.columns))])
    elif kind == "text":
        country = model.keys[view.currentIndex().row()][0]
        desk.enter({Place("B", (country,), "B0_01"): Cell(value=chance.choice("YN"))})
    else:
        desk.undo() if kind == "undo" else desk.redo()


@pytest.mark.parametrize("seed", range(3))
def test_the_window_shows_what_one_shows_that_opens_now(pages: list[GridPage], qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    most = 0
    for _ in range(STEPS):
        page = chance.choice(pages)
        some_step(page, chance)
        for each, fresh in zip(pages, as_opened_afresh(page.desk, qtbot), strict=True):
            for shown, expected in zip(as_shown(each), fresh, strict=True):
                assert shown == expected
        most = max(most, len(page.desk.findings))
    assert most > 0
