"""The core questions about a country as columns: scales and choices in the order of their numbers, then the figures.

Options that are ticked or rated have a column each; of a ranking each place is a column, whose answer is an option.
"""

import re
from collections.abc import Iterator

from readmission.form.model import DimensionKind, Field, FieldType, Form, Level, Origin, Shape, Table
from readmission.ui.tables.columns import Column

# So many places of a ranking are offered where the form names no largest rank.
RANKS = 3


def question_columns(form: Form) -> list[Column]:
    """The columns of every core question that is asked country by country."""
    tables = [table for table in form.tables.values() if _asked_by_country(table)]
    order = {section: place for place, section in enumerate(form.sections)}
    dossier = [column for table in tables if table.shape is not Shape.GRID for column in _columns(table)]
    # A question without a heading stands after those that have one.
    dossier.sort(key=lambda column: (order.get(section_of(column), len(order)), _natural(number_of(column))))
    return dossier + [column for table in tables if table.shape is Shape.GRID for column in _columns(table)]


def section_of(column: Column) -> str:
    """The heading under which a question stands."""
    return column.field.section or column.table.section


def number_of(column: Column) -> str:
    """The number by which people know a question; of a figure, its table's."""
    return column.field.number or column.table.number or column.table.id


def _asked_by_country(table: Table) -> bool:
    kinds = [dimension.kind for dimension in table.dimensions]
    by_country = kinds in ([DimensionKind.COUNTRY], [DimensionKind.COUNTRY, DimensionKind.CODES])
    return by_country and table.origin is Origin.MINISTRY and table.level is Level.CORE


def _columns(table: Table) -> Iterator[Column]:
    for field in table.fields:
        if field.level is not Level.CORE or field.prefilled or field.calculation is not None:
            continue
        if table.shape is Shape.RANKING:
            option = Field(field.id, FieldType.CODE, field.label, codelist=table.dimensions[1].codelist)
            for rank in range(1, min(RANKS, field.maximum or RANKS) + 1):
                yield Column(table, option, rank=rank)
        else:
            yield Column(table, field)


def with_options(form: Form, columns: list[Column]) -> list[Column]:
    """The columns, those of a second dimension once an option."""
    found: list[Column] = []
    for column in columns:
        if column.rank or len(column.table.dimensions) == 1:
            found.append(column)
        else:
            codes = form.codelists[column.table.dimensions[1].codelist].codes
            found += [Column(column.table, column.field, option=code.id) for code in codes]
    return found


def _natural(number: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", number))
