"""The comments on one answer, below the page where it stands: read, write, resolve, and back to the cell."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say, since
from readmission.ui.widgets.labels import Elided

if TYPE_CHECKING:
    from readmission.tasks.remarks import Thread

# So much of the page the comments may take; longer ones scroll.
HIGHEST: Final = 96


class CommentPanel(QFrame):
    """What was said about an answer, and a line to say something."""

    told = Signal(str)
    closed = Signal()
    all_asked = Signal(object)  # Place

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.place: Place | None = None
        self.setObjectName("card")
        self._title = Elided(bold=True, parent=self)
        self.said = QLabel(self)
        self._room = QScrollArea(self)
        self.text = QLineEdit(self)
        self.send = QPushButton(say("Comment"), self)
        self.resolve = QPushButton(self)
        self.all = QPushButton(say("All comments"), self)
        self.close_ = QPushButton(say("Close"), self)
        self._lay_out()
        self.setFocusProxy(self.text)
        self.text.returnPressed.connect(self._on_send)
        self.send.clicked.connect(lambda _checked=False: self._on_send())
        self.resolve.clicked.connect(lambda _checked=False: self._on_resolve())
        self.all.clicked.connect(lambda _checked=False: self.all_asked.emit(self.place))
        self.close_.clicked.connect(lambda _checked=False: self.closed.emit())
        desk.state_changed.connect(self._show)

    def stand_at(self, place: Place) -> None:
        """Show the comments on an answer."""
        self.place = place
        self.text.clear()
        self._show()
        self._room.verticalScrollBar().setValue(self._room.verticalScrollBar().maximum())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        if self.place is None:
            return
        self._title.setText(self._desk.wording.place(self.place))
        thread = self._desk.threads.get(self.place)
        self.said.setText(said(self._desk, thread) if thread is not None else say("Nobody has commented on this answer."))
        self._room.setFixedHeight(min(theme.scaled(HIGHEST), self.said.heightForWidth(max(400, self._room.width() - 20)) + 4))
        self.resolve.setVisible(thread is not None and not self._desk.readonly)
        self.resolve.setText(say("Resolve") if thread is None or thread.open else say("Open again"))
        for widget in (self.text, self.send):
            widget.setEnabled(not self._desk.readonly)

    def _on_send(self) -> None:
        from readmission.tasks.remarks import comment  # noqa: PLC0415 - the data layer comes after the first paint

        place, text = self.place, self.text.text()
        if place is not None and self._desk.say_so(lambda: comment(self._desk.filling, place, text)):
            self.text.clear()
            self.told.emit(say("The comment is kept."))

    def _on_resolve(self) -> None:
        if self.place is not None and (thread := self._desk.threads.get(self.place)) is not None:
            turn(self._desk, thread)

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidget(self.said)
        for shown in (self._room.viewport(), self.said):
            shown.setAutoFillBackground(False)
        self.text.setAccessibleName(say("Your comment"))
        self.text.setPlaceholderText(say("Your comment, without personal data"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._room)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        for button in (self.send, self.resolve, self.all, self.close_):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)


def said(desk: Desk, thread: "Thread") -> str:
    """What was said about an answer, by whom and when, and who resolved it."""
    from readmission.tasks.people import names_of  # noqa: PLC0415

    names = names_of(desk.filling)

    def name(person: int) -> str:
        return names.get(person) or say("person {number}", number=person)

    parts = [f"{name(each.person)}, {since(each.moment)}\n{each.text}" for each in thread.remarks]
    if not thread.open:
        parts.append(say("Resolved by {name}.", name=name(thread.resolved_by)))
    return "\n\n".join(parts)


def turn(desk: Desk, thread: "Thread") -> None:
    """Resolve comments, or open them again."""
    from readmission.tasks.remarks import reopen_thread, resolve  # noqa: PLC0415

    change = resolve if thread.open else reopen_thread
    desk.say_so(lambda: change(desk.filling, thread))
