"""What a cell is drawn with, asked for at once: Qt's way of asking for each part costs more than most of the answers."""

from typing import Final, NamedTuple

from PySide6.QtCore import Qt

from readmission.answers.finding import Severity

LOOK: Final = int(Qt.ItemDataRole.UserRole) + 4


class Look(NamedTuple):
    """The look of one cell."""

    text: str
    alignment: int
    style: str = ""
    severity: Severity | None = None
    commented: bool = False
