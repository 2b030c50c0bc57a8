"""This year's declaration from last year's: its folder and password, then what every new declaration needs."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from readmission.override import override
from readmission.ui import opening
from readmission.ui.dialogs.new import NewDialog, PathLine
from readmission.ui.speech import say

if TYPE_CHECKING:
    from readmission.tasks.new import Created


class CarryOverDialog(NewDialog):
    """Asks for last year's declaration too, and begins the new one with what lives on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.last = PathLine(say("Last year's declaration"), "", folder=True)
        self.opener = QComboBox()
        self.opener.setAccessibleName(say("Who opens last year's declaration"))
        self.last_password = QLineEdit()
        self.last_password.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(parent)
        self.setWindowTitle(say("Carry over from last year"))
        # They were made before the others, so the way of the Tab key is said.
        self.setTabOrder(self.last, self.opener)
        self.setTabOrder(self.opener, self.last_password)
        self.setTabOrder(self.last_password, self.pack)
        self.last.setFocus()
        self.last.line.textChanged.connect(self._on_last_changed)

    @override
    def title(self) -> str:
        return say("This year's declaration from last year's")

    @override
    def first_rows(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            (say("Last year's declaration"), self.last),
            (say("Opened by"), self.opener),
            (say("Its password"), self.last_password),
        )

    @override
    def produce(self, *, pack: Path, kit: Path, folder: Path, name: str, function: str, password: str) -> "Created":
        assert self.last.path is not None
        return opening.carry_over(
            last=self.last.path,
            slot=str(self.opener.currentData()),
            last_password=self.last_password.text(),
            pack=pack,
            kit=kit,
            folder=folder,
            name=name,
            function=function,
            password=password,
        )

    @override
    def problem(self) -> str:
        if self.last.path is None or not opening.is_declaration(self.last.path):
            return say("Choose the folder of last year's declaration.")
        return super().problem()

    def _on_last_changed(self) -> None:
        self.opener.clear()
        if self.last.path is not None and opening.is_declaration(self.last.path):
            for slot in opening.slots_of(self.last.path):
                self.opener.addItem(opening.display_name(slot), slot)
