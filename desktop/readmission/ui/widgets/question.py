"""One question: its number and wording, last year's answer, the answer, a reason instead, and what is wrong with it."""

import textwrap
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from readmission.answers.entry import read_entry
from readmission.answers.model import BLANK, Cell, Flag, Place, Reason
from readmission.form.model import FieldType
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import Doubt, ask
from readmission.ui.speech import say
from readmission.ui.widgets.evidence import EvidenceStrip
from readmission.ui.widgets.fields import CodeField, LineField, ShownField, TextField, entry_cell
from readmission.ui.widgets.labels import Message, quiet
from readmission.ui.widgets.reason import ReasonButton
from readmission.ui.widgets.strip import Option, Strip
from readmission.ui.wording import numbered

Editor: TypeAlias = Strip | LineField | TextField | CodeField | ShownField

# More answers than these do not stand side by side on a small screen.
MAX_SEGMENTS = 9
MAX_LINE = 250
# Last year's answer stands beside the question, so only its beginning is shown.
SHORT = 26


class Question(QWidget):
    """A question of a form, answered where it stands."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.place = place
        self.field = desk.field(place)
        table = desk.table(place.table)
        self._label = QLabel(numbered(self.field.number, desk.wording.field(table, self.field)), self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._last = quiet(parent=self)
        self._reason = ReasonButton(desk.wording, numeric=self.field.type.numeric, parent=self)
        self._reason.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.editor = make_editor(desk, place, self)
        self._message = Message(self)
        self._note = self._extra(say("Note"))
        self._due = self._extra(say("Expected on (YYYY-MM-DD)"))
        self.evidence = EvidenceStrip(desk, place, self) if self.field.attachments else None
        self._lay_out()
        self._describe(desk.wording.guidance(table, self.field))
        self._editable = not self.field.prefilled and self.field.calculation is None
        self._reason.setVisible(self._editable)
        self.editor.entered.connect(self._on_entered)
        self.editor.last_year_asked.connect(self.take_last_year)
        self._reason.reason_chosen.connect(self._on_reason_chosen)
        self._reason.flag_toggled.connect(self._on_flag_toggled)
        self._reason.note_asked.connect(self._on_note_asked)
        self._note.editingFinished.connect(self._on_note_finished)
        self._due.editingFinished.connect(self._on_due_finished)

    def stand_at(self, place: Place) -> None:
        """Show the same question of another row."""
        self.place = place
        self.redraw()

    @property
    def asked(self) -> bool:
        """Whether the question is asked at all."""
        return self._desk.relevant(self.place)

    @property
    def wanted(self) -> bool:
        """Whether it is to be seen without unfolding: owed, answered, wrong, or being answered."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            return True
        owed = self._desk.expected(self.place) or not self._desk.cell(self.place).blank or bool(self._desk.attached(self.place))
        return owed or bool(self._desk.findings.at(self.place)) or self.field.prefilled

    def redraw(self) -> None:
        """Show what stands in the cell now."""
        if not self.asked:
            return
        cell = self._desk.cell(self.place)
        if self.evidence is not None:
            self.evidence.show_place(self.place)
        self.editor.show_cell(cell)
        self._reason.show_cell(cell)
        self._show_last()
        self._show_extra(self._note, cell.note, wanted=cell.reason is Reason.NOT_COLLECTED)
        self._show_extra(self._due, cell.due, wanted=cell.reason is Reason.PENDING)
        found = self._desk.findings.at(self.place)
        if found:
            card = self._desk.filling.card(found[0].rule)
            more = say(" (+{count} more)", count=len(found) - 1) if len(found) > 1 else ""
            self._message.show_finding(found[0].severity, self._desk.message(found[0]) + more, card.why)
        else:
            self._message.show_finding(None)
        self.editor.show_state(found[0].severity if found else None)
        spoken = [
            self._guidance,
            self._message.text,
            self._last.text(),
            self._desk.wording.cell(self.field, cell) if cell.reason else "",
        ]
        self.editor.setAccessibleDescription(". ".join(part for part in spoken if part))

    def open_reasons(self) -> None:
        """Open the menu of reasons at the question."""
        self._reason.showMenu()

    def take_last_year(self) -> None:
        """Enter last year's answer as this year's."""
        cell = self._desk.last_cell(self.place)
        if cell is not None and self._editable:
            self._desk.enter({self.place: cell}, why=say("taken from last year"))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._label, 1)
        top.addWidget(self._last)
        top.addWidget(self._reason)
        grid.addLayout(top, 0, 0)
        grid.addWidget(self.editor, 1, 0)
        grid.addWidget(self._note, 2, 0)
        grid.addWidget(self._due, 3, 0)
        grid.addWidget(self._message, 4, 0)
        if self.evidence is not None:
            grid.addWidget(self.evidence, 5, 0)
            inner = self.editor.viewport() if isinstance(self.editor, TextField) else self.editor
            self.evidence.take_drops_of(self, self.editor, inner)
        self._label.setBuddy(self.editor)

    def _describe(self, guidance: str) -> None:
        self._guidance = guidance
        self.editor.setAccessibleName(self._label.text())
        self.editor.setWhatsThis(guidance)
        self._label.setToolTip(guidance)
        if not isinstance(self.editor, Strip):
            self.editor.setToolTip(guidance)

    def _extra(self, label: str) -> QLineEdit:
        made = QLineEdit(self)
        made.setPlaceholderText(label)
        made.setAccessibleName(label)
        made.hide()
        return made

    def _show_extra(self, line: QLineEdit, text: str, *, wanted: bool) -> None:
        line.setVisible(wanted or bool(text) or line.hasFocus())
        if line.text() != text and not line.hasFocus():
            line.setText(text)

    def _show_last(self) -> None:
        last = self._desk.last_cell(self.place)
        if last is None:
            self._last.clear()
            return
        words = self._desk.wording.cell(self.field, last).partition(" (")[0]
        short = textwrap.shorten(words, SHORT, placeholder="…")
        self._last.setText(f"{self._desk.round.year - 1}: {short}")
        self._last.setToolTip(say("{answer} — press = to take it over", answer=words))

    def _on_entered(self, cell: Cell) -> None:
        old = self._desk.cell(self.place)
        # A note outlives the answer it was written beside; flags are kept only by another value.
        kept = replace(cell, note=old.note) if not cell.blank else BLANK
        self._desk.enter({self.place: kept})

    def _on_reason_chosen(self, reason: Reason | None) -> None:
        old = self._desk.cell(self.place)
        if reason is None and old.reason is None:
            return
        self._desk.enter({self.place: Cell(reason=reason, note=old.note if reason else "")})
        (self._note if reason is Reason.NOT_COLLECTED else self._due if reason is Reason.PENDING else self.editor).setFocus()

    def _on_flag_toggled(self, flag: Flag) -> None:
        old = self._desk.cell(self.place)
        flags = set(old.flags) ^ {flag.value}
        if old.value is not None:
            self._desk.enter({self.place: replace(old, flags="".join(sorted(flags)))})

    def _on_note_asked(self) -> None:
        self._note.show()
        self._note.setFocus()

    def _on_note_finished(self) -> None:
        old = self._desk.cell(self.place)
        if self._note.text() != old.note:
            self._desk.enter({self.place: replace(old, note=self._note.text())})

    def _on_due_finished(self) -> None:
        old = self._desk.cell(self.place)
        text = self._due.text().strip()
        if text == old.due:
            return
        read = read_entry(f"{Reason.PENDING} {text}", self.field, self._desk.filling.language)
        if old.reason is Reason.PENDING and read.cell.reason is Reason.PENDING:
            self._desk.enter({self.place: replace(old, due=read.cell.due)})
        else:
            self._due.setText(old.due)


def make_editor(desk: Desk, place: Place, parent: QWidget) -> Editor:
    """The control that takes an answer to a field."""
    field = desk.field(place)
    if field.prefilled or field.calculation is not None:
        return ShownField(lambda cell: desk.wording.cell(field, cell), parent)
    if field.type is FieldType.YES_NO:
        return Strip([Option("Y", say("yes"), "y"), Option("N", say("no"), "n")], parent=parent)
    codes = desk.wording.codes(field)
    if codes is not None:
        options = [
            Option(code.id, desk.wording.code(codes, code), code.id if len(code.id) == 1 else "", code.note)
            for code in codes.codes
        ]
        return Strip(options, parent=parent) if len(options) <= MAX_SEGMENTS else CodeField(options, parent)
    if field.type is FieldType.TEXT and not 0 < field.max_length <= MAX_LINE:
        return TextField(3, parent)

    def read(text: str) -> Cell | None:
        entry = read_entry(text, field, desk.filling.language)
        return entry_cell(entry, lambda: ask([Doubt(desk.wording.place(place), field, entry)], desk.wording, parent))

    return LineField(field, desk.filling.language, read, parent)
