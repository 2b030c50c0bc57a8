"""A person with a certified key file becomes one of those whom a release can name."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui.desk import Desk
from readmission.ui.dialogs.new import PathLine
from readmission.ui.running import run
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Message, heading, quiet


class EnrolDialog(QDialog):
    """Asks for the key file, its password and what the person does."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(say("Enrol a signer"))
        self.setMinimumWidth(520)
        self.key_file = PathLine(say("Key file"), say("Key files (*)"))
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.role = QLineEdit(self)
        self.role.setPlaceholderText(say("prepared by, approved by…"))
        self._message = Message(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("Enrol a signer"), 1.3, self))
        text = quiet(say("The key file holds the certificates that the authority sent back. It stays with its owner."), self)
        text.setWordWrap(True)
        column.addWidget(text)
        form = QFormLayout()
        form.addRow(say("Key file"), self.key_file)
        form.addRow(say("Password of the key file"), self.password)
        form.addRow(say("Role"), self.role)
        column.addLayout(form)
        column.addWidget(self._message)
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(say("Cancel"), self)
        cancel.clicked.connect(self.reject)
        self._enrol = QPushButton(say("Enrol"), self)
        self._enrol.setObjectName("primary")
        self._enrol.clicked.connect(self.enrol)
        row.addWidget(cancel)
        row.addWidget(self._enrol)
        column.addLayout(row)

    def enrol(self) -> None:
        """Read the certificates and remember the person."""
        from readmission.tasks.keys import Opener  # noqa: PLC0415 - the data layer comes after the first paint
        from readmission.tasks.review import enrol_keys  # noqa: PLC0415

        path = self.key_file.path
        if path is None or not path.is_file():
            self._message.show_finding(Severity.ERROR, say("Choose the key file."))
            return
        opener, role = Opener(password=self.password.text()), self.role.text().strip() or say("signer")
        try:
            run(self, say("Reading the key file"), lambda _progress: enrol_keys(self._desk.filling, path, opener, role))
        except ReadmissionError as error:
            explained = language().explain(error)
            self._message.show_finding(
                Severity.ERROR, f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.code})"
            )
            return
        self.accept()
