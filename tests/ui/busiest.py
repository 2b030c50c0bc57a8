"""The busiest profile played from the keyboard: sort, answer question by question, type every figure; key presses are counted."""

from collections import Counter
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from readmission.answers.model import Place
from readmission.form.model import Shape
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.pages.sorting import SortingPage

# Stages with which a state that returns to many countries has experience; the figures below belong to them.
STAGES = ("REQ", "INT", "DOC", "VOL", "SCH", "CH")

# Decisions and returns come out of a register; the figures of requests and documents are typed.
PASTED = ("T01", "T02")

# What share of the persons ordered to leave a figure is, about as the states' own statistics have it.
SHARES = {
    "RD": 1.1, "RD_PERS": 1.0, "RET_TOT": 0.3, "RET_TC": 0.28, "RET_FORCED": 0.18, "RET_VOL": 0.12,
    "REQ_SUB": 0.4, "REQ_ACC": 0.15, "REQ_REF": 0.1, "REQ_OUT": 0.15, "TD_REQ": 0.13, "TD_ISS": 0.1,
    "EUTD_ISS": 0.02, "EUTD_ACC": 0.01, "TD_INTIME": 0.06, "TD_CONF_NOTISS": 0.03, "CH_REQ": 0.004, "CH_AUTH": 0.002, "MED": 0.1,
}  # fmt: skip


@dataclass
class Keyboard:
    """Presses keys where the cursor is, and counts them by what they were for."""

    saved: int = 0  # what typing the pasted figures would have cost
    presses: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def press(self, kind: str, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target: QWidget | None = QApplication.focusWidget()
        assert target is not None
        self.presses[kind] += 1
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifier)
        else:
            QTest.keyClick(target, key, modifier)


def answer_all(window: MainWindow, full: int) -> tuple[Keyboard, QuestionsPage]:
    """Answer the whole core with key presses alone: `full` dossiers with cases, the other countries without."""
    keyboard = Keyboard()
    _sort(window, keyboard, full)
    _turn_to(window, keyboard, "questions")
    workspace = window.workspace
    assert workspace is not None
    page = workspace.current_page()
    assert isinstance(page, QuestionsPage)
    _tick_stages(page, keyboard)
    for table in PASTED:
        _paste(page, keyboard, table)
    # From here on the cursor goes from one open answer to the next.
    keyboard.press("moving", Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    keyboard.press("moving", Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    keyboard.press("moving", Qt.Key.Key_Return)
    while page.model.open(page.view.currentIndex().row(), page.view.currentIndex().column()):
        _answer(page, keyboard)
    return keyboard, page


def _sort(window: MainWindow, keyboard: Keyboard, full: int) -> None:
    _turn_to(window, keyboard, "sorting")
    assert window.workspace is not None
    page = window.workspace.current_page()
    assert isinstance(page, SortingPage)
    assert page.model is not None
    keyboard.press("sorting", Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keyboard.press("sorting", Qt.Key.Key_Return)
    keyboard.press("sorting", Qt.Key.Key_End)
    for _ in range(page.model.rowCount() - full - 1):
        keyboard.press("sorting", Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    keyboard.press("sorting", "n")
    keyboard.answers["sorting"] = page.model.rowCount()


def _turn_to(window: MainWindow, keyboard: Keyboard, wanted: str) -> None:
    """Go to a page by the list of pages."""
    workspace = window.workspace
    assert workspace is not None
    keyboard.press("moving", Qt.Key.Key_F6)
    pages = [entry.page for entry in workspace.navigation._entries.entries]
    way = pages.index(wanted) - workspace.navigation.currentIndex().row()
    for _ in range(abs(way)):
        keyboard.press("moving", Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
    keyboard.press("moving", Qt.Key.Key_Return)
    assert workspace.page == wanted


def _tick_stages(page: QuestionsPage, keyboard: Keyboard) -> None:
    """Tick a stage for all countries at once: the column, then its key."""
    stages = [number for number, column in enumerate(page.model.columns) if column.table.shape is Shape.CHOICE]
    for number in stages:
        while page.view.currentIndex().column() < number:
            keyboard.press("ticks", Qt.Key.Key_Right)
        if page.model.columns[number].option in STAGES:
            keyboard.press("ticks", Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
            keyboard.press("ticks", "1")
    answered = {key for key in page.desk.rows(page.model.columns[stages[0]].table.id) if key[1] in STAGES}
    keyboard.answers["ticks"] = sum(page.desk.cell(Place("B0_02", key, "chosen")).value == "Y" for key in answered)


def _paste(page: QuestionsPage, keyboard: Keyboard, table: str) -> None:
    """Paste the figures of a table for all countries, as they come out of the state's register."""
    numbers = [number for number, column in enumerate(page.model.columns) if column.table.id == table]
    asked = [number for number in numbers if not page.view.isColumnHidden(number)]
    while page.view.currentIndex().column() < asked[0]:
        keyboard.press("pasted", Qt.Key.Key_Right)
    lines = []
    for row, (country,) in enumerate(page.model.keys):
        names = [page.model.columns[number].field.id for number in asked]
        owed = [page.model.open(row, number) for number in asked]
        lines.append("\t".join(_figure(page, country, name) if one else "" for name, one in zip(names, owed, strict=True)))
        keyboard.answers["pasted"] += sum(owed)
        keyboard.saved += sum(len(text) + 1 for text in lines[-1].split("\t") if text)
    QGuiApplication.clipboard().setText("\n".join(lines))
    keyboard.press("pasted", Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def _answer(page: QuestionsPage, keyboard: Keyboard) -> None:
    index = page.view.currentIndex()
    column = page.model.columns[index.column()]
    keys = page.model.keys_of(index.column())
    kind = "choices" if keys else "figures" if column.field.type.numeric else "texts"
    assert kind != "figures" or column.field.id in SHARES, column.field.id
    keyboard.answers[kind] += 1
    if keys:
        scale = list(keys)
        keyboard.press(kind, scale[(index.row() + column.rank) % min(5, len(scale))])
        return
    for letter in _typed(page, page.model.keys[index.row()][0], column.field.id):
        keyboard.press(kind, letter)
    keyboard.press(kind, Qt.Key.Key_Return)


def _typed(page: QuestionsPage, country: str, name: str) -> str:
    return _figure(page, country, name) if name in SHARES else "Fewer replies than last year."


def _figure(page: QuestionsPage, country: str, name: str) -> str:
    reference = page.desk.filling.reference
    assert reference is not None
    persons = reference.cell(Place("E", (country,), "E_RD")).value
    return str(round(SHARES[name] * int(persons or 0)))
