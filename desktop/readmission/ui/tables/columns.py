"""The columns of a table on screen: its fields, and beside them last year's figures and the reference figures.

Which reference figure belongs to a field is not written anywhere twice: it is the one that a rule compares the field with.
"""

from dataclasses import dataclass
from enum import StrEnum

from readmission.checks.comparisons import compared_with
from readmission.form.model import Field, Form, Table


class Source(StrEnum):
    """Whose figures a column shows."""

    NOW = "now"
    LAST = "last"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field of a table, from one source.

    `option` is the code of a second dimension that the column stands for; `rank` a place of a ranking, whose answer is the option
    that holds it.
    """

    table: Table
    field: Field
    source: Source = Source.NOW
    option: str = ""
    rank: int = 0

    @property
    def editable(self) -> bool:
        """Whether a ministry answers here."""
        return self.source is Source.NOW and not self.field.prefilled and self.field.calculation is None


def columns_of(form: Form, table: Table, *, last: bool, reference: bool) -> list[Column]:
    """The columns of a table, with the asked-for comparisons beside each number."""
    columns: list[Column] = []
    for field in table.fields:
        columns.append(Column(table, field))
        if last and field.type.numeric and field.calculation is None:
            columns.append(Column(table, field, Source.LAST))
        beside = compared_with(form, table.id, field.id)
        if reference and beside is not None:
            columns.append(Column(form.tables[beside[0]], form.tables[beside[0]].by_id[beside[1]], Source.REFERENCE))
    return columns
