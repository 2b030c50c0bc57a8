"""The question that is asked when numbers or dates can be read in two ways: before and after, side by side."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.entry import Entry
from readmission.form.model import Field
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import heading
from readmission.ui.wording import Wording

SHOWN: Final = 8
KEEP: Final = "keep"
_NAMES: Final = {
    ".": "Decimal point, as in 1,234.5",
    ",": "Decimal comma, as in 1.234,5",
    "dmy": "Day before month",
    "mdy": "Month before day",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry with two meanings and where it is to stand."""

    where: str
    field: Field
    entry: Entry


class AmbiguousDialog(QDialog):
    """Shows what each way of reading would give; `convention` is what was chosen."""

    def __init__(self, doubts: list[Doubt], wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.convention: str | None = None
        self.setWindowTitle(say("How is this to be read?"))
        self.setMinimumWidth(700)
        conventions = sorted({reading.convention for doubt in doubts for reading in doubt.entry.readings})
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(heading(say("This can be read in more than one way."), 1.15, self))
        many = say_count(
            "{count} entry is concerned. Nothing is entered before you choose.",
            "{count} entries are concerned. Nothing is entered before you choose.",
            len(doubts),
        )
        text = QLabel(many if len(doubts) > 1 else say("Nothing is entered before you choose."), self)
        text.setWordWrap(True)
        column.addWidget(text)
        column.addWidget(self._table(doubts, conventions, wording))
        row = QHBoxLayout()
        for convention in conventions:
            row.addWidget(self._button(say(_NAMES[convention]), convention))
        row.addWidget(self._button(say("Keep as typed"), KEEP))
        row.addStretch()
        cancel = QPushButton(say("Cancel"), self)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        column.addLayout(row)

    def _button(self, text: str, convention: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(convention))
        return button

    def _choose(self, convention: str) -> None:
        self.convention = convention
        self.accept()

    def _table(self, doubts: list[Doubt], conventions: list[str], wording: Wording) -> QTableWidget:
        table = QTableWidget(min(SHOWN, len(doubts)), 2 + len(conventions), self)
        table.setAccessibleName(say("Before and after"))
        table.setHorizontalHeaderLabels([say("Where"), say("As typed"), *(say(_NAMES[convention]) for convention in conventions)])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for row, doubt in enumerate(doubts[:SHOWN]):
            readings = (wording.cell(doubt.field, doubt.entry.by(convention)) for convention in conventions)
            for column, shown in enumerate((doubt.where, doubt.entry.cell.typed, *readings)):
                item = QTableWidgetItem(shown)
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
                )
                table.setItem(row, column, item)
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + 30 * table.rowCount() + 8)
        return table


def ask(doubts: list[Doubt], wording: Wording, parent: QWidget | None) -> str | None:
    """The convention that a person chooses, `KEEP`, or None when they take the entry back."""
    dialog = AmbiguousDialog(doubts, wording, parent)
    dialog.exec()
    return dialog.convention
