"""The core of all dossiers question by question: one key answers and goes on to the next country."""

from html import escape
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import ask
from readmission.ui.pages.page import Page
from readmission.ui.speech import say
from readmission.ui.tables.columns import Column
from readmission.ui.tables.question_columns import section_of
from readmission.ui.tables.question_model import QuestionModel
from readmission.ui.tables.question_view import QuestionView
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Elided, Message, heading
from readmission.ui.widgets.many import ManyRow
from readmission.ui.wording import country_of

SPACED: Final = " &nbsp; "


class QuestionsPage(Page):
    """All countries down, all core questions across."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = QuestionModel(desk, lambda doubts: ask(doubts, desk.wording, self), self)
        self.view = QuestionView(self.model, desk.wording, self)
        self.asked = _switch(say("Only asked"), say("Leave out questions and countries of which no answer is owed."), self)
        self.open = _switch(
            say("Only open"), say("Leave out what is answered; the cursor goes from one open cell to the next."), self
        )
        self.right = _switch(say("Go right"), say("An answer goes on to the next question instead of the next country."), self)
        self.many = ManyRow(desk, self)
        self._many = _switch(say("For many…"), say("Give one reason, text or flag to many countries in one step."), self)
        self._jump = QComboBox(self)
        self._counts = Elided(parent=self)
        self._question = Elided(bold=True, parent=self)
        self._keys = QLabel(self)
        self._beside = Elided(parent=self)
        self._message = Message(self)
        self._shown: set[int] = set()
        self._lay_out()
        self.asked.setChecked(True)
        self._fill_jump()
        self.asked.toggled.connect(self._filter)
        self.open.toggled.connect(self._on_open_toggled)
        self.right.toggled.connect(self._on_right_toggled)
        self._many.toggled.connect(self._on_many_toggled)
        self._jump.activated.connect(self._on_jump_activated)
        self.view.told.connect(self.told)
        self.view.comment_asked.connect(lambda: self.desk.comment_asked.emit(self.current_place()))
        self.many.told.connect(self.told)
        self.many.closed.connect(lambda: self._many.setChecked(False))
        self.view.selectionModel().currentChanged.connect(self._describe)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_many())

    @override
    def arrive(self, detail: str) -> None:
        self._filter()
        self.redraw(Changes())
        if not self.view.currentIndex().isValid() or self.view.isColumnHidden(self.view.currentIndex().column()):
            self.view.setCurrentIndex(self.model.index(0, min(self._shown, default=0)))
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        self._show_counts()
        self._show_newly_asked(changes)
        self._describe(self.view.currentIndex())

    @override
    def go_to(self, place: Place) -> None:
        index = self.model.index_of(place)
        self.arrive("")
        if index.isValid():
            self.view.setColumnHidden(index.column(), False)
            self.view.setRowHidden(index.row(), False)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @override
    def offer_reasons(self) -> None:
        self.view.open_menu()

    @override
    def current_place(self) -> Place | None:
        index = self.view.currentIndex()
        return (self.model.commented(index) or self.model.place(index)) if index.isValid() else None

    def _filter(self) -> None:
        """Show what the switches ask for; questions that nobody is asked, or has open, are left out."""
        wanted = self.model.open if self.open.isChecked() else self.model.asked
        free = not self.asked.isChecked() and not self.open.isChecked()
        rows, columns = range(self.model.rowCount()), range(self.model.columnCount())
        found = {(row, column) for row in rows for column in columns if free or wanted(row, column)}
        self._shown = {column for _row, column in found}
        shown_rows = {row for row, _column in found}
        for column in columns:
            self.view.setColumnHidden(column, column not in self._shown)
        for row in rows:
            self.view.setRowHidden(row, row not in shown_rows)
        self._fill_jump()

    def _show_newly_asked(self, changes: Changes) -> None:
        """Show the questions that an answer opened; none disappears under the cursor."""
        touched = self.desk.touched(changes) if changes else frozenset()
        rows = [row for row, key in enumerate(self.model.keys) if touched is None or key[0] in touched]
        hidden = [column for column in range(self.model.columnCount()) if column not in self._shown]
        new = [column for column in hidden if any(self.model.asked(row, column) for row in rows)]
        for column in new:
            self.view.setColumnHidden(column, False)
        self._shown |= set(new)
        if new:
            self._fill_jump()

    def _show_counts(self) -> None:
        counters = [self.desk.counters(country) for country in self.desk.round.countries]
        number = self.desk.filling.language.number
        core = [sum(each.core_answered for each in counters), sum(each.core_owed for each in counters)]
        extended = [sum(each.extended_answered for each in counters), sum(each.extended_offered for each in counters)]
        self._counts.setText(
            " · ".join(
                (
                    say("Core {done} / {of}", done=number(core[0]), of=number(core[1])),
                    say("Extended {done} / {of}", done=number(extended[0]), of=number(extended[1])),
                )
            )
        )

    def _describe(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        """Say beneath the table what is asked, which keys answer, what stood there and what is wrong."""
        self._show_many()
        if not index.isValid():
            return
        desk, column, place = self.desk, self.model.columns[index.column()], self.model.place(index)
        country = desk.wording.country(country_of(column.table, place.key))
        self._question.setText(f"{country} · {self.model.number(index.column())} {self.model.question(index.column())}")
        self._keys.setText(self._legend(index.column()))
        last, cell = self.model.last_cell(index), self.model.cell(index)
        parts = [f"{desk.round.year - 1}: {desk.wording.cell(column.field, last)} (=)"] if last is not None else []
        if not self.model.asked(index.row(), index.column()):
            parts.append(say("Not owed for this country."))
        if cell.note:
            parts.append(say("Note: {note}", note=cell.note))
        commented = self.model.commented(index)
        if commented is not None:
            parts.append(f"{desk.comments(commented)} (Ctrl+Shift+M)")
        guidance = desk.wording.guidance(column.table, column.field) or desk.wording.table_guidance(column.table)
        self._beside.setText(" · ".join((*parts, guidance) if guidance else parts))
        found = desk.findings.at(place)
        if found:
            finding = found[0]
            self._message.show_finding(finding.severity, desk.explained(finding), desk.filling.card(finding.rule).why)
        else:
            self._message.show_finding(None)

    def _legend(self, number: int) -> str:
        """The keys of a question with what each answers."""
        keys, codes = self.model.keys_of(number), self.model.options_of(number)
        if codes is not None:
            words = ((key, self.desk.wording.code(codes, codes.by_id[code]).partition(" (")[0]) for key, code in keys.items())
            return SPACED.join(f"<b>{key}</b>&nbsp;{escape(text)}" for key, text in words)
        if keys:
            return f"<b>1</b>&nbsp;{escape(say('yes'))}{SPACED}<b>0</b>&nbsp;{escape(say('no'))}"
        return say("Type the answer; Enter goes on. NC, NA, CONF, PEND, DK or TECH says why there is none.")

    def _fill_jump(self) -> None:
        self._jump.clear()
        for number in sorted(self._shown):
            title, first = self._group(self.model.columns[number]), self._jump.count() == 0
            if first or self._jump.itemText(self._jump.count() - 1) != title:
                self._jump.addItem(title, number)

    def _group(self, column: Column) -> str:
        section = self.desk.form.sections.get(section_of(column))
        if section is not None:
            return self.desk.wording.section(section)
        return f"{column.table.number or column.table.id} {self.desk.wording.table(column.table)}"

    def _on_jump_activated(self, row: int) -> None:
        number = int(self._jump.itemData(row))
        first = next((each for each in range(self.model.rowCount()) if self.model.asked(each, number)), 0)
        # The columns of the heading are seen from its first one on.
        self.view.scrollTo(self.model.index(first, self.model.columnCount() - 1))
        self.view.setCurrentIndex(self.model.index(first, number))
        self.view.scrollTo(self.model.index(first, number))
        self.view.setFocus()

    def _on_open_toggled(self, checked: bool) -> None:
        self.view.only_open = checked
        self._filter()
        self.view.setFocus()

    def _on_right_toggled(self, checked: bool) -> None:
        self.view.to_the_right = checked
        self.view.setFocus()

    def _on_many_toggled(self, checked: bool) -> None:
        self.many.setVisible(checked)
        self._show_many()
        if checked:
            self.many.setFocus()
        else:
            self.view.setFocus()

    def _show_many(self) -> None:
        if self.many.isVisible():
            index = self.view.currentIndex()
            rows = {chosen.row() for chosen in self.view.chosen()}
            countries = [self.model.keys[row][0] for row in sorted(rows)]
            self.many.stand_at(self.model.place(index) if index.isValid() else None, countries)

    def _lay_out(self) -> None:
        self._jump.setAccessibleName(say("Go to the questions of a heading"))
        self._jump.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._jump.setMinimumContentsLength(18)
        self._jump.setMaxVisibleItems(24)
        for button, keys in ((self.asked, "Alt+A"), (self.open, "Alt+O"), (self.right, "Alt+R"), (self._many, "Ctrl+M")):
            # A button's own shortcut takes the cursor along and acts a moment later.
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.toggle)
            button.setToolTip(f"{button.toolTip()} ({keys})")
        self._keys.setWordWrap(True)
        self._keys.setFont(theme.font(scale=0.92))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 8)
        column.setSpacing(7)
        head = Head()
        head.setSpacing(6)
        head.addWidget(heading(say("Core questions"), 1.5, self))
        head.addWidget(self._counts)
        head.addStretch()
        for widget in (self._jump, self.asked, self.open, self.right, self._many):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.many)
        for label in (self._question, self._keys, self._beside, self._message):
            column.addWidget(label)
        self.many.hide()


def _switch(words: str, hint: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("filter")
    button.setCheckable(True)
    button.setToolTip(hint)
    return button
