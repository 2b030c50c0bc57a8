"""The states' ratings by stage of the procedure: the matrix that the form's classification names."""

from collections.abc import Sequence
from dataclasses import dataclass

from readmission.answers.model import Place
from readmission.assessment.classes import StateRatings, rating
from readmission.assessment.result import StageRatings
from readmission.form.model import Form


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage that states rate: a code of a matrix's dimension."""

    table: str
    field: str
    code: str


def stages(form: Form) -> tuple[Stage, ...]:
    """Every stage that states rate, in the order of the form."""
    table = form.tables.get(form.classification.aspects) if form.classification else None
    if table is None:
        return ()
    codes = form.codelists[table.dimensions[1].codelist].codes
    return tuple(Stage(table.id, field.id, code.id) for field in table.fields for code in codes)


def stage_ratings(form: Form, stage: Stage, country: str, states: Sequence[StateRatings]) -> StageRatings:
    """The ratings of one stage of a country, one a state."""
    name = f"{stage.table}.{stage.field}/{country}/{stage.code}"
    place = Place(stage.table, (country, stage.code), stage.field)
    ratings = tuple(rating(form, place, state, country, f"{name}/{state.state}") for state in states)
    return StageRatings(name, stage.table, stage.field, stage.code, ratings)
