"""The card on the first page that makes a declaration to practise on."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.running import run
from readmission.ui.speech import language, say
from readmission.ui.widgets.labels import Card, Message, heading, quiet

# What is being done while the declaration is made.
_STAGES = {
    "form": "Reading the questionnaire",
    "keys": "Inventing an authority and its keys",
    "round": "Making a round from the published figures",
    "declaration": "Making the declaration",
}


class PractiseCard(Card):
    """Asks as which state, makes the declaration once and opens it again from then on."""

    practised = Signal(object, str, str)  # folder, slot, password
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        places = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self.root = Path(places) / "practice"
        self.state = QComboBox(self)
        self.state.setAccessibleName(say("State"))
        self.begin = QPushButton(say("Practise"), self)
        self.begin.setObjectName("primary")
        self._back = QPushButton(say("Back"), self)
        self._message = Message(self)
        self._lay_out()
        self.begin.clicked.connect(lambda _checked=False: self._on_begin())
        self._back.clicked.connect(self.back_asked)

    def stand(self) -> None:
        """Ask as which state; the names come from the questionnaire, which is read the first time."""
        self._message.show_finding(None)
        if self.state.count() == 0:
            for code, name in run(self, say("Practise"), lambda _progress: opening.practice_states()):
                self.state.addItem(name, code)
        self.state.setFocus()

    def _on_begin(self) -> None:
        state = str(self.state.currentData())
        try:
            preview = run(
                self,
                say("Practise"),
                lambda progress: opening.practise(
                    self.root, state, lambda what, done, of: progress(say(_STAGES[what]), done, of)
                ),
            )
        except ReadmissionError as error:
            self._message.show_finding(Severity.ERROR, str(language().explain(error)))
            return
        self.practised.emit(preview.folder, opening.slots_of(preview.folder)[0], preview.password)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(20, 18, 20, 18)
        self.body.addWidget(heading(say("Practise with an invented round"), 1.2, self))
        says = say("A rehearsal says so on every page, and nothing of it can be taken for a real declaration. It is kept in {place}.",
                   place=self.root)  # fmt: skip
        words = quiet(says, self)
        words.setWordWrap(True)
        self.body.addWidget(words)
        row = QHBoxLayout()
        label = QLabel(say("State"), self)
        label.setBuddy(self.state)
        row.addWidget(label)
        row.addWidget(self.state, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._message)
        buttons = QHBoxLayout()
        buttons.addWidget(self.begin)
        buttons.addWidget(self._back)
        buttons.addStretch()
        self.body.addLayout(buttons)
