"""A language is taken up at once, at the same place, without closing anything; and no sentence is cut off when it is longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from readmission import assets
from readmission.texts import Language, pseudo
from readmission.ui import opening, tongues
from readmission.ui.app import Program
from readmission.ui.dialogs.help import TOPICS, HelpDialog, help_pages
from readmission.ui.memory import Memory
from readmission.ui.theme import Theme
from readmission.ui.widgets.labels import Elided, ElidedButton
from ui.pilot import FakeFilling, opened, place

PAGES = [
    "general",
    "countries",
    "dossier/AL",
    "table/T01",
    "findings",
    "release",
    "review",
    "people",
    "journal",
    "files",
    "safety",
    "replies",
]


@pytest.fixture
def program(theme: Theme, memory: Memory, qtbot: QtBot, filling: FakeFilling) -> Iterator[Program]:
    made = Program(memory, theme, "en")
    made.window.resize(1366, 768)
    made.window.show()
    made.window.take(opened(filling))
    yield made
    made.window.close()
    tongues.take_up("en")
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def test_the_window_speaks_another_language_at_the_same_cell_without_closing(program: Program, filling: FakeFilling) -> None:
    assert program.window.workspace is not None
    program.window.workspace.go_to(place("T01[BD].RD"))
    before = program.window
    program.window.language_asked.emit("fr")
    assert not before.backing_up.at_work
    assert program.window.backing_up.at_work
    workspace = program.window.workspace
    assert workspace is not None
    assert workspace.page == "table/T01"
    shown = workspace.current_page()
    assert shown is not None
    assert shown.current_place() == place("T01[BD].RD")
    assert program.window.actions_by_name["undo"].text() == "Annuler la saisie"
    assert filling.language.code == "fr"
    assert not filling.closed


def test_a_language_that_was_chosen_is_spoken_the_next_time(program: Program, memory: Memory) -> None:
    program.speak("de")
    assert memory.language == "de"


def test_every_language_has_its_own_name() -> None:
    assert tongues.available() == {"en": "English", "de": "Deutsch", "fr": "Français"}


def test_the_pseudo_language_keeps_named_places() -> None:
    assert "3" in pseudo().say("{count} findings", count=3)
    assert pseudo().say("Undo").startswith("[")


def cut_off(widget: QWidget) -> list[str]:
    """Texts of buttons and one-line labels that are wider than the room they have."""
    found = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or isinstance(one, Elided | ElidedButton):
            continue
        if isinstance(one, QAbstractButton) and one.text() and one.sizeHint().width() > one.width() + 1:
            found.append(f"{one.text()} {one.width()} of {one.sizeHint().width()} at {one.x()}")
        if isinstance(one, QLabel) and one.text() and not one.wordWrap() and one.sizeHint().width() > one.width() + 1:
            found.append(f"{one.text()} {one.width()} of {one.sizeHint().width()} at {one.x()}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_text_is_cut_off_when_sentences_are_longer(page: str, program: Program) -> None:
    program.speak(tongues.PSEUDO)
    assert program.window.workspace is not None
    program.window.workspace.show_page(page)
    QApplication.processEvents()
    assert cut_off(program.window) == []


@pytest.mark.parametrize("code", ["fr", "de", tongues.PSEUDO])
def test_the_first_page_is_whole_in_every_language(code: str, theme: Theme, memory: Memory, tmp_path: Path) -> None:
    (tmp_path / opening.MARKER).touch()
    window = Program(memory, theme, code).window
    window.resize(1366, 768)
    window.show()
    QApplication.processEvents()
    assert window.start.isVisible()
    assert cut_off(window.start) == []
    window.start.unlock.stand_at(tmp_path, "")
    window.start._stack.setCurrentWidget(window.start.unlock)
    QApplication.processEvents()
    assert cut_off(window.start) == []
    window.close()
    tongues.take_up("en")


def test_a_button_that_is_too_narrow_is_seen(program: Program) -> None:
    header = next(one for one in program.window.findChildren(QAbstractButton, "primary") if one.isVisible())
    header.setFixedWidth(20)
    QApplication.processEvents()
    assert any(text.startswith(header.text()) for text in cut_off(program.window))


@pytest.mark.parametrize("code", ["en", "fr", "de"])
def test_the_help_is_whole_in_every_language(code: str) -> None:
    pages = help_pages(code)
    assert [page.topic for page in pages] == list(TOPICS)
    assert all((assets.resources() / "help" / code / f"{topic}.md").is_file() for topic in TOPICS)
    assert all(len(page.text.split()) > 40 for page in pages)


def test_the_help_finds_words_and_opens_at_the_page_of_the_window(theme: Theme, qtbot: QtBot) -> None:
    dialog = HelpDialog("findings")
    qtbot.addWidget(dialog)
    assert dialog.topics.currentItem().data(0x0100) == "findings"
    dialog.search.setText("recovery")
    assert 0 < dialog.topics.count() < len(TOPICS)


def test_a_sentence_without_translation_is_said_in_english() -> None:
    assert Language("fr").say("Undo") == "Undo"
