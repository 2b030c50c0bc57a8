"""What reading files leaves open: numbers with two readings, and cells for which files have different values."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from readmission.answers.model import Place
from readmission.ui.desk import Desk
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import Card, quiet

if TYPE_CHECKING:
    from readmission.tasks.import_answers import Choices
    from readmission.tasks.incoming.preview import Conflict, Preview, Question

READINGS: Final = {
    ".": "The point is the decimal sign",
    ",": "The comma is the decimal sign",
    "dmy": "Day before month",
    "mdy": "Month before day",
}
# A person scrolls through so many; the rest is settled with the last line, for all at once.
MOST: Final = 12
_OPEN: Final = ""


class IncomingChoices(Card):
    """One line for each thing to choose, and one for all conflicts together."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(say("To choose before anything is taken over"), parent)
        self._desk = desk
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self.body.addLayout(self._grid)
        self._questions: dict[str, QComboBox] = {}
        self._conflicts: dict[Place, QComboBox] = {}
        self._all = QComboBox(self)
        self._preview: Preview | None = None

    def show_preview(self, preview: "Preview") -> None:
        """Ask what this preview leaves open."""
        self._preview = preview
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._all:
                widget.deleteLater()
        self._questions = {question.id: self._of_question(question) for question in preview.questions}
        self._conflicts = {conflict.place: self._of_conflict(conflict) for conflict in preview.conflicts[:MOST]}
        self._ask_for_all(preview)
        self.setVisible(bool(preview.questions or preview.conflicts))

    def open(self) -> int:
        """How many choices are still to be made."""
        boxes = (*self._questions.values(), *self._conflicts.values())
        waiting = len([box for box in boxes if box.currentData() == _OPEN])
        rest = len(self._preview.conflicts) - len(self._conflicts) if self._preview is not None else 0
        return waiting + rest if self._all.currentData() == _OPEN else waiting

    def choices(self, *, remove: bool) -> "Choices":
        """What was chosen."""
        from readmission.tasks.import_answers import KEEP_OLD, Choices  # noqa: PLC0415 - the data layer comes after the first paint

        conflicts: dict[Place, int] = {}
        for conflict in self._preview.conflicts if self._preview is not None else ():
            box = self._conflicts.get(conflict.place)
            chosen = box.currentData() if box is not None else self._by_file(conflict)
            conflicts[conflict.place] = KEEP_OLD if chosen is None else int(chosen)
        return Choices({name: str(box.currentData()) for name, box in self._questions.items()}, conflicts, remove)

    def _by_file(self, conflict: "Conflict") -> int | None:
        return next((number for number, one in enumerate(conflict.options) if one.at.file == self._all.currentData()), None)

    def _of_question(self, question: "Question") -> QComboBox:
        from readmission.tasks.import_answers import KEEP, LEAVE  # noqa: PLC0415

        doubt = question.doubts[0]
        wording, field = self._desk.wording, self._desk.field(doubt.place)
        box = self._box()
        for convention in question.conventions:
            after = wording.cell(field, doubt.entry.by(convention))
            box.addItem(f"{say(READINGS[convention])}: {doubt.entry.cell.typed} → {after}", convention)
        box.addItem(say("Keep as typed; the check will find it"), KEEP)
        box.addItem(say("Leave what stands here"), LEAVE)
        about = say(
            "{field}: two readings ({count}, from {at})",
            field=self._desk.wording.field(self._desk.table(doubt.place.table), field),
            count=len(question.doubts),
            at=question.at,
        )
        self._add(about, box)
        return box

    def _of_conflict(self, conflict: "Conflict") -> QComboBox:
        wording, field = self._desk.wording, self._desk.field(conflict.place)
        box = self._box()
        for number, option in enumerate(conflict.options):
            box.addItem(f"{wording.cell(field, option.entry.cell)}  ({option.at})", number)
        box.addItem(say("Leave what stands here: {value}", value=wording.cell(field, conflict.old) or "–"), None)
        self._add(wording.place(conflict.place), box)
        return box

    def _ask_for_all(self, preview: "Preview") -> None:
        self._all.clear()
        self._all.addItem(say("choose…"), _OPEN)
        files = dict.fromkeys(option.at.file for conflict in preview.conflicts for option in conflict.options)
        for file in files:
            self._all.addItem(say("{file} holds everywhere", file=file), file)
        self._all.addItem(say("What stands here holds everywhere"), None)
        shown = len(preview.conflicts) > 1
        self._all.setVisible(shown)
        if shown:
            self._add(
                say_count(
                    "The {count} cell for which the files differ",
                    "All {count} cells for which the files differ",
                    len(preview.conflicts),
                ),
                self._all,
            )
            self._all.activated.connect(self._on_all_activated)

    def _on_all_activated(self, _row: int) -> None:
        for conflict in self._preview.conflicts if self._preview is not None else ():
            box = self._conflicts.get(conflict.place)
            if box is not None:
                box.setCurrentIndex(max(1, box.findData(self._by_file(conflict))))
        self.changed.emit()

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.addItem(say("choose…"), _OPEN)
        box.activated.connect(lambda _row: self.changed.emit())
        return box

    def _add(self, text: str, box: QComboBox) -> None:
        label: QLabel = quiet(text, self)
        label.setWordWrap(True)
        label.setBuddy(box)
        box.setAccessibleName(text)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(box, row, 1)
