"""Answers written as the examples of a form are, and a round in which they are given."""

from collections.abc import Iterable
from datetime import date

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place, Reason
from readmission.form.example_text import example_cell
from readmission.form.model import Form
from readmission.form.round import Dates, Round, ScopeEntry


def example_answers(lines: Iterable[tuple[str, str]], form: Form) -> Answers:
    """Answers from places and values as text."""
    cells = {}
    for place, text in lines:
        said = example_cell(place, text, form.tables, form.codelists)
        reason = Reason(said.reason) if said.reason else None
        cells[Place(said.table, said.key, said.field)] = Cell(said.value, reason, said.flags)
    return Answers.of(cells, form.lists)


def example_round(form: Form, countries: Iterable[str]) -> Round:
    """A round of a form's own year and thresholds with one state."""
    year = int(form.edition)
    return Round(
        id="round",
        edition=form.edition,
        year=year,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=("BE",),
        scope=tuple(ScopeEntry(country, 2000) for country in countries),
        dates=Dates(date(year + 1, 1, 15), date(year + 1, 3, 31), date(year + 1, 4, 30), date(year + 1, 6, 15)),
        parameters={},
        extracts={},
        audience="COM",
        marking="TEST",
        marking_ceiling="TEST",
    )
