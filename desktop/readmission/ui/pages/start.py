"""The first page: open a declaration, one of the recent ones, make a new one, or practise."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.memory import Memory
from readmission.ui.speech import language, say
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Card, Message, heading, hint, quiet

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.tasks.backups import Made
    from readmission.ui.pages.practise import PractiseCard


class StartPage(QWidget):
    """What is seen when nothing is open."""

    open_asked = Signal(object, str, str)  # folder, slot, password
    read_asked = Signal(object, str, str)  # the same, for reading only
    new_asked = Signal()
    carry_over_asked = Signal()

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._memory = memory
        self._stack = QStackedWidget(self)
        self._choice = QWidget(self)
        self._choice_column = QVBoxLayout(self._choice)
        self._choice_column.setContentsMargins(0, 0, 0, 0)
        self._choice_column.setSpacing(12)
        self._message = Message(self)
        self._recent = Card(say("Recent declarations"), self)
        self._lay_out()
        self.show_choice()

    @cached_property
    def unlock(self) -> "UnlockCard":
        """Where the password is asked; made when it is first needed, like the next."""
        card = UnlockCard(self)
        card.open_asked.connect(self.open_asked)
        card.read_asked.connect(self.read_asked)
        card.back_asked.connect(self.show_choice)
        self._stack.addWidget(card)
        return card

    @cached_property
    def practise(self) -> "PractiseCard":
        """Where somebody begins to practise."""
        from readmission.ui.pages.practise import PractiseCard  # noqa: PLC0415 - not before the first paint

        card = PractiseCard(self)
        card.practised.connect(self.open_asked)
        card.back_asked.connect(self.show_choice)
        self._stack.addWidget(card)
        return card

    def show_choice(self) -> None:
        """Show what can be opened."""
        self._message.show_finding(None)
        self._fill_recent()
        self._stack.setCurrentWidget(self._choice)

    def show_backup(self, made: "Made") -> None:
        """Say where the backup of the declaration that was just closed is, or why there is none."""
        words = opening.backup_words(made)
        self._message.show_finding((Severity.WARNING if made.refusals else Severity.NOTE) if words else None, words)

    def ask_password(self, folder: Path) -> None:
        """Ask for the password of a declaration."""
        if not opening.is_declaration(folder):
            self._message.show_finding(Severity.ERROR, say("There is no declaration in {folder}.", folder=folder))
            return
        self.unlock.stand_at(folder, self._memory.person(folder))
        self._stack.setCurrentWidget(self.unlock)
        self.unlock.password.setFocus()

    def ask_to_practise(self) -> None:
        """Ask as which state somebody wants to practise."""
        self._stack.setCurrentWidget(self.practise)
        self.practise.stand()

    def show_refusal(self, error: ReadmissionError) -> None:
        """Say beside the password why the declaration did not open."""
        self.unlock.show_refusal(error)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(14)
        title = heading(say("Readmission cooperation: annual questionnaire"), 1.75, self)
        title.setWordWrap(True)
        middle.addWidget(title)
        middle.addWidget(hint(say("Fill in, check, have it approved and seal it. Nothing leaves this computer by itself."), self))
        middle.addSpacing(6)
        row = Head()
        opens = QPushButton(say("Open a declaration…"), self)
        opens.setObjectName("primary")
        opens.setShortcut("Ctrl+O")
        opens.clicked.connect(self._on_open_clicked)
        new = QPushButton(say("New from a round pack…"), self)
        new.setShortcut("Ctrl+N")
        new.clicked.connect(self.new_asked)
        carry = QPushButton(say("Carry over from last year…"), self)
        carry.clicked.connect(self.carry_over_asked)
        practise = QPushButton(say("Practise…"), self)
        practise.clicked.connect(self.ask_to_practise)
        back = QPushButton(say("Restore a backup…"), self)
        back.clicked.connect(self._on_restore_clicked)
        gone = QPushButton(say("Delete…"), self)
        gone.clicked.connect(self._on_delete_clicked)
        for button in (opens, new, carry, practise, back, gone):
            row.addWidget(button)
        self._choice_column.addLayout(row)
        self._choice_column.addWidget(self._message)
        self._choice_column.addWidget(self._recent)
        self._choice_column.addStretch()
        self._stack.addWidget(self._choice)
        middle.addWidget(self._stack)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 64, 24, 24)
        centred = QHBoxLayout()
        centred.addStretch()
        inner = QWidget(self)
        inner.setFixedWidth(760)
        inner.setLayout(middle)
        centred.addWidget(inner)
        centred.addStretch()
        column.addLayout(centred)

    def _fill_recent(self) -> None:
        body = self._recent.body
        while body.count() > 1:
            item = body.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        folders = [folder for folder in self._memory.recent() if opening.is_declaration(folder)]
        for folder in folders:
            button = QPushButton(f"{folder.name}\n{folder.parent}", self)
            button.setObjectName("flat")
            button.clicked.connect(lambda _checked=False, folder=folder: self.ask_password(folder))
            body.addWidget(button)
        if not folders:
            body.addWidget(quiet(say("None yet."), self))

    def _on_restore_clicked(self) -> None:
        from readmission.ui.dialogs.restore import RestoreDialog  # noqa: PLC0415 - not before the first paint

        dialog = RestoreDialog(self._memory.recent(), self)
        if dialog.exec() and dialog.restored is not None:
            self._memory.remember(dialog.restored)
            self.ask_password(dialog.restored)

    def _on_delete_clicked(self) -> None:
        from readmission.ui.dialogs.restore import DeleteDialog  # noqa: PLC0415

        dialog = DeleteDialog(self)
        if dialog.exec():
            self.show_choice()
            self._message.show_finding(Severity.NOTE, dialog.told)

    def _on_open_clicked(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - its many names cost time before the first paint

        chosen = QFileDialog.getExistingDirectory(self, say("The folder of the declaration"))
        if chosen:
            self.ask_password(Path(chosen))


class UnlockCard(Card):
    """Asks who opens a declaration, and for the password."""

    open_asked = Signal(object, str, str)
    read_asked = Signal(object, str, str)
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._folder = Path()
        self._title = heading("", 1.2, self)
        self._where = quiet(parent=self)
        self._where.setWordWrap(True)
        self.person = QComboBox(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._show = QPushButton(say("Show"), self)
        self._show.setCheckable(True)
        self._message = Message(self)
        self._unharmed = quiet(parent=self)
        self._unharmed.setWordWrap(True)
        self.open = QPushButton(say("Open"), self)
        self.open.setObjectName("primary")
        self.open.setDefault(True)
        self.read = QPushButton(say("Open to read"), self)
        self._back = QPushButton(say("Back"), self)
        self._lay_out()
        self._show.toggled.connect(self._on_show_toggled)
        self.password.returnPressed.connect(self._on_open_clicked)
        self.open.clicked.connect(self._on_open_clicked)
        self.read.clicked.connect(self._on_read_clicked)
        self._back.clicked.connect(self.back_asked)

    def stand_at(self, folder: Path, person: str) -> None:
        """Ask for this declaration."""
        self._folder = folder
        self._title.setText(folder.name)
        self._where.setText(str(folder))
        self.password.clear()
        self._show.setChecked(False)
        self._clear_message()
        self.person.clear()
        for slot in opening.slots_of(folder):
            self.person.addItem(opening.display_name(slot), slot)
        self.person.setCurrentIndex(max(0, self.person.findData(person)))

    def show_note(self, text: str) -> None:
        """Say something about the declaration that is to be opened."""
        self._unharmed.setText(text)
        self._unharmed.show()

    def show_refusal(self, error: ReadmissionError) -> None:
        """Say why it did not open, and keep the cursor in the password."""
        explained = language().explain(error)
        writer = opening.writer_named(self._folder, error)
        if writer is not None:
            explained = replace(explained, happened=say("{name} has it open for writing on {host} since {time}.", **writer))
        self.read.setVisible(writer is not None)
        self._message.show_finding(Severity.ERROR, explained.happened)
        self._unharmed.setText(f"{explained.unharmed} {explained.remedy} ({explained.code})")
        self._unharmed.show()
        self.password.setAccessibleDescription(explained.happened)
        self.password.selectAll()
        self.password.setFocus()

    def _clear_message(self) -> None:
        self._message.show_finding(None)
        self._unharmed.hide()
        self.read.hide()
        self.password.setAccessibleDescription("")

    def _lay_out(self) -> None:
        self.body.setContentsMargins(20, 18, 20, 18)
        self.body.addWidget(self._title)
        self.body.addWidget(self._where)
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(say("Person"), self.person)
        row = QHBoxLayout()
        row.addWidget(self.password, 1)
        row.addWidget(self._show)
        label = QLabel(say("Password"), self)
        label.setBuddy(self.password)
        form.addRow(label, row)
        self.body.addLayout(form)
        self.body.addWidget(self._message)
        self.body.addWidget(self._unharmed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.read)
        buttons.addWidget(self._back)
        buttons.addStretch()
        self.body.addLayout(buttons)
        self.body.addStretch()

    def _on_show_toggled(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _on_open_clicked(self) -> None:
        self._clear_message()
        self.open_asked.emit(self._folder, str(self.person.currentData()), self.password.text())

    def _on_read_clicked(self) -> None:
        self._clear_message()
        self.read_asked.emit(self._folder, str(self.person.currentData()), self.password.text())
