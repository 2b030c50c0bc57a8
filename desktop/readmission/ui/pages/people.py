"""Who can open the declaration: let somebody in, take access away, change one's own password."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import opening
from readmission.ui.desk import Desk
from readmission.ui.dialogs.new import SHORTEST
from readmission.ui.pages.page import Page
from readmission.ui.running import run
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Card, Message, heading, quiet
from readmission.ui.widgets.lines import Line, LineView


class PeoplePage(Page):
    """Everyone who has a number in the journal, and what lets them in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = LineView(say("People of this declaration"), self)
        self.remove = QPushButton(say("Take access away…"), self)
        self.confirm = QPushButton(self)
        self._keep = QPushButton(say("Leave it"), self)
        self._message = Message(self)
        self.admission = AdmissionCard(self._admit, self)
        self.renewal = PasswordCard(self._renew, self)
        self._lay_out()
        self.view.target_chosen.connect(lambda _target: self._ask(asking=False))
        self.remove.clicked.connect(lambda _checked=False: self._ask(asking=True))
        self._keep.clicked.connect(lambda _checked=False: self._ask(asking=False))
        self.confirm.clicked.connect(lambda _checked=False: self._on_confirmed())

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        from readmission.tasks.people import known_people  # noqa: PLC0415 - the data layer comes after the first paint

        lines = []
        for known in known_people(self.desk.filling):
            name = known.name or say("Person {number}, name erased", number=known.number)
            if known.number == self.desk.filling.person:
                name = say("{name} (you)", name=name)
            how = say("opens by password") if known.password else say("opens by key") if known.slot else say("no longer opens it")
            lines.append(Line(name, " · ".join(part for part in (known.function, how) if part), known.slot or f"/{known.number}"))
        self.view.show_lines(lines)
        self._ask(asking=False)
        for card in (self.admission, self.renewal):
            card.setEnabled(not self.desk.readonly)

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _admit(self, name: str, function: str, password: str, own: str) -> None:
        from readmission.tasks.keys import Opener  # noqa: PLC0415
        from readmission.tasks.new import Person  # noqa: PLC0415
        from readmission.tasks.people import admit  # noqa: PLC0415

        person = Person(name, function, opening.slot_name(name), password=password)
        run(self, say("People"), lambda _progress: admit(self.desk.filling, Opener(password=own), person))
        self.redraw(Changes())
        self.told.emit(say("{name} can open the declaration now.", name=name))

    def _renew(self, old: str, new: str) -> None:
        from readmission.tasks.people import renew_password  # noqa: PLC0415

        run(self, say("People"), lambda _progress: renew_password(self.desk.filling, old, new))
        self.told.emit(say("Your new password holds from now on."))

    def _slot(self) -> str:
        target = self.view.current()
        return target if isinstance(target, str) and not target.startswith("/") else ""

    def _ask(self, *, asking: bool) -> None:
        from readmission.tasks.open import person_of  # noqa: PLC0415

        slot = self._slot()
        asking = asking and bool(slot)
        mine = bool(slot) and person_of(slot) == self.desk.filling.person
        self.remove.setVisible(not asking)
        self.remove.setEnabled(bool(slot) and not mine and not self.desk.readonly)
        self.confirm.setVisible(asking)
        self.confirm.setText(say("{name} shall no longer open it", name=opening.display_name(slot)))
        self._keep.setVisible(asking)
        self._message.show_finding(None)
        if asking:
            self._keep.setFocus()

    def _on_confirmed(self) -> None:
        from readmission.tasks.people import shut_out  # noqa: PLC0415

        slot = self._slot()
        try:
            shut_out(self.desk.filling, slot)
        except ReadmissionError as error:
            self._ask(asking=False)
            self._message.show_finding(Severity.ERROR, str(language().explain(error)))
            return
        self.redraw(Changes())
        self.told.emit(say("{name} no longer opens it.", name=opening.display_name(slot)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        column.addWidget(heading(say("People"), 1.5, self))
        row = QHBoxLayout()
        row.setSpacing(12)
        left = QVBoxLayout()
        left.addWidget(self.view, 1)
        left.addWidget(self._message)
        buttons = QHBoxLayout()
        for button in (self.remove, self.confirm, self._keep):
            buttons.addWidget(button)
        buttons.addStretch()
        left.addLayout(buttons)
        words = say(
            "Access that was taken away does not reach copies made before. What a person did stays in the journal under their number."
        )
        note = quiet(words, self)
        note.setWordWrap(True)
        left.addWidget(note)
        row.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.admission)
        right.addWidget(self.renewal)
        right.addStretch()
        row.addLayout(right, 2)
        column.addLayout(row, 1)


class _FormCard(Card):
    """Lines to fill in, a button, and beside it what was wrong."""

    def __init__(self, title: str, words: tuple[str, ...], secret: frozenset[int], button: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        form = QFormLayout()
        form.setSpacing(7)
        self.lines = [QLineEdit(self) for _ in words]
        for number, (line, label) in enumerate(zip(self.lines, words, strict=True)):
            line.setAccessibleName(label)
            if number in secret:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            form.addRow(label, line)
        self.body.addLayout(form)
        self.message = Message(self)
        self.body.addWidget(self.message)
        self.go = QPushButton(button, self)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch()
        self.body.addLayout(row)
        self.go.clicked.connect(lambda _checked=False: self._on_go())
        self.lines[-1].returnPressed.connect(self._on_go)

    def problem(self, texts: list[str]) -> str:
        """What is wrong with the lines, before anything is done."""
        raise NotImplementedError

    def act(self, texts: list[str]) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def _on_go(self) -> None:
        texts = [line.text() for line in self.lines]
        problem = self.problem(texts)
        if not problem:
            try:
                self.act(texts)
            except ReadmissionError as error:
                problem = str(language().explain(error))
        self.message.show_finding(Severity.ERROR if problem else None, problem)
        if not problem:
            for line in self.lines:
                line.clear()


class AdmissionCard(_FormCard):
    """Lets a person in."""

    def __init__(self, admit: Callable[[str, str, str, str], None], parent: QWidget) -> None:
        words = (say("Name"), say("Function"), say("Their password"), say("Their password again"), say("Your own password"))
        super().__init__(say("Let a person in"), words, frozenset({2, 3, 4}), say("Let in"), parent)
        self._admit = admit

    @override
    def problem(self, texts: list[str]) -> str:
        return say("A name is needed.") if not texts[0].strip() else password_problem(texts[2], texts[3])

    @override
    def act(self, texts: list[str]) -> None:
        self._admit(texts[0].strip(), texts[1].strip(), texts[2], texts[4])


class PasswordCard(_FormCard):
    """Changes one's own password."""

    def __init__(self, renew: Callable[[str, str], None], parent: QWidget) -> None:
        words = (say("Password until now"), say("New password"), say("New password again"))
        super().__init__(say("Your own password"), words, frozenset({0, 1, 2}), say("Change the password"), parent)
        self._renew = renew

    @override
    def problem(self, texts: list[str]) -> str:
        return password_problem(texts[1], texts[2])

    @override
    def act(self, texts: list[str]) -> None:
        self._renew(texts[0], texts[1])


def password_problem(password: str, again: str) -> str:
    """Why a new password is not taken, or nothing."""
    if len(password) < SHORTEST:
        return say("The password is shorter than {count} characters.", count=SHORTEST)
    return say("The two passwords differ.") if password != again else ""
