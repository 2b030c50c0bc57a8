"""The pilot form over a round of three countries."""

import pytest

from example_answers import example_round
from readmission import assets
from readmission.answers.changes import Answers
from readmission.checks.checker import Checker
from readmission.engine.program import Engine
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.round import Round


@pytest.fixture(scope="session")
def form() -> Form:
    return read_form(form_files(assets.forms() / "2025"))


@pytest.fixture(scope="session")
def round_(form: Form) -> Round:
    return example_round(form, ("GN", "ML", "PK"))


@pytest.fixture(scope="session")
def engine(form: Form, round_: Round) -> Engine:
    return Engine(form, round_)


@pytest.fixture
def checker(form: Form, round_: Round, engine: Engine) -> Checker:
    return Checker(form, round_, engine.open(Answers.empty()))
