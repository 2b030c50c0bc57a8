"""Each rule's own examples, executed by the engine: the passing ones pass, the failing ones fail."""

from datetime import date

import pytest

from readmission import assets
from readmission.answers.changes import Answers
from readmission.answers.finding import Outcome
from readmission.answers.model import Cell, Place, Reason
from readmission.engine.program import Engine, Session
from readmission.form.example_text import example_cell
from readmission.form.model import Example, Form, Rule
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round, ScopeEntry

FORM = read_form(form_files(assets.forms() / "2025"))
COUNTRIES = ("GN", "ML")
PASSING = [(rule.id, number) for rule in FORM.rules.values() for number in range(len(rule.passing))]
FAILING = [(rule.id, number) for rule in FORM.rules.values() for number in range(len(rule.failing))]


@pytest.fixture(scope="module")
def engine() -> Engine:
    round_ = Round(
        id="examples",
        edition=FORM.edition,
        year=2025,
        version=1,
        rehearsal=True,
        structure=FORM.structure,
        states=("BE",),
        scope=tuple(ScopeEntry(country, None, reason="example") for country in COUNTRIES),
        dates=Dates(date(2026, 1, 15), date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 15)),
        parameters={parameter.id: parameter.value for parameter in FORM.parameters.values()},
        extracts={},
        audience="example",
        marking="",
        marking_ceiling="",
    )
    return Engine(FORM, round_)


def answers(lines: tuple[tuple[str, str], ...], form: Form = FORM) -> Answers:
    cells = {}
    for place, text in lines:
        said = example_cell(place, text, form.tables, form.codelists)
        reason = Reason(said.reason) if said.reason else None
        cells[Place(said.table, said.key, said.field)] = Cell(said.value, reason, said.flags)
    return Answers.of(cells, form.lists)


def opened(engine: Engine, example: Example) -> Session:
    return engine.open(
        answers(example.cells),
        answers(example.last) if example.last else None,
        answers(example.reference) if example.reference else None,
    )


def outcomes(session: Session, rule: Rule) -> list[Outcome]:
    return [session.outcome(rule.id, key) for key in session.rows(rule.table)]


@pytest.mark.parametrize(("rule", "number"), PASSING)
def test_a_passing_example_passes(rule: str, number: int, engine: Engine) -> None:
    session = opened(engine, FORM.rules[rule].passing[number])
    found = outcomes(session, FORM.rules[rule])
    assert Outcome.PASSED in found
    assert Outcome.FAILED not in found
    assert Outcome.COULD_NOT_RUN not in found


@pytest.mark.parametrize(("rule", "number"), FAILING)
def test_a_failing_example_fails(rule: str, number: int, engine: Engine) -> None:
    session = opened(engine, FORM.rules[rule].failing[number])
    assert Outcome.FAILED in outcomes(session, FORM.rules[rule])


def test_no_answers_fail_no_rule(engine: Engine) -> None:
    assert list(engine.open(Answers.empty()).failed()) == []
