"""Sort the countries first: what is known of each, a proposal, and one answer for many at once."""

from collections import Counter
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Cell, Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import theme
from readmission.ui.answer_keys import keys_of
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import language, say, say_count
from readmission.ui.tables.cells import CellDelegate, RowHeader
from readmission.ui.tables.sorting_model import SIZES, SortingModel
from readmission.ui.tables.view import ROW_HEIGHT
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Message, heading, quiet

ALL, OPEN = "all", "open"
HEADER_LINES: Final = 5
NUMBER_WIDTH: Final = 92
LEAST_WIDTH: Final = 84
COUNTRY_WIDTH: Final = 190


class SortingPage(Page):
    """Which countries had cases, and which dossiers are owed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model: SortingModel | None = None
        self.view = SortingView(self)
        self.take = QPushButton(self)
        self.answers: dict[str, QPushButton] = {}
        self._filters: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._kind = ALL
        self._counts = quiet(parent=self)
        self._hint = quiet(parent=self)
        self._message = Message(self)
        self._foot = Head()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.take.clicked.connect(self.take_proposals)
        self.view.key_answered.connect(self._on_key_answered)
        self.view.proposals_taken.connect(self.take_proposals)

    @override
    def arrive(self, detail: str) -> None:
        if self.model is None:
            self._sort()
        self._filter()
        self.redraw(Changes())
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        if self.model is None:
            return
        rows = range(self.model.rowCount())
        sizes = Counter(str(self.model.line(row).proposal.size) for row in rows)
        left = sum(self.model.answer(row).blank for row in rows)
        for kind, button in self._filters.items():
            count = {ALL: len(rows), OPEN: left}.get(kind, sizes[kind])
            words = {ALL: say("All"), OPEN: say("Unanswered")}.get(kind) or say(SIZES[kind])
            button.setText(f"{words} {count}")
            button.setVisible(kind in (ALL, OPEN) or count > 0)
        self._counts.setText(
            say_count(
                "{done} of {of} country answered",
                "{done} of {of} countries answered",
                len(rows),
                done=len(rows) - left,
                of=len(rows),
            )
        )
        self._show_chosen()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")
        if self.model is not None and place.key:
            countries = [line.country for line in self.model.lines]
            if place.key[0] in countries:
                self.view.setCurrentIndex(self.model.index(countries.index(place.key[0]), self.model.columnCount() - 1))

    def take_proposals(self) -> None:
        """Answer the selected countries as proposed, as one step; what was answered already stays."""
        assert self.model is not None
        lines = [self.model.line(row) for row in self._proposed()]
        cells = {self.model.sorting.place(line.country): Cell(value=line.proposal.answer) for line in lines}
        if cells and self.desk.enter(cells, say("sorted as proposed")):
            self.view.select(self.view.currentIndex().row())
            self.told.emit(
                say_count(
                    "{count} country answered. Ctrl+Z takes it back.",
                    "{count} countries answered. Ctrl+Z takes all of them back.",
                    len(cells),
                )
            )

    def answer(self, code: str) -> None:
        """Give the selected countries the same answer, as one step."""
        assert self.model is not None
        rows = self.view.rows()
        cells = {self.model.sorting.place(self.model.line(row).country): Cell(value=code) for row in rows}
        if cells and self.desk.enter(cells, say("sorted")) and len(rows) == 1:
            self.view.go_on(rows[0])
        elif cells:
            self.view.select(self.view.currentIndex().row())
            self.told.emit(
                say_count(
                    "{count} country answered. Ctrl+Z takes it back.",
                    "{count} countries answered. Ctrl+Z takes all of them back.",
                    len(cells),
                )
            )

    def _proposed(self) -> list[int]:
        assert self.model is not None
        rows = self.view.rows()
        return [row for row in rows if self.model.line(row).proposal.answer and self.model.answer(row).blank]

    def _sort(self) -> None:
        from readmission.tasks.sorting import sort_countries  # noqa: PLC0415 - the data layer comes after the first paint

        try:
            sorting = sort_countries(self.desk.filling)
        except ReadmissionError as error:
            self._show_refusal(error)
            return
        self.model = SortingModel(self.desk, sorting, self)
        self.view.show_model(self.model)
        self.view.selectionModel().selectionChanged.connect(self._show_chosen)
        codes = self.desk.wording.codes(self.model.field)
        assert codes is not None
        keys = keys_of(codes)
        self.view.keys = {key: code for code, key in keys.items()}
        for code in codes.codes:
            button = QPushButton(f"{self.desk.wording.code(codes, code)}  ({keys[code.id]})", self)
            button.clicked.connect(lambda _checked=False, code=code.id: self.answer(code))
            self.answers[code.id] = button
            self._foot.addWidget(button)
        self._foot.addStretch()
        self.view.setCurrentIndex(self.model.index(0, self.model.columnCount() - 1))

    def _show_refusal(self, error: ReadmissionError) -> None:
        explained = language().explain(error)
        self._message.show_finding(
            Severity.NOTE, f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.code})"
        )
        for widget in (self.view, self.take, self._hint, *self._filters.values()):
            widget.hide()

    def _filter(self) -> None:
        if self.model is None:
            return
        for row in range(self.model.rowCount()):
            size = str(self.model.line(row).proposal.size)
            shown = self._kind in (ALL, size) or (self._kind == OPEN and self.model.answer(row).blank)
            self.view.setRowHidden(row, not shown)
        # What is selected is what is seen.
        self.view.clearSelection()
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.model is None:
            return
        chosen, proposed = len(self.view.rows()), len(self._proposed())
        self.take.setText(say_count("Take the proposal for {count} country", "Take the proposal for {count} countries", proposed))
        self.take.setEnabled(proposed > 0)
        for button in self.answers.values():
            button.setEnabled(chosen > 0)

    def _on_key_answered(self, code: str) -> None:
        self.answer(code)

    def _on_filter_clicked(self, kind: str) -> None:
        self._kind = kind
        self._filter()
        # A group is chosen in order to be answered together.
        if kind != ALL:
            self.view.selectAll()
        self.view.setFocus()

    def _lay_out(self) -> None:
        self.take.setObjectName("primary")
        self._column.setContentsMargins(18, 10, 18, 12)
        self._column.setSpacing(8)
        head = Head()
        head.setSpacing(6)
        head.addWidget(heading(say("Sort the countries"), 1.5, self))
        head.addWidget(self._counts)
        head.addStretch()
        for kind in (ALL, OPEN, *SIZES):
            button = QPushButton(self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(kind == ALL)
            button.clicked.connect(lambda _checked=False, kind=kind: self._on_filter_clicked(kind))
            self._group.addButton(button)
            self._filters[kind] = button
            head.addWidget(button)
        self._column.addLayout(head)
        self._hint.setText(
            say(
                "A proposal follows from the published figures and last year's open cases. A published 0 means 0 to {few} persons: "
                "you decide. Select countries, then press a key: Enter takes the proposal.",
                few=self._rounded(),
            )
        )
        self._hint.setWordWrap(True)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._message)
        self._column.addWidget(self.view, 1)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.take)
        self._column.addLayout(self._foot)

    def _rounded(self) -> str:
        """How much a published figure may hide."""
        default = self.desk.form.parameters.get("rounding_tolerance")
        value = self.desk.round.parameters.get("rounding_tolerance", default.value if default is not None else 0)
        return self.desk.filling.language.number(value, default.places if default is not None else 0)


class SortingView(QTableView):
    """The lines on screen; a key answers what is selected."""

    key_answered = Signal(str)
    proposals_taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: dict[str, str] = {}
        self.setAccessibleName(say("Countries to sort"))
        self.setVerticalHeader(RowHeader(self))
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(theme.scaled(COUNTRY_WIDTH))
        across = self.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        across.setHighlightSections(False)
        # Where texts are large the table is moved sideways; no column closes up.
        across.setMinimumSectionSize(theme.scaled(LEAST_WIDTH))
        across.setFixedHeight(self.fontMetrics().height() * HEADER_LINES + 10)

    def show_model(self, model: SortingModel) -> None:
        """Show the lines."""
        self.setModel(model)
        across = self.horizontalHeader()
        for column in range(model.columnCount()):
            # Words share the room that figures leave.
            fixed = model.numeric(column)
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive if fixed else QHeaderView.ResizeMode.Stretch)
            self.setColumnWidth(column, theme.scaled(NUMBER_WIDTH))

    def rows(self) -> list[int]:
        """The selected rows that are seen."""
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        if not chosen and self.currentIndex().isValid():
            chosen = {self.currentIndex().row()}
        return sorted(row for row in chosen if not self.isRowHidden(row))

    def select(self, row: int) -> None:
        """Select one row alone: the next answer is never given to those of before."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, self.model().columnCount() - 1)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def go_on(self, row: int) -> None:
        """Select the next row that is seen."""
        following = next((each for each in self._seen() if each > row), None)
        if following is not None:
            self.select(following)

    def _seen(self) -> list[int]:
        return [row for row in range(self.model().rowCount()) if not self.isRowHidden(row)]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().casefold()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.proposals_taken.emit()
        elif plain and text in self.keys:
            self.key_answered.emit(self.keys[text])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            seen = self._seen()
            if seen:
                self.select(seen[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)
