"""All findings: by rule, by severity, with the reason for each and the way to the answer."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.finding import Finding, Settlement, Severity
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import marks
from readmission.ui.desk import Desk
from readmission.ui.dialogs.settle import SettleDialog, ask_how_many
from readmission.ui.pages.finding_list import FindingView, Wanted
from readmission.ui.pages.page import Page
from readmission.ui.speech import figure, say, say_count
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Card, Elided, Message, heading, hint, quiet, repolish
from readmission.ui.widgets.rule_card import RuleCard
from readmission.ui.wording import country_of

_KINDS: Final[dict[str, Wanted]] = {
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
        self._findings: list[Finding] = []
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._detail = _Detail(desk, self)
        self._everything = QPushButton(say("Check completeness too"), self)
        self._everything.setCheckable(True)
        self._nothing = QLabel(say("Nothing to answer for here."), self)
        self._kind = "all"
        self.words = QLineEdit(self)
        self._shown = Elided(parent=self)
        self._lay_out()
        self.words.textChanged.connect(self._on_filter_changed)
        self.view.finding_asked.connect(self._go)
        self.view.finding_chosen.connect(self._detail.show_finding)
        self._detail.go.clicked.connect(lambda: self._go(self.view.current()))
        self._detail.settle.clicked.connect(self._on_settle_clicked)
        self._detail.confirm.clicked.connect(self._on_confirm_clicked)
        self._detail.withdraw.clicked.connect(self._on_withdraw_clicked)
        self._everything.toggled.connect(self._on_everything_toggled)

    @override
    def arrive(self, detail: str) -> None:
        if detail in _KINDS:
            self._buttons[detail].setChecked(True)
            self._kind = detail
        self.redraw(Changes())
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        desk = self.desk
        desk.check()
        findings = list(desk.filling.all_findings()) if self._complete else desk.findings.all()
        settlements = {(each.rule, each.table, each.key): each for each in desk.filling.declaration.settlements()}
        self.view.findings.settled = {key: _state(settlement) for key, settlement in settlements.items()}
        self._detail.settlements = settlements
        self._findings = findings
        self._show_wanted()
        for kind, words in (
            ("all", say("All")),
            ("errors", say("Errors")),
            ("warnings", say("Warnings")),
            ("notes", say("Notes")),
        ):
            self._buttons[kind].setText(f"{words} {figure(sum(map(_KINDS[kind], findings)))}")

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _show_wanted(self) -> None:
        """Show the findings of the kind that hold every typed word, and say how many of all they are."""
        words = self.words.text().casefold().split()
        kind = _KINDS[self._kind]
        wanted = {id(each) for each in self._findings if kind(each) and self._holds(each, words)}
        self.view.show_wanted(lambda finding: id(finding) in wanted, self._findings)
        self._shown.setText(say("{count} of {of} shown", count=len(wanted), of=len(self._findings)))
        self.view.setVisible(bool(wanted))
        self._nothing.setVisible(not wanted)

    def _holds(self, finding: Finding, words: list[str]) -> bool:
        if not words:
            return True
        wording, table = self.desk.wording, self.desk.table(finding.table)
        country = country_of(table, finding.key)
        said = [finding.rule, table.number, wording.table(table), wording.country(country) if country else "", country]
        said += [f"{place} {wording.place(place)}" for place in finding.places]
        text = " ".join((*said, self.desk.message(finding))).casefold()
        return all(word in text for word in words)

    def _on_filter_changed(self) -> None:
        self._show_wanted()

    def _on_kind_clicked(self, kind: str) -> None:
        self._kind = kind
        self._show_wanted()

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
        family = self._family(finding)
        # What somebody has explained keeps its explanation.
        alike = [
            each
            for each in self.desk.findings.all()
            if self._family(each) == family and (each.rule, each.table, each.key) not in self._detail.settlements
        ]
        chosen = [each for each in self.view.chosen() if self._family(each) == family] or [finding]
        dialog = SettleDialog(self.desk, chosen, alike, self)
        if dialog.exec():
            count = len(dialog.findings())
            self.told.emit(
                say_count(
                    "{count} finding explained. “Take it back…” opens it again.",
                    "{count} findings explained. “Take it back…” opens them again.",
                    count,
                )
            )
            self.redraw(Changes())

    def _on_confirm_clicked(self) -> None:
        from readmission.tasks.settle import confirm  # noqa: PLC0415 - the data layer comes after the first paint

        waiting = [self._detail.settlements.get((each.rule, each.table, each.key)) for each in self.view.chosen()]
        person = self.desk.filling.person
        theirs = [each for each in waiting if each is not None and each.read_by is None and each.by != person]
        confirm(self.desk.filling, theirs)
        self.told.emit(
            say_count("{count} explanation read a second time.", "{count} explanations read a second time.", len(theirs))
        )
        self.redraw(Changes())

    def _on_withdraw_clicked(self) -> None:
        from readmission.tasks.settle import told_alike, withdraw  # noqa: PLC0415 - the data layer comes after the first paint

        named = [(each.rule, each.table, each.key) for each in self.view.chosen()]
        chosen = [self._detail.settlements[name] for name in named if name in self._detail.settlements]
        if not chosen:
            return
        taken = chosen
        alike = told_alike(chosen[0], self._detail.settlements.values())
        if len(chosen) == 1 and len(alike) > 1:
            taken = ask_how_many(self, chosen, list(alike))
        if self.desk.say_so(lambda: withdraw(self.desk.filling, taken)) and taken:
            self.told.emit(say_count("{count} explanation taken back.", "{count} explanations taken back.", len(taken)))
            self.redraw(Changes())

    def _family(self, finding: Finding) -> str:
        rule = self.desk.form.rules.get(finding.rule)
        return rule.family if rule is not None else finding.rule

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.setSpacing(6)
        head.addWidget(heading(say("Findings"), 1.5, self))
        for kind in _KINDS:
            button = QPushButton(self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(kind == "all")
            button.clicked.connect(lambda _checked=False, kind=kind: self._on_kind_clicked(kind))
            self._group.addButton(button)
            self._buttons[kind] = button
            head.addWidget(button)
        head.addWidget(self._shown)
        head.addStretch()
        self.words.setPlaceholderText(say("Filter by country, table, rule or word"))
        self.words.setAccessibleName(say("Filter findings"))
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(120)
        self.words.setMaximumWidth(270)
        head.addWidget(self.words)
        self._everything.setObjectName("filter")
        head.addWidget(self._everything)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.view, 3)
        row.addWidget(self._nothing, 3, Qt.AlignmentFlag.AlignCenter)
        scroll = QScrollArea(self)
        scroll.setObjectName("plain")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._detail)
        row.addWidget(scroll, 2)
        column.addLayout(row, 1)
        column.addWidget(hint(say("Enter goes to the answer. F8 goes to the next finding from any page."), self))


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
        self.card = RuleCard(desk, self)
        self._settled = QLabel(self)
        repolish(self._settled, "goodText")
        self.go = QPushButton(say("Go to the answer"), self)
        self.go.setObjectName("primary")
        self.settle = QPushButton(say("Explain it…"), self)
        self.confirm = QPushButton(say("Confirm as second reader"), self)
        self.withdraw = QPushButton(say("Take it back…"), self)
        for label in (self._formula, self._why, self._source, self._settled):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self._title, self._message, self._formula, self._why, self._source, self._settled):
            self.body.addWidget(widget)
        for buttons in ((self.go, self.settle), (self.confirm, self.withdraw)):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch()
            self.body.addLayout(row)
        self.body.addWidget(self.card)
        self.body.addStretch()
        self.show_finding(None)

    def show_finding(self, finding: Finding | None) -> None:
        """Show one finding, or nothing."""
        for button in (self.go, self.settle, self.confirm, self.withdraw):
            button.setVisible(finding is not None)
        for label in (self._title, self._formula, self._why, self._source, self._settled):
            label.clear()
        self._message.show_finding(None)
        self.card.show_rule(finding.rule if finding is not None else "")
        if finding is None:
            self._why.setText(say("Choose a finding to see why it matters and what can be done."))
            return
        card = self._desk.filling.card(finding.rule)
        places = ", ".join(str(place) for place in finding.places)
        self._title.setText(self._desk.wording.place(finding.places[0]) if finding.places else finding.rule)
        self._message.show_finding(finding.severity, self._desk.message(finding), card.why)
        self._formula.setText(self._desk.figures(finding))
        self._formula.setVisible(bool(finding.explanation))
        self._why.setText(card.why)
        parts = [say("Rule {rule}", rule=finding.rule), say(marks.WORDS[finding.severity]), places]
        self._source.setText(" · ".join(part for part in parts if part))
        settlement = self.settlements.get((finding.rule, finding.table, finding.key))
        self._settled.setText(f"{_state(settlement)}: {settlement.text}" if settlement is not None else "")
        self.settle.setVisible(finding.severity is Severity.WARNING)
        waiting = settlement is not None and settlement.read_by is None and settlement.by != self._desk.filling.person
        self.confirm.setVisible(waiting)
        self.withdraw.setVisible(settlement is not None and not self._desk.readonly)


def _state(settlement: Settlement) -> str:
    return say("explained") if settlement.read_by is None else say("explained and read twice")
