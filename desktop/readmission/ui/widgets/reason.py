"""The button beside an answer that says why there is none, marks it with a flag or opens its note; no window in between."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from readmission.answers.model import Cell, Flag, Reason
from readmission.override import override
from readmission.ui import theme
from readmission.ui.flags import FLAGS
from readmission.ui.speech import say
from readmission.ui.wording import Wording

NARROW: Final = 24
WIDEST: Final = 240


class ReasonButton(QToolButton):
    """Offers the reasons; shows the one that was given."""

    reason_chosen = Signal(object)  # Reason | None
    flag_toggled = Signal(object)  # Flag
    note_asked = Signal()
    comment_asked = Signal()

    def __init__(self, wording: Wording, *, numeric: bool, notes: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._stands_back = False
        self._narrow = False
        self._reasons: dict[Reason | None, QAction] = {}
        self._flags: dict[Flag, QAction] = {}
        self.setObjectName("reason")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(say("No answer? Say why (Ctrl+R). Add a note or a flag."))
        self.setMenu(self._menu(numeric=numeric, notes=notes))
        self.show_cell(Cell())

    def show_cell(self, cell: Cell) -> None:
        """Show the reason of an answer."""
        given = cell.reason is not None
        words = self._wording.reason(cell.reason, cell.due) if cell.reason is not None else ""
        flags = " ".join(cell.flags.lower())
        self.setText(f"{words or flags}  ▾" if words or flags else "⋯")
        # Where room is short what says nothing takes none from the answer.
        self._narrow = self._stands_back and not words and not flags
        self.setMaximumWidth(theme.scaled(NARROW if self._narrow else WIDEST))
        self.updateGeometry()
        self.setAccessibleName(say("Reason: {reason}", reason=words) if given else say("Reason for no answer, note, flag"))
        if self.property("given") != (given or bool(flags)):
            self.setProperty("given", given or bool(flags))
            self.style().unpolish(self)
            self.style().polish(self)
        for reason, action in self._reasons.items():
            action.setChecked(reason == cell.reason)
        for flag, action in self._flags.items():
            action.setChecked(flag.value in cell.flags)
            action.setEnabled(not given)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        # Three dots need none of the air that Qt keeps beside words.
        return QSize(theme.scaled(NARROW), hint.height()) if self._narrow else hint

    def stand_back(self) -> None:
        """Where room is short: be seen only in the question that the cursor or the mouse is in, or where it says something."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._stands_back = True
        self.show_cell(Cell())
        self.hide()

    def show_near(self, *, near: bool) -> None:
        """Take note of the cursor or the mouse coming to the question, or leaving it."""
        if self._stands_back:
            self.setVisible(near or bool(self.property("given")) or self.menu().isVisible())

    def _menu(self, *, numeric: bool, notes: bool) -> QMenu:
        menu = QMenu(self)
        menu.addSection(say("No answer, because"))
        for reason in Reason:
            self._reasons[reason] = self._reason_action(menu, self._wording.reason(reason), reason)
        self._reasons[None] = self._reason_action(menu, say("no reason given"), None)
        menu.addSeparator()
        if notes:
            menu.addAction(say("Add a note"), self.note_asked.emit)
        menu.addAction(say("Comment on this answer…"), self.comment_asked.emit)
        if numeric:
            flags = menu.addMenu(say("Flags"))
            for flag in Flag:
                action = flags.addAction(f"{flag.value.lower()}  {say(FLAGS[flag])}")
                action.setCheckable(True)
                action.triggered.connect(lambda _checked=False, flag=flag: self.flag_toggled.emit(flag))
                self._flags[flag] = action
        return menu

    def _reason_action(self, menu: QMenu, text: str, reason: Reason | None) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.reason_chosen.emit(reason))
        return action
