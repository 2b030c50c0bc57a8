"""The states' ratings by stage of the procedure, found in the form by their shape rather than by name.

A table of ratings by stage is a matrix over the country and one code dimension whose field has the code list of the class's
rating.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readmission.answers.model import Place
from readmission.assessment.classes import StateRatings, rated_column, rating
from readmission.assessment.result import StageRatings
from readmission.form.model import DimensionKind, Form, Shape, Table


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage that states rate: a code of a matrix's dimension."""

    table: str
    field: str
    code: str


def stages(form: Form) -> tuple[Stage, ...]:
    """Every stage that states rate, in the order of the form."""
    if form.classification is None:
        return ()
    column = rated_column(form.classification)
    scale = form.tables[column.table].by_id[column.field].codelist
    return tuple(stage for table in form.tables.values() for stage in _of_table(form, table, scale))


def stage_ratings(form: Form, stage: Stage, country: str, states: Sequence[StateRatings]) -> StageRatings:
    """The ratings of one stage of a country, one a state."""
    name = f"{stage.table}.{stage.field}/{country}/{stage.code}"
    place = Place(stage.table, (country, stage.code), stage.field)
    ratings = tuple(rating(form, place, state, country, f"{name}/{state.state}") for state in states)
    return StageRatings(name, stage.table, stage.field, stage.code, ratings)


def _of_table(form: Form, table: Table, scale: str) -> Iterator[Stage]:
    kinds = tuple(dimension.kind for dimension in table.dimensions)
    if table.shape is not Shape.MATRIX or kinds != (DimensionKind.COUNTRY, DimensionKind.CODES):
        return
    for field in table.fields:
        if field.codelist == scale:
            for code in form.codelists[table.dimensions[1].codelist].codes:
                yield Stage(table.id, field.id, code.id)
