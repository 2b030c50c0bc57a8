"""One question: its number and wording, last year's answer, the answer, a reason instead, and what is wrong with it."""

import textwrap
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from readmission.answers.entry import read_entry
from readmission.answers.model import BLANK, Cell, Flag, Place, Reason
from readmission.form.model import FieldType
from readmission.ui import theme
from readmission.ui.answer_keys import keys_of
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import Doubt, ask
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.asked_item import AskedItem
from readmission.ui.widgets.comment_mark import CommentMark
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
# In a row of its own a question's wording and its answers share the width like this.
_WORDING, _ANSWERS = 12, 13


class Question(AskedItem):
    """A question of a form, answered where it stands; compact where a whole dossier is to be seen at once."""

    def __init__(self, desk: Desk, place: Place, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._compact = compact
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
        self._comments = CommentMark(self)
        self.editor = make_editor(desk, place, self, compact=compact)
        self._message = Message(self, one_line=compact)
        self._note = self._extra(say("Note"))
        self._due = self._extra(say("Expected on (YYYY-MM-DD)"))
        self.evidence = EvidenceStrip(desk, place, self) if self.field.attachments else None
        if compact:
            self._lay_out_in_a_row()
        else:
            self._lay_out()
        self._label.setBuddy(self.editor)
        self._describe(desk.wording.guidance(table, self.field))
        self._editable = not self.field.prefilled and self.field.calculation is None
        self._reason.setVisible(self._editable)
        self.reason = self._reason if self._editable else None
        if compact and self._editable:
            self._reason.stand_back()
        self.editor.entered.connect(self._on_entered)
        self.editor.last_year_asked.connect(self.take_last_year)
        self._reason.reason_chosen.connect(self._on_reason_chosen)
        self._reason.flag_toggled.connect(self._on_flag_toggled)
        self._reason.note_asked.connect(self._on_note_asked)
        self._reason.comment_asked.connect(self._on_comment_asked)
        self._comments.clicked.connect(self._on_comment_asked)
        self._note.editingFinished.connect(self._on_note_finished)
        self._due.editingFinished.connect(self._on_due_finished)

    def stand_at(self, place: Place) -> None:
        """Show the same question of another row."""
        self.place = place
        self.redraw()

    @property
    def table_id(self) -> str:
        """The table that the answer stands in."""
        return self.place.table

    @property
    def asked(self) -> bool:
        """Whether the question is asked at all."""
        return self._desk.relevant(self.place)

    @property
    def wanted(self) -> bool:
        """Whether it is to be seen without unfolding: owed, answered, wrong, or being answered."""
        if self.has_cursor:
            return True
        if self._desk.findings.at(self.place) or self._desk.open_comments(self.place) or self._desk.attached(self.place):
            return True
        if not self._editable:
            # What nobody types is folded away where room is short.
            return not self._compact and (self.field.prefilled or not self._desk.cell(self.place).blank)
        return self._desk.expected(self.place) or not self._desk.cell(self.place).blank

    @property
    def last_year(self) -> str:
        """Last year's answer in words, behind its year; empty where there was none."""
        last = self._desk.last_cell(self.place)
        words = self._desk.wording.cell(self.field, last).partition(" (")[0] if last is not None else ""
        return f"{self._desk.round.year - 1}: {words}" if words else ""

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that answer, each with what it answers."""
        options = self.editor.options if isinstance(self.editor, Strip) else []
        return [(option.key, option.short) for option in options if option.key]

    @property
    def hints(self) -> list[str]:
        """What helps to answer, the nearest first: what is wrong, last year's answer, the note, comments, guidance."""
        cell = self._desk.cell(self.place)
        parts = [
            self._message.text,
            say("{last} (=)", last=self.last_year) if self.last_year else "",
            say("Note: {note}", note=cell.note) if cell.note else "",
            self._desk.comments(self.place),
            self._guidance,
        ]
        return [part for part in parts if part]

    def redraw(self) -> None:
        """Show what stands in the cell now."""
        if not self.asked:
            return
        cell = self._desk.cell(self.place)
        if self.evidence is not None:
            self.evidence.show_place(self.place)
        self.editor.show_cell(cell)
        self._reason.show_cell(cell)
        self.show_what_is_near()
        self._comments.show_count(self._desk.open_comments(self.place))
        self._show_last()
        self._show_extra(self._note, cell.note, wanted=cell.reason is Reason.NOT_COLLECTED)
        self._show_extra(self._due, cell.due, wanted=cell.reason is Reason.PENDING)
        found = self._desk.findings.at(self.place)
        if found:
            card = self._desk.filling.card(found[0].rule)
            more = say_count(" (+{count} more)", " (+{count} more)", len(found) - 1) if len(found) > 1 else ""
            self._message.show_finding(found[0].severity, self._desk.message(found[0]) + more, card.why)
        else:
            self._message.show_finding(None)
        self.editor.show_state(found[0].severity if found else None)
        spoken = [
            self._guidance,
            self._message.text,
            self.last_year,
            self._desk.wording.cell(self.field, cell) if cell.reason else "",
            self._desk.comments(self.place),
        ]
        self.editor.setAccessibleDescription(". ".join(part for part in spoken if part))

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
        top.addWidget(self._comments)
        top.addWidget(self._reason)
        grid.addLayout(top, 0, 0)
        grid.addWidget(self.editor, 1, 0)
        grid.addWidget(self._note, 2, 0)
        grid.addWidget(self._due, 3, 0)
        grid.addWidget(self._message, 4, 0)
        self._lay_out_evidence(grid)

    def _lay_out_in_a_row(self) -> None:
        self._label.setFont(theme.font(scale=0.92))
        self._last.setFont(theme.font(scale=0.92))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(0)
        wording = QVBoxLayout()
        wording.setSpacing(0)
        # One line of wording stands beside one line of answers; a text to be typed begins where its wording begins.
        if not isinstance(self.editor, TextField):
            wording.addStretch()
        wording.addWidget(self._label)
        wording.addWidget(self._last)
        wording.addStretch()
        grid.addLayout(wording, 0, 0)
        # In the middle, so that it keeps its distance from what is pressed above and below.
        grid.addWidget(self.editor, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._comments, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._reason, 0, 3, Qt.AlignmentFlag.AlignVCenter)
        for row, line in enumerate((self._note, self._due, self._message), start=1):
            grid.addWidget(line, row, 0, 1, 4)
        self._lay_out_evidence(grid)
        grid.setColumnStretch(0, _WORDING)
        grid.setColumnStretch(1, _ANSWERS)
        # The wording gives way; it breaks into as many lines as it needs.
        policy = self._label.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self._label.setSizePolicy(policy)
        self.editor.setSizePolicy(QSizePolicy.Policy.Ignored, self.editor.sizePolicy().verticalPolicy())
        self.editor.setMinimumWidth(0)

    def _lay_out_evidence(self, grid: QGridLayout) -> None:
        if self.evidence is not None:
            grid.addWidget(self.evidence, grid.rowCount(), 0, 1, grid.columnCount())
            inner = self.editor.viewport() if isinstance(self.editor, TextField) else self.editor
            self.evidence.take_drops_of(self, self.editor, inner)

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
        if isinstance(self.editor, Strip):
            self.editor.show_last(last.value if last is not None else None)
        marked = self._compact and isinstance(self.editor, Strip) and last is not None and last.value is not None
        # In a row the mark in the strip says it; the line below the page has the words.
        self._last.setVisible(last is not None and not marked)
        year, _, words = self.last_year.partition(": ")
        self._last.setText(f"{year}: {textwrap.shorten(words, SHORT, placeholder='…')}" if last is not None else "")
        self._last.setToolTip(say("{answer} — press = to take it over", answer=words) if last is not None else "")

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

    def _on_comment_asked(self) -> None:
        self._desk.comment_asked.emit(self.place)

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


def make_editor(desk: Desk, place: Place, parent: QWidget, *, compact: bool = False) -> Editor:
    """The control that takes an answer to a field."""
    field = desk.field(place)
    if field.prefilled or field.calculation is not None:
        return ShownField(lambda cell: desk.wording.cell(field, cell), parent)
    if field.type is FieldType.YES_NO:
        return Strip([Option("Y", say("yes"), "y"), Option("N", say("no"), "n")], tight=compact, parent=parent)
    codes = desk.wording.codes(field)
    if codes is not None:
        keys = keys_of(codes)
        options = [Option(code.id, desk.wording.code(codes, code), keys.get(code.id, ""), code.note) for code in codes.codes]
        return Strip(options, tight=compact, parent=parent) if len(options) <= MAX_SEGMENTS else CodeField(options, parent)
    if field.type is FieldType.TEXT and not 0 < field.max_length <= MAX_LINE:
        return TextField(2 if compact else 3, parent)

    def read(text: str) -> Cell | None:
        entry = read_entry(text, field, desk.filling.language)
        return entry_cell(entry, lambda: ask([Doubt(desk.wording.place(place), field, entry)], desk.wording, parent))

    return LineField(field, desk.filling.language, read, parent)
