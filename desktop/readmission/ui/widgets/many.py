"""One reason, one flag or one text for a variable or a whole table over many countries: one line, one step."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readmission.answers.entry import read_entry
from readmission.answers.model import Cell, Flag, Key, Place, Reason
from readmission.form.model import Field, FieldType, Shape, Table
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.flags import FLAGS
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import quiet
from readmission.ui.wording import country_of, numbered

REASON, TEXT, FLAG, NOTE = "reason", "text", "flag", "note"
VARIABLE, TABLE = "variable", "table"
CHOSEN, ALL = "chosen", "all"
NARROWEST: Final = 15
_DUE: Final = Field("due", FieldType.DATE, "")
_OPTIONS: Final = (Shape.CHOICE, Shape.RANKING)


class ManyRow(QFrame):
    """What to give, to which cells, of which countries; the button says how many cells that are."""

    told = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place: Place | None = None
        self._countries: list[str] = []
        self.setObjectName("card")
        self.kind = self._combo(
            say("What"),
            ((say("Reason"), REASON), (say("Text"), TEXT), (say("Flag"), FLAG), (say("Note"), NOTE)),
        )
        self.reason = self._combo(say("Reason"), ((desk.wording.reason(reason), reason.value) for reason in Reason))
        self.flag = self._combo(say("Flag"), ((f"{flag.value.lower()}  {say(FLAGS[flag])}", flag.value) for flag in Flag))
        self.text = QLineEdit(self)
        self.scope = self._combo(say("For"), ((say("this question"), VARIABLE), (say("the whole table"), TABLE)))
        self.countries = self._combo(say("Of"), ((say("the selected countries"), CHOSEN), (say("all countries"), ALL)))
        self.apply = QPushButton(self)
        self._where = quiet(parent=self)
        self._lay_out()
        self.setFocusProxy(self.kind)
        for combo in (self.kind, self.reason, self.flag, self.scope, self.countries):
            combo.currentIndexChanged.connect(self._refresh)
        self.text.textChanged.connect(self._refresh)
        self.apply.clicked.connect(self.give)

    def stand_at(self, place: Place | None, countries: list[str]) -> None:
        """Speak about the question of a cell, and about the countries that are selected."""
        self._place, self._countries = place, countries
        self._refresh()

    def cells(self) -> dict[Place, Cell]:
        """What would be entered; answers are never replaced by a reason or a text, only blanks are filled."""
        return {place: cell for place in self._places() if (cell := self._cell(place)) is not None}

    def give(self) -> None:
        """Enter it as one step."""
        cells = self.cells()
        if cells and self._desk.enter(cells, say("the same for many countries")):
            self.told.emit(
                say_count(
                    "{count} cell answered. Ctrl+Z takes it back.",
                    "{count} cells answered. Ctrl+Z takes all of them back.",
                    len(cells),
                )
            )
        self._refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _places(self) -> Iterator[Place]:
        if self._place is None:
            return
        table = self._desk.table(self._place.table)
        wanted = set(self._desk.round.countries if self.countries.currentData() == ALL else self._countries)
        if table.shape in _OPTIONS and self.kind.currentData() == REASON:
            # All options together are one question: where one is chosen, there is an answer.
            wanted -= {country_of(table, key) for key in self._desk.rows(table.id) if self._any_answer(table, key)}
        for key in self._desk.rows(table.id):
            if country_of(table, key) in wanted:
                for field in self._fields(table, key):
                    place = Place(table.id, key, field.id)
                    if self._desk.relevant(place):
                        yield place

    def _fields(self, table: Table, key: Key) -> list[Field]:
        assert self._place is not None
        if self.scope.currentData() == TABLE:
            return [field for field in table.fields if not field.prefilled and field.calculation is None]
        # Of a rated option the question is the option that the cursor is on.
        mine = table.shape in _OPTIONS or key[1:] == self._place.key[1:]
        return [table.by_id[self._place.field]] if mine else []

    def _any_answer(self, table: Table, key: Key) -> bool:
        return any(not self._desk.cell(Place(table.id, key, field.id)).blank for field in table.fields)

    def _cell(self, place: Place) -> Cell | None:
        """What is put at a place, or None where there is nothing to do."""
        old, field, kind = self._desk.cell(place), self._desk.field(place), self.kind.currentData()
        text = self.text.text().strip()
        if kind == REASON:
            return self._reasoned(old, text) if old.blank and self._owed_or_one(place) else None
        if kind == TEXT:
            return replace(old, value=text) if field.type is FieldType.TEXT and old.blank and text else None
        if kind == NOTE:
            return replace(old, note=text) if text and not old.blank and old.note != text else None
        flag = str(self.flag.currentData())
        numeric = field.type.numeric and old.value is not None and flag not in old.flags
        return replace(old, flags="".join(sorted({*old.flags, flag}))) if numeric else None

    def _reasoned(self, old: Cell, text: str) -> Cell | None:
        """The cell with the reason; what follows later says until when."""
        reason = Reason(self.reason.currentData())
        if reason is not Reason.PENDING:
            return replace(old, reason=reason)
        due = read_entry(text, _DUE, self._desk.filling.language).cell.value
        return replace(old, reason=reason, due=due) if isinstance(due, str) else None

    def _owed_or_one(self, place: Place) -> bool:
        # Over a whole table a reason is given where an answer is owed; what is merely offered needs none.
        return self.scope.currentData() == VARIABLE or self._desk.expected(place)

    def _refresh(self) -> None:
        kind = self.kind.currentData()
        self.reason.setVisible(kind == REASON)
        self.flag.setVisible(kind == FLAG)
        pending = kind == REASON and self.reason.currentData() == Reason.PENDING
        self.text.setVisible(pending or kind in (TEXT, NOTE))
        self.text.setPlaceholderText(say("Due date, such as 2026-03-31") if pending else say("Without personal data"))
        if self._place is not None:
            table = self._desk.table(self._place.table)
            whole = self.scope.currentData() == TABLE or table.shape in _OPTIONS
            field = self._desk.field(self._place)
            words = self._desk.wording.table(table) if whole else self._desk.wording.field(table, field)
            number = "" if whole else field.number
            self._where.setText(numbered(number or table.number or table.id, words))
        count = len(self.cells())
        self.apply.setText(say_count("Enter in {count} cell", "Enter in {count} cells", count))
        self.apply.setEnabled(count > 0)

    def _combo(self, name: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        for words, value in entries:
            combo.addItem(words, value)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(NARROWEST)
        return combo

    def _lay_out(self) -> None:
        self.text.setAccessibleName(say("Text"))
        self.apply.setObjectName("primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 7)
        column.setSpacing(5)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.kind, self.reason, self.flag):
            row.addWidget(widget)
        row.addWidget(self.text, 1)
        row.addWidget(self.scope)
        row.addWidget(self.countries)
        row.addStretch()
        row.addWidget(self.apply)
        column.addLayout(row)
        column.addWidget(self._where)
