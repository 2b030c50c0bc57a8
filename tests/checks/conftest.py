"""The pilot form over a round of three countries."""

from datetime import date

import pytest

from readmission import assets
from readmission.answers.changes import Answers
from readmission.checks.checker import Checker
from readmission.engine.program import Engine
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round, ScopeEntry


@pytest.fixture(scope="session")
def form() -> Form:
    return read_form(form_files(assets.forms() / "2025"))


@pytest.fixture(scope="session")
def round_(form: Form) -> Round:
    return Round(
        id="round",
        edition=form.edition,
        year=2025,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=("BE",),
        scope=tuple(ScopeEntry(country, 2000) for country in ("GN", "ML", "PK")),
        dates=Dates(date(2026, 1, 15), date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 15)),
        parameters={},
        extracts={},
        audience="COM",
        marking="TEST",
        marking_ceiling="TEST",
    )


@pytest.fixture
def checker(form: Form, round_: Round) -> Checker:
    return Checker(form, round_, Engine(form, round_).open(Answers.empty()))
