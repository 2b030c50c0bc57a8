"""Where a declaration is unlocked: who opens it, the password, and why it did not open."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Card, Message, heading, quiet


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
