"""A question that is a table of its own, shown inside a dossier for one country."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readmission.answers.model import BLANK, Cell, Key, Place, Reason
from readmission.form.model import Code, Table
from readmission.ui.desk import Desk
from readmission.ui.widgets.labels import Message
from readmission.ui.widgets.reason import ReasonButton
from readmission.ui.wording import numbered


class Child(QWidget):
    """A child table shown inside a dossier, for one parent row."""

    def __init__(self, desk: Desk, table: Table, parent_key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
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
        self._message = Message(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._button = ReasonButton(desk.wording, numeric=False, notes=False, parent=self)
        self._button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._button.reason_chosen.connect(self._on_reason_chosen)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._label, 1)
        top.addWidget(self._button)
        self._column.addLayout(top)

    def place(self, code: str) -> Place:
        """The cell of an option."""
        return Place(self.table.id, (*self.parent_key, code), self.field.id)

    def open_reasons(self) -> None:
        """Open the menu of reasons at the question."""
        self._button.showMenu()

    def reasons_cleared(self) -> dict[Place, Cell]:
        """What takes back a reason that was given for the whole question: an answer replaces it."""
        given = (place for place in map(self.place, self._asked()) if self.desk.cell(place).reason is not None)
        return dict.fromkeys(given, BLANK)

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
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            return True
        places = [self.place(code) for code in self._asked()]
        return any(self.desk.expected(place) or not self.desk.cell(place).blank for place in places)

    def redraw(self) -> None:
        """Show what stands in the table now."""
        asked = self._asked()
        if not asked:
            return
        self.show_options(asked)
        given = next((cell for cell in (self.desk.cell(self.place(code)) for code in asked) if cell.reason is not None), BLANK)
        self._button.show_cell(given)
        found = [finding for code in asked for finding in self.desk.findings.at(self.place(code))]
        if found:
            why = self.desk.filling.card(found[0].rule).why
            self._message.show_finding(found[0].severity, self.desk.message(found[0]), why)
        else:
            self._message.show_finding(None)

    def _asked(self) -> list[str]:
        return [code.id for code in self.codes if self.desk.relevant(self.place(code.id))]

    def show_options(self, asked: list[str]) -> None:
        """Show the options that are asked about."""
        raise NotImplementedError

    def focus_of(self, code: str) -> QWidget:
        """The control that answers for an option."""
        raise NotImplementedError

    def finish(self, content: QWidget, focus: QWidget) -> None:
        """Put the content between the label and the message."""
        self._label.setBuddy(focus)
        self._column.addWidget(content)
        self._column.addWidget(self._message)
