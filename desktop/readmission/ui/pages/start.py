"""The first page: open a declaration, one of the recent ones, make a new one, or practise."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.memory import Memory
from readmission.ui.speech import say
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Card, Message, heading, hint, quiet

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.tasks.backups import Made
    from readmission.ui.pages.practise import PractiseCard
    from readmission.ui.pages.unlock import UnlockCard


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
        self._recent = Card(say("Recent declarations"), self)
        self._lay_out()
        self._fill_recent()

    @cached_property
    def _message(self) -> Message:
        """What is to be said above the recent declarations; made when it is first needed, like the next two."""
        message = Message(self)
        self._choice_column.insertWidget(self._choice_column.indexOf(self._recent), message)
        return message

    @cached_property
    def unlock(self) -> "UnlockCard":
        """Where the password is asked."""
        from readmission.ui.pages.unlock import UnlockCard  # noqa: PLC0415 - not before the first paint

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
        opens = self._button(say("Open a declaration…"), self._on_open_clicked, "Ctrl+O")
        opens.setObjectName("primary")
        row.addWidget(opens)
        for words, act, keys in (
            (say("New from a round pack…"), self.new_asked.emit, "Ctrl+N"),
            (say("Carry over from last year…"), self.carry_over_asked.emit, ""),
            (say("Practise…"), self.ask_to_practise, ""),
            (say("Restore a backup…"), self._on_restore_clicked, ""),
            (say("Delete…"), self._on_delete_clicked, ""),
        ):
            row.addWidget(self._button(words, act, keys))
        self._choice_column.addLayout(row)
        self._choice_column.addWidget(self._recent)
        self._choice_column.addStretch(1)
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

    def _button(self, words: str, act: Callable[[], object], keys: str = "") -> QPushButton:
        # In several steps, and the keys as a property: see `ui/__init__.py`.
        button = QPushButton(self)
        button.setText(words)
        button.setProperty("shortcut", keys)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _fill_recent(self) -> None:
        body = self._recent.body
        while body.count() > 1:
            item = body.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        folders = [folder for folder in self._memory.recent() if opening.is_declaration(folder)]
        for folder in folders:
            button = self._button(f"{folder.name}\n{folder.parent}", partial(self.ask_password, folder))
            button.setObjectName("flat")
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
