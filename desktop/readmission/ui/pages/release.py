"""Review and export: what stands in the way, then freeze, have two persons approve, and seal one file for the Commission."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import marks
from readmission.ui.desk import Desk
from readmission.ui.dialogs.approve import ApproveDialog
from readmission.ui.dialogs.enrol import EnrolDialog
from readmission.ui.failure import show_error
from readmission.ui.pages.page import Page
from readmission.ui.running import Progress, run
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import Card, chip, heading, quiet

Result = TypeVar("Result")

# How far each state of a declaration is on the way through the four cards.
_CHECKING, _APPROVING, _EXPORTING, _SENT = range(4)
_REACHED: Final = {
    "filling": _CHECKING,
    "in review": _APPROVING,
    "released": _EXPORTING,
    "exported": _SENT,
    "received": _SENT,
    "correction requested": _CHECKING,
}


class ReleasePage(Page):
    """Four cards from top to bottom: check, freeze, approve, export."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ready = False
        self._signers: dict[int, QCheckBox] = {}
        self._state = chip("", "chip-note", self)
        self._check = _Step(say("1  Check"), self)
        self._freeze = _Step(say("2  Freeze for approval"), self)
        self._approve = _Step(say("3  Approve"), self)
        self._export = _Step(say("4  Export"), self)
        self._signer_column = QVBoxLayout()
        self._unlocked = quiet(parent=self)
        self._unlocked.setWordWrap(True)
        self._lay_out()
        self._check.button.clicked.connect(lambda: self.page_asked.emit("findings/all"))
        self._freeze.button.clicked.connect(self._on_freeze_clicked)
        self._approve.button.clicked.connect(self._on_approve_clicked)
        self._export.button.clicked.connect(self._on_export_clicked)
        self._freeze.second.clicked.connect(self._on_enrol_clicked)
        self._approve.second.clicked.connect(self._on_reopen_clicked)
        self._export.second.clicked.connect(self._on_courier_clicked)

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())

    @override
    def redraw(self, changes: Changes) -> None:
        reached = _REACHED.get(self.desk.state_words, _CHECKING)
        self._state.setText(say(self.desk.state_words))
        self._show_check()
        self._show_signers()
        self._freeze.show_state(done=reached >= _APPROVING, enabled=reached == _CHECKING and self._ready)
        self._approve.show_state(done=reached >= _EXPORTING, enabled=reached == _APPROVING)
        self._export.show_state(done=reached >= _SENT, enabled=reached >= _EXPORTING)
        self._approve.second.setVisible(reached >= _APPROVING)
        self._export.second.setVisible(reached >= _SENT)
        self._show_unlocking()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _show_check(self) -> None:
        from readmission.tasks.settle import open_warnings  # noqa: PLC0415 - the data layer comes after the first paint

        live = set(self.desk.filling.findings())
        blocking = [finding for finding in self.desk.filling.all_findings() if finding.severity.blocks]
        counts = Counter(finding.severity for finding in blocking if finding in live)
        unanswered = len(blocking) - counts.total()
        warnings = open_warnings(self.desk.filling)
        words = [marks.words(severity, counts[severity]) for severity in (Severity.FAULT, Severity.ERROR) if counts[severity]]
        words += (
            [
                say_count(
                    "{count} core question without an answer",
                    "{count} core questions without an answer",
                    unanswered,
                )
            ]
            if unanswered
            else []
        )
        words += (
            [
                say_count(
                    "{count} warning not yet explained and read twice",
                    "{count} warnings not yet explained and read twice",
                    len(warnings),
                )
            ]
            if warnings
            else []
        )
        said = (
            say("To settle before the declaration can go out: {what}.", what=", ".join(words))
            if words
            else say("Nothing stands in the way.")
        )
        self._check.text.setText(f"{said} {self._verdicts()}".rstrip())
        self._check.show_state(done=not words, enabled=True)
        self._ready = not words

    def _verdicts(self) -> str:
        from readmission.tasks.head_review import country_reviews  # noqa: PLC0415 - the data layer comes after the first paint

        reviews = country_reviews(self.desk.filling)
        if not any(review.reviewed for review in reviews):
            return ""
        done = sum(review.approved for review in reviews)
        return say_count(
            "Approved by the head as they stand: {done} of {of} country.",
            "Approved by the head as they stand: {done} of {of} countries.",
            len(reviews),
            done=done,
            of=len(reviews),
        )

    def _show_signers(self) -> None:
        from readmission.tasks.review import enrolled  # noqa: PLC0415 - the data layer comes after the first paint

        for signer in enrolled(self.desk.filling):
            if signer.person not in self._signers:
                box = QCheckBox(f"{signer.name} ({signer.role}, {signer.person})", self)
                box.setChecked(len(self._signers) < self.desk.round.signers_required)
                self._signers[signer.person] = box
                self._signer_column.addWidget(box)
        self._freeze.text.setText(
            say(
                "Content and manifest are written once and name {count} signers. A later edit discards them and says so.",
                count=self.desk.round.signers_required,
            )
            + ("" if self._signers else " " + say("No signer is enrolled yet."))
        )

    def _on_freeze_clicked(self) -> None:
        from readmission.tasks.review import review  # noqa: PLC0415 - the data layer comes after the first paint

        chosen = [person for person, box in self._signers.items() if box.isChecked()]
        if self._attempt(say("Freezing"), lambda _progress: review(self.desk.filling, chosen)) is not None:
            self.told.emit(say("Frozen. Each signer approves exactly these bytes."))

    def _on_approve_clicked(self) -> None:
        dialog = ApproveDialog(self.desk, self)
        if dialog.exec():
            self.told.emit(say("Approved."))
            self.desk.state_changed.emit()
            self.redraw(Changes())

    def _on_reopen_clicked(self) -> None:
        from readmission.tasks.reopen import reopen  # noqa: PLC0415 - the data layer comes after the first paint

        names = {person.number: person.name for person in self.desk.filling.declaration.persons()}
        who = names.get(self.desk.filling.person) or str(self.desk.filling.person)
        question = say("Release and approvals are discarded. The journal keeps that {who} did it, and why. Why?", who=who)
        why, taken = QInputDialog.getText(self, say("Back to filling in"), question)
        if taken:
            self._attempt(say("Back to filling in"), lambda _progress: reopen(self.desk.filling, why))

    def _on_enrol_clicked(self) -> None:
        if EnrolDialog(self.desk, self).exec():
            self.redraw(Changes())

    def _on_export_clicked(self) -> None:
        from readmission.tasks.export import export  # noqa: PLC0415 - the data layer comes after the first paint

        name = f"{self.desk.filling.declaration.member_state}-{self.desk.round.id}.bundle"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Export to"), name, say("Bundles (*.bundle)"))
        if chosen:
            done = self._attempt(say("Sealing"), lambda _progress: export(self.desk.filling, Path(chosen)))
            if done is not None:
                self.told.emit(say("Exported to {file}. Hand it over as your courier rules say.", file=Path(chosen).name))
                self._export.text.setText(
                    say(
                        "{file} was opened again where it lies: {size} bytes, the signatures of {signers} hold, every digest agrees, "
                        "and it is sealed for {readers} and nobody else. Its SHA-512 begins {digest}.",
                        file=Path(chosen).name,
                        size=self.desk.filling.language.number(done.size),
                        signers=", ".join(signer.name for signer in done.signers),
                        readers=", ".join(reader.name for reader in done.readers),
                        digest=done.file_sha512[:16],
                    )
                )

    def _on_courier_clicked(self) -> None:
        from readmission.tasks.courier import write_courier_sheet  # noqa: PLC0415 - the data layer comes after the first paint

        name = f"{self.desk.filling.declaration.member_state}-{self.desk.round.id}-courier.html"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Courier sheet"), name, say("Pages (*.html)"))
        if chosen:
            task = partial(write_courier_sheet, self.desk.filling, Path(chosen))
            if self._attempt(say("Courier sheet"), lambda _progress: task()) is not None:
                self.told.emit(
                    say("Print {file} and give it to the courier on another way than the file.", file=Path(chosen).name)
                )

    def _show_unlocking(self) -> None:
        from readmission.tasks.reopen import unlockings  # noqa: PLC0415 - the data layer comes after the first paint

        latest = unlockings(self.desk.filling)[-1:]
        self._unlocked.setVisible(bool(latest))
        for unlocked in latest:
            self._unlocked.setText(
                say(
                    "Taken back to filling in on {day} by {who}: {why}",
                    day=self.desk.filling.language.day(datetime.fromisoformat(unlocked.moment).astimezone()),
                    who=unlocked.person or say("the program"),
                    why=unlocked.why,
                )
            )

    def _attempt(self, title: str, task: Callable[[Progress], Result]) -> Result | None:
        try:
            result = run(self, title, task)
        except ReadmissionError as error:
            show_error(self, error)
            return None
        self.desk.state_changed.emit()
        self.redraw(Changes())
        return result

    def _lay_out(self) -> None:
        texts = (
            (self._check, "", say("Show findings")),
            (self._freeze, "", say("Freeze…")),
            (self._approve, say("Each signer reads the frozen page and signs with their own key file."), say("Approve…")),
            (
                self._export,
                say("The approved bytes are sealed for the recipients of the round. Nothing is decided here."),
                say("Export…"),
            ),
        )
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(18, 10, 18, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(heading(say("Review and export"), 1.5, self))
        head.addWidget(self._state)
        head.addStretch()
        column.addLayout(head)
        for step, text, action in texts:
            step.text.setText(text)
            step.button.setText(action)
            step.setMaximumWidth(860)
            column.addWidget(step)
        self._check.extra.addWidget(self._unlocked)
        self._check.second.setText(say("Review by the head…"))
        self._check.second.clicked.connect(lambda: self.page_asked.emit("review"))
        self._freeze.extra.addLayout(self._signer_column)
        self._freeze.second.setText(say("Enrol a signer…"))
        self._approve.second.setText(say("Back to filling in…"))
        self._export.second.setText(say("Courier sheet…"))
        note = quiet(self.desk.filling.language.say(self.desk.form.proposal, "form.proposal"), self)
        note.setWordWrap(True)
        note.setMaximumWidth(860)
        column.addWidget(note)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


class _Step(Card):
    """One step: what it is, whether it is done, and its button."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self._title = heading(title, 1.12, self)
        self._mark = QLabel(self)
        self._mark.setFixedWidth(20)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(self)
        self.second = QPushButton(self)
        self.extra = QVBoxLayout()
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._mark)
        top.addStretch()
        self.body.addLayout(top)
        self.body.addWidget(self.text)
        self.body.addLayout(self.extra)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.second)
        row.addStretch()
        self.body.addLayout(row)

    def show_state(self, *, done: bool, enabled: bool) -> None:
        """Show whether the step is done and whether it can be taken now."""
        if done:
            self._mark.setPixmap(marks.pixmap("done", 16))
        else:
            self._mark.clear()
        self._mark.setAccessibleName(say("done") if done else "")
        self.button.setEnabled(enabled)
        self.button.setObjectName("primary" if enabled and not done else "")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
