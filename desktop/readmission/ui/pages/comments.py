"""Comments on answers: ask, reply, resolve. They stay in the declaration and never travel with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import figure, say
from readmission.ui.widgets.comment_panel import said, turn
from readmission.ui.widgets.labels import Card, heading, hint, quiet
from readmission.ui.widgets.lines import Line, LineView


class CommentsPage(Page):
    """All threads, the open ones first; on the right the one that is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.place: Place | None = None
        self.view = LineView(say("Comments"), self)
        self.text = QPlainTextEdit(self)
        self.send = QPushButton(say("Comment"), self)
        self.resolve = QPushButton(self)
        self.go = QPushButton(say("Go to the answer"), self)
        self._title = heading("", 1.12, self)
        self._answer = quiet(parent=self)
        self.said = QLabel(self)
        self._lay_out()
        self.view.target_chosen.connect(self._on_chosen)
        self.view.target_asked.connect(self.place_asked)
        self.send.clicked.connect(lambda _checked=False: self._on_send())
        self.resolve.clicked.connect(lambda _checked=False: self._on_resolve())
        self.go.clicked.connect(lambda _checked=False: self._on_go())

    @override
    def arrive(self, detail: str) -> None:
        if detail:
            self.place = Place.parse(detail)
        self.redraw(Changes())
        if detail:
            self.text.setFocus()
        else:
            self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        place = self.place
        threads = sorted(self.desk.threads.values(), key=lambda each: self.desk.rank(each.place.table, each.place.key))
        lines: list[Line] = []
        for title, open_ in ((say("Open"), True), (say("Resolved"), False)):
            chosen = [thread for thread in threads if thread.open is open_]
            if chosen:
                lines.append(Line(title, figure(len(chosen))))
                lines += [Line(self.desk.wording.place(each.place), each.remarks[-1].text, each.place) for each in chosen]
        self.view.blockSignals(True)
        self.view.show_lines(lines)
        row = next((row for row, line in enumerate(lines) if place is not None and line.target == place), None)
        if row is not None:
            self.view.setCurrentIndex(self.view.content.index(row))
        self.view.blockSignals(False)
        current = self.view.current()
        self.place = place if place is not None else current if isinstance(current, Place) else None
        self._show()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive(str(place))

    def _show(self) -> None:
        place = self.place
        for widget in (self.text, self.send):
            widget.setEnabled(place is not None and not self.desk.readonly)
        self.go.setEnabled(place is not None)
        self.resolve.hide()
        self._answer.clear()
        if place is None:
            self._title.setText(say("No comments yet"))
            self.said.setText(say("Put the cursor on an answer and press Ctrl+Shift+M to ask or say something about it."))
            return
        self._title.setText(self.desk.wording.place(place))
        words = self.desk.wording.cell(self.desk.field(place), self.desk.cell(place))
        self._answer.setText(say("Answer: {answer}", answer=words or say("none yet")))
        thread = self.desk.threads.get(place)
        if thread is None:
            self.said.setText(say("Nobody has commented on this answer."))
            return
        self.said.setText(said(self.desk, thread))
        self.resolve.setText(say("Resolve") if thread.open else say("Open again"))
        self.resolve.setVisible(not self.desk.readonly)

    def _on_chosen(self, target: Place | str | None) -> None:
        if isinstance(target, Place) and target != self.place:
            self.place = target
            self._show()

    def _on_send(self) -> None:
        from readmission.tasks.remarks import comment  # noqa: PLC0415 - the data layer comes after the first paint

        place, text = self.place, self.text.toPlainText()
        if place is not None and self.desk.say_so(lambda: comment(self.desk.filling, place, text)):
            self.text.clear()
            self.told.emit(say("The comment is kept."))

    def _on_resolve(self) -> None:
        thread = self.desk.threads.get(self.place) if self.place is not None else None
        if thread is not None:
            turn(self.desk, thread)

    def _on_go(self) -> None:
        if self.place is not None:
            self.place_asked.emit(self.place)

    def _lay_out(self) -> None:
        self._title.setWordWrap(True)
        self.said.setWordWrap(True)
        self.said.setContentsMargins(10, 8, 10, 8)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setAccessibleName(say("Your comment"))
        self.text.setPlaceholderText(say("Your comment, without personal data"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(92)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        column.addWidget(heading(say("Comments"), 1.5, self))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.view, 3)
        card = Card("", self)
        card.body.addWidget(self._title)
        card.body.addWidget(self._answer)
        scroll = QScrollArea(card)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.said)
        card.body.addWidget(scroll, 1)
        card.body.addWidget(self.text)
        buttons = QHBoxLayout()
        for button in (self.send, self.resolve, self.go):
            buttons.addWidget(button)
        buttons.addStretch()
        card.body.addLayout(buttons)
        row.addWidget(card, 2)
        column.addLayout(row, 1)
        column.addWidget(hint(say("Comments stay in the declaration. They are never part of what is approved or sent."), self))
