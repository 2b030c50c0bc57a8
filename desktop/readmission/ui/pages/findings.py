"""All findings: by rule, by severity, with the reason for each and the way to the answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from readmission.answers.changes import Changes
from readmission.answers.finding import Finding, Settlement, Severity
from readmission.answers.model import Place
from readmission.ui import marks
from readmission.ui.desk import Desk
from readmission.ui.dialogs.settle import SettleDialog
from readmission.ui.pages.finding_list import FindingView
from readmission.ui.pages.page import Page
from readmission.ui.speech import say
from readmission.ui.widgets.labels import Card, Message, heading, quiet, repolish

_KINDS = {
    "all": lambda _finding: True,
    "errors": lambda finding: finding.severity.blocks,
    "warnings": lambda finding: finding.severity is Severity.WARNING,
    "notes": lambda finding: finding.severity is Severity.NOTE,
}


class FindingsPage(Page):
    """What is wrong, why, and where to put it right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.view = FindingView(desk, self)
        self._complete = False
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._detail = _Detail(desk, self)
        self._everything = QPushButton(say("Check completeness too"), self)
        self._everything.setCheckable(True)
        self._nothing = QLabel(say("Nothing to answer for here."), self)
        self._lay_out()
        self.view.finding_asked.connect(self._go)
        self.view.finding_chosen.connect(self._detail.show_finding)
        self._detail.go.clicked.connect(lambda: self._go(self.view.current()))
        self._detail.settle.clicked.connect(self._on_settle_clicked)
        self._detail.confirm.clicked.connect(self._on_confirm_clicked)
        self._everything.toggled.connect(self._on_everything_toggled)

    @override
    def arrive(self, detail: str) -> None:
        if detail in _KINDS:
            self._buttons[detail].setChecked(True)
            self.view.show_wanted(_KINDS[detail])
        self.redraw(Changes())
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        desk = self.desk
        findings = list(desk.filling.all_findings()) if self._complete else desk.findings.all()
        settlements = {(each.rule, each.table, each.key): each for each in desk.filling.declaration.settlements()}
        self.view.findings.settled = {key: _state(settlement) for key, settlement in settlements.items()}
        self._detail.settlements = settlements
        self.view.refresh(findings)
        for kind, words in (
            ("all", say("All")),
            ("errors", say("Errors")),
            ("warnings", say("Warnings")),
            ("notes", say("Notes")),
        ):
            self._buttons[kind].setText(f"{words} {sum(map(_KINDS[kind], findings))}")
        shown = bool(self.view.findings.lines)
        self.view.setVisible(shown)
        self._nothing.setVisible(not shown)

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _go(self, finding: Finding | None) -> None:
        if finding is not None and finding.places:
            self.place_asked.emit(finding.places[0])

    def _on_everything_toggled(self, checked: bool) -> None:
        self._complete = checked
        self.redraw(Changes())

    def _on_settle_clicked(self) -> None:
        finding = self.view.current()
        if finding is None:
            return
        alike = [each for each in self.desk.findings.all() if each.rule == finding.rule]
        chosen = [each for each in self.view.chosen() if each.rule == finding.rule] or [finding]
        if SettleDialog(self.desk, chosen, alike, self).exec():
            self.redraw(Changes())

    def _on_confirm_clicked(self) -> None:
        from readmission.tasks.settle import confirm  # noqa: PLC0415 - the data layer comes after the first paint

        waiting = [self._detail.settlements.get((each.rule, each.table, each.key)) for each in self.view.chosen()]
        confirm(self.desk.filling, [each for each in waiting if each is not None and each.read_by is None])
        self.redraw(Changes())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(heading(say("Findings"), 1.5, self))
        head.addSpacing(8)
        for kind, wanted in _KINDS.items():
            button = QPushButton(self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(kind == "all")
            button.clicked.connect(lambda _checked=False, wanted=wanted: self.view.show_wanted(wanted))
            self._group.addButton(button)
            self._buttons[kind] = button
            head.addWidget(button)
        head.addStretch()
        self._everything.setObjectName("filter")
        head.addWidget(self._everything)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.view, 3)
        row.addWidget(self._nothing, 3, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._detail, 2)
        column.addLayout(row, 1)
        column.addWidget(quiet(say("Enter goes to the answer. F8 goes to the next finding from any page."), self))


class _Detail(Card):
    """Why one finding is one, and what can be done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self.settlements: dict[tuple[str, str, tuple[str, ...]], Settlement] = {}
        self._title = heading("", 1.12, self)
        self._title.setWordWrap(True)
        self._message = Message(self)
        self._formula = quiet(parent=self)
        self._why = QLabel(self)
        self._source = quiet(parent=self)
        self._settled = QLabel(self)
        repolish(self._settled, "goodText")
        self.go = QPushButton(say("Go to the answer"), self)
        self.go.setObjectName("primary")
        self.settle = QPushButton(say("Explain it…"), self)
        self.confirm = QPushButton(say("Confirm as second reader"), self)
        for label in (self._formula, self._why, self._source, self._settled):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self._title, self._message, self._formula, self._why, self._source, self._settled):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        for button in (self.go, self.settle, self.confirm):
            row.addWidget(button)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addStretch()
        self.show_finding(None)

    def show_finding(self, finding: Finding | None) -> None:
        """Show one finding, or nothing."""
        for button in (self.go, self.settle, self.confirm):
            button.setVisible(finding is not None)
        for label in (self._title, self._formula, self._why, self._source, self._settled):
            label.clear()
        self._message.show_finding(None)
        if finding is None:
            self._why.setText(say("Choose a finding to see why it matters and what can be done."))
            return
        card = self._desk.filling.card(finding.rule)
        places = ", ".join(str(place) for place in finding.places)
        self._title.setText(self._desk.wording.place(finding.places[0]) if finding.places else finding.rule)
        self._message.show_finding(finding.severity, self._desk.message(finding), card.why)
        self._formula.setText(finding.explanation)
        self._formula.setVisible(bool(finding.explanation))
        self._why.setText(card.why)
        parts = [say("Rule {rule}", rule=finding.rule), say(marks.WORDS[finding.severity][0]), places, card.reference]
        self._source.setText(" · ".join(part for part in parts if part))
        settlement = self.settlements.get((finding.rule, finding.table, finding.key))
        self._settled.setText(f"{_state(settlement)}: {settlement.text}" if settlement is not None else "")
        self.settle.setVisible(finding.severity is Severity.WARNING)
        waiting = settlement is not None and settlement.read_by is None and settlement.by != self._desk.filling.person
        self.confirm.setVisible(waiting)


def _state(settlement: Settlement) -> str:
    return say("explained") if settlement.read_by is None else say("explained and read twice")
