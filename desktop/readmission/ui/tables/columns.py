"""The columns of a table on screen: its fields, and beside them last year's figures and the reference figures.

Which reference figure belongs to a field is not written anywhere twice: it is the one that a rule compares the field with.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from typing_extensions import override

from readmission.form.model import Field, FieldType, Form, Origin, Table
from readmission.form.nodes import Column as FieldNode
from readmission.form.nodes import walk


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


def compared_with(form: Form, table: str, field: str) -> tuple[str, str] | None:
    """The reference figure that a rule compares a field with."""
    return _comparisons(_Identity(form)).get((table, field))


class _Identity:
    """A form as a key of the cache: two forms are the same when they are one object."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @override
    def __hash__(self) -> int:
        return hash(self.form.structure)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.form is self.form


@lru_cache(maxsize=4)
def _comparisons(key: _Identity) -> dict[tuple[str, str], tuple[str, str]]:
    form = key.form
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for rule in form.rules.values():
        dimensions = form.tables[rule.table].dimensions
        read = [node for node in walk(rule.check.root) if isinstance(node, FieldNode)]
        references = [node for node in read if form.tables[node.table].origin is Origin.REFERENCE]
        own = {(node.table, node.field) for node in read if form.tables[node.table].origin is Origin.MINISTRY}
        for mark in rule.marks:
            marked = form.tables[mark.table].by_id[mark.field]
            fits = (
                len(references) == 1 and (mark.table, mark.field) in own and marked.type in (FieldType.COUNT, FieldType.DECIMAL)
            )
            if fits and form.tables[references[0].table].dimensions == dimensions:
                found.setdefault((mark.table, mark.field), (references[0].table, references[0].field))
    return found
