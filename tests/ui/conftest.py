"""One application, offscreen, and a declaration in memory."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readmission.answers.model import Cell, Place
from readmission.tasks.backups import Made
from readmission.tasks.fill import Filling
from readmission.ui import opening
from readmission.ui.app import make_window
from readmission.ui.desk import Desk
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.theme import Theme
from ui.pilot import FakeFilling, opened, sample


@pytest.fixture
def filling() -> FakeFilling:
    made = FakeFilling(sample())
    assert made.last is not None
    assert made.reference is not None
    made.last.cells[Place.parse("B[AL].B2_05")] = Cell(value="3")
    made.last.cells[Place.parse("T01[AL].RD")] = Cell(value=1104)
    made.reference.cells[Place.parse("E[BD].E_RD")] = Cell(value=3100)
    made._found = set(made._all())
    return made


@pytest.fixture
def desk(theme: Theme, filling: FakeFilling) -> Desk:
    return Desk(opened(filling))


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(autouse=True)
def nothing_to_back_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A declaration in memory has no folder; a real one is backed up as always."""
    real = opening.close_safely

    def close(filling: object) -> Made:
        if isinstance(filling, FakeFilling):
            filling.close()
            return Made()
        return real(cast("Filling", filling))

    monkeypatch.setattr(opening, "close_safely", close)


@pytest.fixture
def window(theme: Theme, memory: Memory) -> Iterator[MainWindow]:
    made = make_window(memory, theme)
    made.resize(1366, 768)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


@pytest.fixture
def open_window(qtbot: QtBot, window: MainWindow, filling: FakeFilling) -> Iterator[MainWindow]:
    window.show()
    qtbot.waitExposed(window)
    window.take(opened(filling))
    yield window
    window.close_declaration()
