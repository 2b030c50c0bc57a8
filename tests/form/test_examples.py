"""Each rule's own examples, executed by the engine: the passing ones pass, the failing ones fail."""

import pytest

from example_answers import example_answers, example_round
from readmission import assets
from readmission.answers.changes import Answers
from readmission.answers.finding import Outcome
from readmission.engine.program import Engine, Session
from readmission.form.model import Example, Form, Rule
from readmission.form.reader import form_files, read_form

FORMS = {edition: read_form(form_files(assets.forms() / edition)) for edition in ("2025", "2026")}
COUNTRIES = ("GN", "ML")
PASSING = [
    (edition, rule.id, number)
    for edition, form in FORMS.items()
    for rule in form.rules.values()
    for number in range(len(rule.passing))
]
FAILING = [
    (edition, rule.id, number)
    for edition, form in FORMS.items()
    for rule in form.rules.values()
    for number in range(len(rule.failing))
]


@pytest.fixture(scope="module")
def engines() -> dict[str, Engine]:
    return {edition: Engine(form, example_round(form, COUNTRIES)) for edition, form in FORMS.items()}


def opened(engine: Engine, example: Example, form: Form) -> Session:
    return engine.open(
        example_answers(example.cells, form),
        example_answers(example.last, form) if example.last else None,
        example_answers(example.reference, form) if example.reference else None,
    )


def outcomes(session: Session, rule: Rule) -> list[Outcome]:
    return [session.outcome(rule.id, key) for key in session.rows(rule.table)]


@pytest.mark.parametrize(("edition", "rule", "number"), PASSING)
def test_a_passing_example_passes(edition: str, rule: str, number: int, engines: dict[str, Engine]) -> None:
    form = FORMS[edition]
    session = opened(engines[edition], form.rules[rule].passing[number], form)
    found = outcomes(session, form.rules[rule])
    assert Outcome.PASSED in found
    assert Outcome.FAILED not in found
    assert Outcome.COULD_NOT_RUN not in found


@pytest.mark.parametrize(("edition", "rule", "number"), FAILING)
def test_a_failing_example_fails(edition: str, rule: str, number: int, engines: dict[str, Engine]) -> None:
    form = FORMS[edition]
    session = opened(engines[edition], form.rules[rule].failing[number], form)
    assert Outcome.FAILED in outcomes(session, form.rules[rule])


@pytest.mark.parametrize("edition", FORMS)
def test_no_answers_fail_no_rule(edition: str, engines: dict[str, Engine]) -> None:
    assert list(engines[edition].open(Answers.empty()).failed()) == []
