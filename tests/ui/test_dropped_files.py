"""Files that are dropped on the window and are not for what is open: what each is, and what can be done with it."""

from pathlib import Path

import pytest

from readmission.errors import ReadmissionError
from readmission.texts import Language
from readmission.ui import main_window
from readmission.ui.main_window import MainWindow
from readmission.ui.workspace import Workspace
from ui.pilot import FakeFilling, opened


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    def show(_parent: object, error: ReadmissionError) -> None:
        said.append(str(Language().explain(error)))

    monkeypatch.setattr(main_window, "show_error", show)
    return said


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    taken: list[Path] = []
    monkeypatch.setattr(Workspace, "take_files", lambda _workspace, files: taken.extend(files))
    return taken


# TA-105, TA-106
@pytest.mark.parametrize(
    ("name", "what"), [("2027.round", "is a round pack: it begins a new declaration"), ("BE.KIT", "is a state kit")]
)
def test_a_pack_or_a_kit_on_an_open_declaration_is_explained_and_not_read(
    window: MainWindow, filling: FakeFilling, explained: list[str], read: list[Path], name: str, what: str
) -> None:
    window.take(opened(filling))
    window.take_files([Path(name), Path("answers.xlsx")])
    assert len(explained) == 1
    assert explained[0].startswith(f"“{name}” {what}")
    assert "Close the declaration that is open, if one is, and choose “New from a round pack…”." in explained[0]
    assert read == [Path("answers.xlsx")]
    assert window.desk is not None


def test_a_reply_on_an_open_declaration_goes_to_it(
    window: MainWindow, filling: FakeFilling, explained: list[str], read: list[Path]
) -> None:
    window.take(opened(filling))
    window.take_files([Path("receipt.reply")])
    assert (explained, read) == ([], [Path("receipt.reply")])


# TA-107
def test_a_reply_with_nothing_open_says_that_its_declaration_comes_first(window: MainWindow, explained: list[str]) -> None:
    window.take_files([Path("receipt.reply")])
    assert len(explained) == 1
    assert "Open that declaration first, then drop the file on it." in explained[0]


def test_a_pack_with_nothing_open_begins_a_declaration(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(window, "make_new", begun.append)
    window.take_files([Path("2027.ROUND")])
    assert begun == [Path("2027.ROUND")]
