"""A signer reads what was frozen and signs it with their key file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.attachment import Attachment
from readmission.answers.finding import Settlement, Severity
from readmission.answers.model import Cell, Place
from readmission.errors import ReadmissionError
from readmission.ui.desk import Desk
from readmission.ui.dialogs.new import PathLine
from readmission.ui.running import run
from readmission.ui.speech import language, say, say_count
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import Message, heading, quiet


class ApproveDialog(QDialog):
    """Shows the frozen answers, the digest, and asks for the key file and its password."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        from readmission.tasks.approve import frozen_page, frozen_warnings  # noqa: PLC0415 - the data layer comes after the first paint
        from readmission.tasks.own_identity import own_identity  # noqa: PLC0415
        from readmission.tasks.review import RELEASE  # noqa: PLC0415

        super().__init__(parent)
        self._desk = desk
        page = frozen_page(desk.filling.folder / RELEASE, own_identity(desk.filling), desk.form)
        self.setWindowTitle(say("Approve the frozen declaration"))
        self.resize(820, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("This is what will be signed"), 1.3, self))
        facts = say_count(
            "{count} answer · bundle number {sequence} · {marking} · approvals so far: {approvals}",
            "{count} answers · bundle number {sequence} · {marking} · approvals so far: {approvals}",
            len(page.cells),
            sequence=page.manifest.sequence,
            marking=page.manifest.marking,
            approvals=len(page.approvals),
        )
        column.addWidget(QLabel(facts, self))
        shown = QTabWidget(self)
        shown.addTab(self._answers(dict(page.cells)), say("Answers"))
        settled = frozen_warnings(page)
        shown.addTab(self._warnings(settled), say("Explained warnings ({count})", count=len(settled)))
        if page.attachments:
            files = say("Attached files ({count})", count=len(page.attachments))
            shown.addTab(self._attached(page.attachments), files)
        column.addWidget(shown, 1)
        digest = quiet(say("Digest of the manifest (SHA-512): {digest}", digest=_grouped(page.manifest_sha512)), self)
        digest.setWordWrap(True)
        digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(digest)
        self.key_file = PathLine(say("Key file"), say("Key files (*)"))
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.addRow(say("Key file"), self.key_file)
        form.addRow(say("Password of the key file"), self.password)
        column.addLayout(form)
        self._message = Message(self)
        column.addWidget(self._message)
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(say("Cancel"), self)
        cancel.clicked.connect(self.reject)
        sign = QPushButton(say("Sign"), self)
        sign.setObjectName("primary")
        sign.clicked.connect(self.sign)
        row.addWidget(cancel)
        row.addWidget(sign)
        column.addLayout(row)

    def sign(self) -> None:
        """Sign the frozen bytes."""
        from readmission.tasks.approve import approve_declaration  # noqa: PLC0415 - the data layer comes after the first paint
        from readmission.tasks.keys import Opener  # noqa: PLC0415

        path = self.key_file.path
        if path is None or not path.is_file():
            self._message.show_finding(Severity.ERROR, say("Choose the key file."))
            return
        opener = Opener(password=self.password.text())
        try:
            run(self, say("Signing"), lambda _progress: approve_declaration(self._desk.filling, path, opener))
        except ReadmissionError as error:
            explained = language().explain(error)
            self._message.show_finding(
                Severity.ERROR, f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.code})"
            )
            return
        self.accept()

    def _warnings(self, settled: Sequence[Settlement]) -> QTableWidget:
        names = {person.number: person.name for person in self._desk.filling.declaration.persons()}
        headings = [say("Rule"), say("Where"), say("Reason"), say("Explanation"), say("By"), say("Read by")]
        table = QTableWidget(len(settled), len(headings), self)
        table.setAccessibleName(say("The frozen explanations of warnings"))
        table.setHorizontalHeaderLabels(headings)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for row, each in enumerate(settled):
            where = self._desk.wording.row(self._desk.table(each.table), each.key) if each.table in self._desk.form.tables else ""
            by, read = (names.get(number or 0) or str(number or "") for number in (each.by, each.read_by))
            for column, text in enumerate((each.rule, where, each.code, each.text, by, read)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        return table

    def _attached(self, attachments: Sequence[Attachment]) -> QTableWidget:
        headings = [say("Question"), say("File"), say("What it shows"), say("Size"), "SHA-512"]
        table = QTableWidget(len(attachments), len(headings), self)
        table.setAccessibleName(say("The frozen attached files"))
        table.setHorizontalHeaderLabels(headings)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, each in enumerate(attachments):
            size = say("{size} bytes", size=language().number(each.size))
            for column, text in enumerate((self._desk.wording.place(each.place), each.name, each.note, size, each.sha512)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        return table

    def _answers(self, cells: dict[Place, Cell]) -> QTableWidget:
        table = QTableWidget(len(cells), 3, self)
        table.setAccessibleName(say("The frozen answers"))
        table.setHorizontalHeaderLabels([say("Cell"), say("Question"), say("Answer")])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        set_widths(table.horizontalHeader(), {0: 190, 2: 200})
        for row, (place, cell) in enumerate(cells.items()):
            wording = self._desk.wording
            for column, text in enumerate((str(place), wording.place(place), wording.cell(self._desk.field(place), cell))):
                table.setItem(row, column, QTableWidgetItem(text))
        return table


def _grouped(digest: str) -> str:
    """A digest in groups that two people can read to each other."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
