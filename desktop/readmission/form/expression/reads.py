"""What an expression reads: fields, and the rows that aggregates run over."""

from typing import TypeAlias

from readmission.form.expression.size import distinct_parts
from readmission.form.nodes import Aggregate, Column, Expression, Period

FieldRead: TypeAlias = tuple[str, str, Period]
RowsRead: TypeAlias = tuple[str, Period]


def reads(expression: Expression) -> frozenset[FieldRead]:
    """The fields an expression reads, as table, field and whose answers they are in."""
    found = (node for node in distinct_parts(expression.root) if isinstance(node, Column))
    return frozenset((node.table, node.field, node.period) for node in found)


def rows_read(expression: Expression) -> frozenset[RowsRead]:
    """The tables whose set of rows an expression depends on."""
    found = (node for node in distinct_parts(expression.root) if isinstance(node, Aggregate))
    return frozenset((node.table, node.period) for node in found)
