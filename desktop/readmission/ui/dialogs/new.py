"""A new declaration from a round pack: files, person, password; then the recovery identity, shown this once."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readmission import assets
from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import opening
from readmission.ui.running import run
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Message, heading, quiet

if TYPE_CHECKING:
    from readmission.tasks.new import Created

# The shortest password that the key derivation makes costly enough to guess.
SHORTEST = 12


class PathLine(QWidget):
    """A line for a path with a button that looks for it."""

    def __init__(self, title: str, pattern: str, *, folder: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._pattern = pattern
        self._folder = folder
        self.line = QLineEdit(self)
        self.line.setAccessibleName(title)
        self.look = QPushButton(say("Choose…"), self)
        self.look.setAccessibleName(say("Choose: {what}", what=title))
        self.look.clicked.connect(self._on_look_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.look)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path | None:
        """The chosen path."""
        return Path(self.line.text()) if self.line.text().strip() else None

    def _on_look_clicked(self) -> None:
        if self._folder:
            chosen = QFileDialog.getExistingDirectory(self, self._title)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self._title, "", self._pattern)
        if chosen:
            self.line.setText(chosen)


class NewDialog(QDialog):
    """Asks for what a new declaration needs and makes it."""

    def __init__(self, parent: QWidget | None = None, pack: Path | None = None) -> None:
        super().__init__(parent)
        self.created: Created | None = None
        self.setWindowTitle(say("New declaration"))
        self.setMinimumWidth(600)
        self.pack = PathLine(say("Round pack"), say("Round packs (*.round)"))
        self.kit = PathLine(say("State kit"), say("State kits (*.json *.kit)"))
        self.folder = PathLine(say("New, empty folder"), "", folder=True)
        self.name = QLineEdit(self)
        self.function = QLineEdit(self)
        self.password = QLineEdit(self)
        self.again = QLineEdit(self)
        for line in (self.password, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        # What is known already need not be looked for: the pack that was double-clicked, the kit that was installed.
        for known, line in ((pack, self.pack.line), (assets.installed_kit(), self.kit.line)):
            line.setText(str(known or ""))
        self._message = Message(self)
        self._remedy = quiet(parent=self)
        self._remedy.setWordWrap(True)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(self.title(), 1.3, self))
        form = QFormLayout()
        form.setSpacing(8)
        for words, widget in (
            *self.first_rows(),
            (say("Round pack"), self.pack),
            (say("State kit"), self.kit),
            (say("Folder"), self.folder),
            (say("Your name"), self.name),
            (say("Your function"), self.function),
            (say("Password"), self.password),
            (say("Password again"), self.again),
        ):
            form.addRow(words, widget)
        column.addLayout(form)
        hint = quiet(
            say(
                "At least {count} characters. Nobody can look it up; the recovery identity opens when it is lost.", count=SHORTEST
            )
        )
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addWidget(self._message)
        column.addWidget(self._remedy)
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(say("Cancel"), self)
        cancel.clicked.connect(self.reject)
        make = QPushButton(say("Create"), self)
        make.setObjectName("primary")
        make.setDefault(True)
        make.clicked.connect(self.make)
        row.addWidget(cancel)
        row.addWidget(make)
        column.addLayout(row)
        self._order_tabs(cancel, make)

    def _order_tabs(self, *buttons: QPushButton) -> None:
        """Tab goes from line to line as one reads, and begins at the first that is still empty."""
        paths = (self.pack, self.kit, self.folder)
        lines = (self.name, self.function, self.password, self.again)
        order = [*(widget for path in paths for widget in (path.line, path.look)), *lines, *buttons]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        next(line for line in (*(path.line for path in paths), *lines) if not line.text()).setFocus()

    def title(self) -> str:
        """What is made here."""
        return say("New declaration from a round pack")

    def first_rows(self) -> tuple[tuple[str, QWidget], ...]:
        """What is asked before pack, kit, folder and person."""
        return ()

    def produce(self, *, pack: Path, kit: Path, folder: Path, name: str, function: str, password: str) -> "Created":
        """Make it; runs beside the window."""
        return opening.new_declaration(pack=pack, kit=kit, folder=folder, name=name, function=function, password=password)

    def make(self) -> None:
        """Check what was entered and make the declaration."""
        problem = self.problem()
        if problem:
            self._message.show_finding(Severity.ERROR, problem)
            return
        pack, kit, folder = self.pack.path, self.kit.path, self.folder.path
        assert pack is not None
        assert kit is not None
        assert folder is not None
        name, function, password = self.name.text().strip(), self.function.text().strip(), self.password.text()
        try:
            self.created = run(
                self,
                say("New declaration"),
                lambda _progress: self.produce(
                    pack=pack, kit=kit, folder=folder, name=name, function=function, password=password
                ),
            )
        except ReadmissionError as error:
            explained = language().explain(error)
            self._message.show_finding(Severity.ERROR, explained.happened)
            self._remedy.setText(f"{explained.unharmed} {explained.remedy} ({explained.code})")
            return
        RecoveryDialog(self.created.recovery, self.created.folder, self).exec()
        self.accept()

    def problem(self) -> str:
        """What is missing, before anything is made."""
        if None in (self.pack.path, self.kit.path, self.folder.path) or not self.name.text().strip():
            return say("Pack, kit, folder and name are all needed.")
        for line in (self.pack, self.kit):
            if line.path is not None and not line.path.is_file():
                return say("There is no file {path}.", path=line.path)
        if len(self.password.text()) < SHORTEST:
            return say("The password is shorter than {count} characters.", count=SHORTEST)
        if self.password.text() != self.again.text():
            return say("The two passwords differ.")
        return ""


class RecoveryDialog(QDialog):
    """Shows the recovery identity once; it ends when the identity was typed or scanned again and has opened the declaration."""

    def __init__(self, recovery: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(say("Recovery identity"))
        self.setMinimumWidth(600)
        self.shown = QPlainTextEdit(recovery, self)
        self.shown.setReadOnly(True)
        self.shown.setFixedHeight(96)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(say("Recovery identity"))
        self.kept = QPushButton(say("I have it on paper: hide it and test it"), self)
        self.typed = QPlainTextEdit(self)
        self.typed.setFixedHeight(96)
        self.typed.setTabChangesFocus(True)
        self.typed.setAccessibleName(say("Recovery identity from the paper"))
        self.test = QPushButton(say("Open the declaration with it"), self)
        self.proceed = QPushButton(say("Continue"), self)
        self.proceed.setObjectName("primary")
        self.proceed.setEnabled(False)
        self._message = Message(self)
        self._lay_out(recovery)
        self.kept.clicked.connect(self._on_kept_clicked)
        self.test.clicked.connect(self.prove)
        self.typed.textChanged.connect(lambda: self.proceed.setEnabled(False))
        self.proceed.clicked.connect(self.accept)

    def prove(self) -> None:
        """Open the declaration to read with what was typed."""
        typed = self.typed.toPlainText()
        try:
            run(self, say("Testing the recovery identity"), lambda _progress: opening.prove_recovery(self._folder, typed))
        except ReadmissionError as error:
            explained = language().explain(error)
            self._message.show_finding(
                Severity.ERROR,
                say("This text does not open the declaration; compare it with the paper.")
                + f" {explained.happened} ({explained.code})",
            )
            self.proceed.setEnabled(False)
            return
        self._message.show_finding(Severity.NOTE, say("It opens. Lock the paper away."))
        self.proceed.setEnabled(True)
        self.proceed.setFocus()

    @override
    def reject(self) -> None:
        # Nobody can show it a second time: the dialogue ends by the test alone.
        self._message.show_finding(Severity.ERROR, say("Test the recovery identity first; it is shown this once."))

    def _on_kept_clicked(self) -> None:
        hidden = self.shown.isHidden()
        self.shown.setVisible(hidden)
        self.kept.setText(say("I have it on paper: hide it and test it") if hidden else say("Show it again"))
        if not hidden:
            self.typed.setFocus()

    def _lay_out(self, recovery: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("Print this and lock it away"), 1.3, self))
        text = QLabel(say("It opens the declaration when all passwords are lost. It is shown this once and kept nowhere."), self)
        text.setWordWrap(True)
        column.addWidget(text)
        column.addWidget(self.shown)
        copy = QPushButton(say("Copy"), self)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(recovery))
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addWidget(self.kept)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(quiet(say("Now type or scan it from the paper; spaces, lines and small letters do not matter."), self))
        column.addWidget(self.typed)
        column.addWidget(self._message)
        last = QHBoxLayout()
        last.addWidget(self.test)
        last.addStretch()
        last.addWidget(self.proceed)
        column.addLayout(last)
        for one, after in pairwise((self.shown, copy, self.kept, self.typed, self.test, self.proceed)):
            self.setTabOrder(one, after)
