"""The mark beside an answer that somebody has commented on: a bubble with a number, which opens the comments."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from readmission.ui import marks
from readmission.ui.speech import say_count


class CommentMark(QToolButton):
    """How many open comments there are; hidden when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(14, 14))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many comments are open."""
        self.setVisible(count > 0)
        if count:
            words = say_count("{count} open comment", "{count} open comments", count)
            self.setIcon(marks.icon(marks.COMMENT))
            self.setText(str(count))
            self.setAccessibleName(words)
            self.setToolTip(f"{words} (Ctrl+Shift+M)")
