"""Every rule of every edition says what is wrong in words: which answer, what to do; at the control, and as an announcement.

Each rule fails here as its own example makes it fail, in the engine, and what is heard of it is read from the widgets themselves.
"""

from functools import cache
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from example_answers import example_answers, example_round
from readmission import assets, texts
from readmission.answers.changes import Answers
from readmission.answers.finding import Finding
from readmission.answers.model import Place
from readmission.checks import wording
from readmission.checks.builtin import BUILTIN
from readmission.checks.checker import Checker
from readmission.engine.program import Engine
from readmission.form.model import Form, Rule, Shape
from readmission.form.reader import form_files, read_form
from readmission.form.round import Round
from readmission.override import override
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.pages.finding_list import FindingModel
from readmission.ui.status_line import StatusLine
from readmission.ui.tables.model import ACCESSIBLE, GridModel
from readmission.ui.theme import Theme
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.scales import Matrix, Ranking
from readmission.ui.widgets.ticks import Ticks
from ui.pilot import FakeFilling, opened

EDITIONS: Final = ("2025", "2026")
LANGUAGES: Final = ("en", "fr", "de")
CHILDREN: Final = {Shape.CHOICE: Ticks, Shape.RANKING: Ranking, Shape.MATRIX: Matrix}


@cache
def form_of(edition: str) -> Form:
    return read_form(form_files(assets.forms() / edition))


@cache
def engine_of(edition: str) -> tuple[Round, Engine]:
    round_ = example_round(form_of(edition), ("GN", "ML"))
    return round_, Engine(form_of(edition), round_)


class Failing(FakeFilling):
    """A declaration in which a rule fails as its example says, checked by the real engine."""

    def __init__(self, edition: str, rule: Rule) -> None:
        super().__init__()
        form = form_of(edition)
        example = rule.failing[0]
        self.form = form
        self.round, engine = engine_of(edition)
        self.answers = example_answers(example.cells, form)
        self.last = example_answers(example.last, form) if example.last else Answers.empty()
        self.reference = example_answers(example.reference, form) if example.reference else Answers.empty()
        session = engine.open(
            self.answers,
            self.last if example.last else None,
            self.reference if example.reference else None,
        )
        self.session = self.at_hand.session = session  # type: ignore[assignment]
        self._found = set(Checker(form, self.round, session).findings())

    @override
    def message(self, finding: Finding) -> str:
        return wording.message(finding, self.form, self.language, self.round.parameters)

    @override
    def card(self, rule_id: str) -> wording.Card:
        return wording.card(rule_id, self.form, self.language, self.round.parameters)


def failed(desk: Desk, rule: Rule) -> Finding:
    return next(finding for finding in desk.findings.all() if finding.rule == rule.id)


def heard_at(desk: Desk, place: Place, parent: QWidget) -> str:
    """What a screen reader is told of the control at which a cell is answered."""
    table = desk.table(place.table)
    if table.shape in (Shape.GRID, Shape.LIST):
        model = GridModel(desk, table.id, lambda _doubts: None, parent)
        return str(model.index_of(place).data(ACCESSIBLE))
    if table.shape in CHILDREN:
        child = CHILDREN[table.shape](desk, table, place.key[:-1], parent=parent)
        child.redraw()
        return " ".join(control.accessibleDescription() for control in child.controls_of(place.key[-1]))
    question = Question(desk, place, parent=parent)
    question.redraw()
    return str(question.editor.accessibleDescription())


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_names_the_answer_says_what_is_wanted_and_is_heard_at_the_control(window: QMainWindow, edition: str) -> None:
    line = StatusLine(window)
    for rule in form_of(edition).rules.values():
        desk = Desk(opened(Failing(edition, rule)))
        finding = failed(desk, rule)
        message, named = desk.message(finding), desk.wording.place(finding.places[0])
        asked = [desk.wording.field(desk.table(place.table), desk.field(place)) for place in finding.places]
        assert all(asked), rule.id
        # The field, named in the list of findings as it is heard there.
        listed = FindingModel(desk)
        listed.show_wanted([finding], lambda _finding: True)
        spoken = str(listed.index(1).data(ACCESSIBLE))
        assert named in spoken, rule.id
        assert message in spoken, rule.id
        # What to do about it.
        card = desk.filling.card(rule.id)
        assert card.why, rule.id
        assert card.why != message, rule.id
        # At the control itself.
        seen = [place for place in finding.places if desk.relevant(place)]
        assert seen, rule.id
        holder = QWidget(window)
        heard = [heard_at(desk, place, holder) for place in seen]
        others = {desk.message(each) for place in seen for each in desk.findings.at(place)}
        assert all(any(other in words for other in others) for words in heard), (rule.id, heard)
        # As it is announced when the cursor leaves the answer.
        desk._brought_up = (finding,)
        line.told.clear()
        line.show_step(desk)
        QCoreApplication.processEvents()
        announced = line.told.text()
        assert named in announced, rule.id
        assert message in announced, rule.id
        holder.deleteLater()
        desk.deleteLater()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_rule_says_it_in_every_language(edition: str, code: str) -> None:
    form, folder = form_of(edition), assets.forms() / edition / "texts"
    spoken = texts.language(code, folder, assets.resources() / "texts")
    for name in (*form.rules, *BUILTIN):
        card = wording.card(name, form, spoken)
        assert card.message, name
        assert card.why, name
        if code != "en":
            english = wording.card(name, form, Language())
            assert (card.message, card.why) != (english.message, english.why), name
