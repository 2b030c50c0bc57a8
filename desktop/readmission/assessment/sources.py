"""The cells that an expression reads in one row: the last step from a figure back to what a ministry wrote."""

from collections.abc import Iterator
from dataclasses import fields

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Key, Place
from readmission.assessment.result import Source
from readmission.form.model import Field, Form, Table
from readmission.form.nodes import Aggregate, Column, Expression, Node, Period


class Reader:
    """Finds the cells behind expressions over the answers of one state; rows of a table come from those answers."""

    def __init__(self, form: Form, answers: Answers, last: Answers | None, reference: Answers | None) -> None:
        self._form = form
        self._answers = answers
        self._last = last
        self._reference = reference
        self._rows: dict[str, tuple[Key, ...]] = {}

    def sources(self, expressions: tuple[Expression | None, ...], key: Key) -> tuple[Source, ...]:
        """The cells that the expressions read in a row, each once, in the order in which they are read."""
        found: dict[str, Source] = {}
        for expression in expressions:
            if expression is not None:
                for source in self._of_node(expression.root, self._form.tables[expression.table], key):
                    found.setdefault(source.place, source)
        return tuple(found.values())

    def of_place(self, place: Place) -> tuple[Source, ...]:
        """The cell at a place."""
        field = self._form.tables[place.table].by_id[place.field]
        return (_source(place, self._cell(place, Period.NOW), field, Period.NOW),)

    def _of_node(self, node: Node, table: Table, key: Key) -> Iterator[Source]:
        if isinstance(node, Column):
            yield from self._of_column(node, table, key)
        elif isinstance(node, Aggregate):
            yield from self._of_aggregate(node, table, key)
        else:
            for field in fields(node):
                inner = getattr(node, field.name)
                for part in inner if isinstance(inner, tuple) else (inner,):
                    if isinstance(part, Node):
                        yield from self._of_node(part, table, key)

    def _of_column(self, column: Column, table: Table, key: Key) -> Iterator[Source]:
        target = self._form.tables[column.table]
        field = target.by_id[column.field]
        members = _members(table, key) | dict(column.fixed)
        place = Place(column.table, tuple(members[dimension.id] for dimension in target.dimensions), column.field)
        if field.calculation is not None and column.period is Period.NOW:
            yield from self._of_node(field.calculation.root, target, place.key)
        else:
            yield _source(place, self._cell(place, column.period), field, column.period)

    def _of_aggregate(self, aggregate: Aggregate, table: Table, key: Key) -> Iterator[Source]:
        target = self._form.tables[aggregate.table]
        members = _members(table, key)
        wanted = {dimension: members[dimension] for dimension in aggregate.by} | dict(aggregate.fixed)
        for row in self._rows_of(target):
            if wanted.items() <= _members(target, row).items():
                yield from self._of_node(aggregate.operand, target, row)
                if aggregate.where is not None:
                    yield from self._of_node(aggregate.where, target, row)

    def _rows_of(self, table: Table) -> tuple[Key, ...]:
        kept = self._rows.get(table.id)
        if kept is None:
            answered = {place.key for place in self._answers.cells if place.table == table.id}
            kept = tuple(sorted(answered | set(self._answers.rows.get(table.id, ()))))
            self._rows[table.id] = kept
        return kept

    def _cell(self, place: Place, period: Period) -> Cell:
        if period is Period.LAST:
            return (self._last or Answers.empty()).cell(place)
        cell = self._answers.cell(place)
        return cell if not cell.blank or self._reference is None else self._reference.cell(place)


def text_of(value: int | str | None, field: Field) -> str:
    """A value as the facts print it: a number with exactly its field's decimal places."""
    if value is None:
        return ""
    if isinstance(value, str) or not field.places:
        return str(value)
    digits = f"{abs(value):0{field.places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[: -field.places]}.{digits[-field.places :]}"


def _source(place: Place, cell: Cell, field: Field, period: Period) -> Source:
    name = str(place) if period is Period.NOW else f"last({place})"
    return Source(name, text_of(cell.value, field), str(cell.reason or ""), cell.flags)


def _members(table: Table, key: Key) -> dict[str, str]:
    return {dimension.id: member for dimension, member in zip(table.dimensions, key, strict=True)}
