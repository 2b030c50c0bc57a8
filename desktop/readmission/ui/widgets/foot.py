"""The lines below a page that say of the question with the cursor which keys answer it, and what helps to answer."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from readmission.ui import theme
from readmission.ui.widgets.labels import Elided

SPACED = " &nbsp; "


def legend(keys: Iterable[tuple[str, str]]) -> str:
    """Keys and what each answers, as rich text."""
    return SPACED.join(f"<b>{escape(key)}</b>&nbsp;{escape(words).replace(' ', '&nbsp;')}" for key, words in keys)


class Foot(QWidget):
    """Which keys answer; what is wrong, last year's answer, note, comments, guidance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = QLabel(self)
        self.keys.setTextFormat(Qt.TextFormat.RichText)
        self.keys.setWordWrap(True)
        self.keys.setFont(theme.font(scale=0.92))
        self.hints = Elided(scale=0.92, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 2, 16, 2)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.hints)

    def describe(self, question: str, keys: list[tuple[str, str]], hints: list[str]) -> None:
        """Say it of one question, known by its number."""
        number = f"<b>{escape(question)}</b>{SPACED}" if question else ""
        self.keys.setText(number + legend(keys))
        self.hints.setText(" · ".join(hints))
