"""A question that is a table of its own, shown inside a dossier for one country."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from readmission.answers.model import BLANK, Cell, Key, Place, Reason
from readmission.form.model import Code, Table
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.asked_item import AskedItem
from readmission.ui.widgets.comment_mark import CommentMark
from readmission.ui.widgets.labels import ElidedButton, Message
from readmission.ui.widgets.reason import ReasonButton
from readmission.ui.wording import numbered


class Child(AskedItem):
    """A child table shown inside a dossier, for one parent row."""

    def __init__(
        self, desk: Desk, table: Table, parent_key: Key, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.compact = compact
        self.table = table
        self.parent_key = parent_key
        self.field = table.fields[0]
        codelist = desk.form.codelists[table.dimensions[-1].codelist]
        self.codes: tuple[Code, ...] = codelist.codes
        self.words = {code.id: desk.wording.code(codelist, code) for code in codelist.codes}
        self.title = numbered(table.number, desk.wording.table(table))
        self._label = QLabel(self.title, self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setToolTip(desk.wording.table_guidance(table))
        self._message = Message(self, one_line=compact)
        self._comments = CommentMark(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0 if compact else 4)
        self._button = ReasonButton(desk.wording, numeric=False, notes=False, parent=self)
        self._button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.reason = self._button
        if compact:
            self._button.stand_back()
        self._button.reason_chosen.connect(self._on_reason_chosen)
        top = QHBoxLayout()
        top.setSpacing(5)
        self.line = ElidedButton(self)
        self.line.clicked.connect(self._on_line_clicked)
        self.line.hide()
        self._opened: Key | None = None
        top.addWidget(self._label, 1)
        top.addWidget(self.line, 1)
        top.addWidget(self._comments)
        top.addWidget(self._button)
        if compact:
            self._label.setFont(theme.font(scale=0.92))
            self.line.setFont(theme.font(scale=0.92))
        self._button.comment_asked.connect(self._on_comment_asked)
        self._comments.clicked.connect(self._on_comment_asked)
        self._column.addLayout(top)

    def place(self, code: str) -> Place:
        """The cell of an option."""
        return Place(self.table.id, (*self.parent_key, code), self.field.id)

    @property
    def table_id(self) -> str:
        """The table that the answers stand in."""
        return self.table.id

    @property
    def place_with_focus(self) -> Place:
        """The cell of the option that the cursor is on."""
        return self.place(self.option_with_focus() or next(iter(self._asked()), self.codes[0].id))

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that answer, each with what it answers."""
        return [(say("Space"), say("shows the options"))] if not self.line.isHidden() else self.option_keys

    @property
    def option_keys(self) -> list[tuple[str, str]]:
        """The keys that answer once the options are seen."""
        return []

    @property
    def hints(self) -> list[str]:
        """What helps to answer, the nearest first."""
        found = next((self.desk.comments(place) for place in self._commented()), "")
        parts = [self._message.text, self.last_year(), found, self.desk.wording.table_guidance(self.table)]
        return [part for part in parts if part]

    def last_year(self) -> str:
        """Last year's answer to the option that the cursor is on, behind its year."""
        last = self.desk.last_cell(self.place_with_focus)
        words = self.desk.wording.cell(self.field, last).partition(" (")[0] if last is not None else ""
        return f"{self.desk.round.year - 1}: {words}" if words else ""

    def reasons_cleared(self) -> dict[Place, Cell]:
        """What takes back a reason that was given for the whole question: an answer replaces it."""
        given = (place for place in map(self.place, self._asked()) if self.desk.cell(place).reason is not None)
        return dict.fromkeys(given, BLANK)

    def _on_comment_asked(self) -> None:
        self.desk.comment_asked.emit(next(iter(self._commented()), self.place_with_focus))

    def _commented(self) -> list[Place]:
        return [place for place in map(self.place, self._asked()) if self.desk.open_comments(place)]

    def _on_reason_chosen(self, reason: Reason | None) -> None:
        places = [self.place(code) for code in self._asked()]
        if reason is None:
            self.desk.enter(self.reasons_cleared())
        else:
            self.desk.enter({place: Cell(reason=reason) for place in places if self.desk.cell(place).value is None})

    def stand_at(self, parent_key: Key) -> None:
        """Show the same table of another parent row."""
        self.parent_key = parent_key
        self.redraw()

    @property
    def asked(self) -> bool:
        """Whether any of its options is asked about."""
        return bool(self._asked())

    @property
    def wanted(self) -> bool:
        """Whether it is to be seen without unfolding: owed, answered, or being answered."""
        if self.has_cursor:
            return True
        places = [self.place(code) for code in self._asked()]
        if any(self.desk.expected(place) or not self.desk.cell(place).blank for place in places):
            return True
        return bool(self._commented())

    def redraw(self) -> None:
        """Show what stands in the table now."""
        asked = self._asked()
        if not asked:
            return
        self.show_options(asked)
        self._fold(asked)
        given = next((cell for cell in (self.desk.cell(self.place(code)) for code in asked) if cell.reason is not None), BLANK)
        self._button.show_cell(given)
        self.show_what_is_near()
        self._comments.show_count(sum(map(self.desk.open_comments, self._commented())))
        found = [finding for code in asked for finding in self.desk.findings.at(self.place(code))]
        if found:
            why = self.desk.filling.card(found[0].rule).why
            self._message.show_finding(found[0].severity, self.desk.message(found[0]), why)
        else:
            self._message.show_finding(None)
        self._describe(asked)

    def _describe(self, asked: list[str]) -> None:
        """Let each control say what is wrong with what it answers."""
        self.line.setAccessibleDescription(self._message.text)
        for code in asked:
            for control in self.controls_of(code):
                control.setAccessibleDescription(self.described(code))

    def described(self, code: str) -> str:
        """What the control of an option says beside its answer: one that answers for several says what is wrong with the question."""
        return self._message.text

    def controls_of(self, code: str) -> Sequence[QWidget]:
        """The controls with which an option is answered."""
        raise NotImplementedError

    def _asked(self) -> list[str]:
        return [code.id for code in self.codes if self.desk.relevant(self.place(code.id))]

    def show_options(self, asked: list[str]) -> None:
        """Show the options that are asked about."""
        raise NotImplementedError

    def focus_of(self, code: str) -> QWidget:
        """The control that answers for an option."""
        raise NotImplementedError

    def option_with_focus(self) -> str:
        """The option that the cursor is on, or nothing."""
        raise NotImplementedError

    def answer(self, asked: list[str]) -> str:
        """The answer in one line: how much of it there is, and which."""
        raise NotImplementedError

    def stand_on(self, code: str) -> None:
        """Put the cursor on an option."""
        self._opened = self.parent_key
        self.redraw()
        self.focus_of(code).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the cursor on the first thing that is shown of the question."""
        first = self.line if not self.line.isHidden() else self.focus_of(next(iter(self._asked()), self.codes[0].id))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self, asked: list[str]) -> None:
        """Where room is short the options are one line, which opens them until another country is turned to or Escape folds them."""
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is self._content or self._content.isAncestorOf(focused))
        opened = not self.compact or self._opened == self.parent_key or inside
        words = "" if opened else self.answer(asked)
        self.line.setText(f"▸ {words}")
        self.line.setToolTip(words)
        self.line.setAccessibleName(f"{self.title}: {words}")
        self.line.setVisible(not opened)
        self._content.setVisible(opened)
        # Without the line the label has the whole width.
        policy = self._label.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding if opened else QSizePolicy.Policy.Ignored)
        self._label.setSizePolicy(policy)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.compact and self._opened is not None:
            self._opened = None
            self.line.show()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.redraw()
        else:
            super().keyPressEvent(event)

    def _on_line_clicked(self) -> None:
        self.stand_on(next(iter(self._asked()), self.codes[0].id))

    def finish(self, content: QWidget, focus: QWidget) -> None:
        """Put the content between the label and the message."""
        self._label.setBuddy(focus)
        self._content = content
        self._column.addWidget(content)
        self._column.addWidget(self._message)
