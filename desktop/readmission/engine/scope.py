"""Expressions compiled for the rows where they stand, in each of the three ways when it is first needed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from readmission.engine.code import Writer
from readmission.engine.dialect import ALL_ROWS, ONE_ROW, SOME_ROWS, Dialect
from readmission.engine.place import Load
from readmission.engine.plan import Plan
from readmission.engine.texts import MeasureKey
from readmission.form.nodes import Aggregate, Column, Coordinate, Period

Write: TypeAlias = Callable[[Writer], Sequence[str]]


class Scope:
    """The rows of a table, as expressions that stand in them find what they read; `loads` are what was asked for."""

    def __init__(self, plan: Plan, table: str, period: Period = Period.NOW) -> None:
        self._plan = plan
        self.table = table
        self.period = period
        self.rows = plan.rows_of(plan.form.tables[table], period)
        self.loads: dict[Load, None] = {}

    def column(self, node: Column) -> Load:
        """A field, or with the name of the gate the relevance of the row."""
        index = self._plan.columns[self._plan.tables[node.table]].index[node.field]
        return self._seen(self._plan.reach(self.rows, self._plan.store(node.table, node.period), index, node.fixed))

    def measured(self, node: Column, measure: MeasureKey) -> Load:
        """A measure of a field's cell."""
        base = self._plan.columns[self._plan.tables[node.table]].index[node.field]
        index = self._plan.measured(node.table, base, measure)
        return self._seen(self._plan.reach(self.rows, self._plan.store(node.table, node.period), index, node.fixed))

    def coordinate(self, node: Coordinate) -> Load:
        """A dimension of the row itself."""
        period = self.period if self._plan.form.tables[self.table].is_list else Period.NOW
        return Load(self._plan.store(self.table, period), self._plan.coordinate(self.table, node.dimension))

    def aggregate(self, node: Aggregate) -> Load:
        """An aggregate, computed once for all who ask for it."""
        group = self._plan.group(node, self.table, self.rows)
        return self._seen(self._plan.reach(self.rows, group.store, group.column))

    def parameter(self, name: str) -> float:
        """A threshold, scaled."""
        return self._plan.parameter(name)

    def text(self, text: str) -> float:
        """The number of a text or code."""
        return self._plan.texts.number(text)

    def measure(self, measure: MeasureKey) -> int:
        """The number of a measure of texts."""
        return self._plan.measure(measure)

    def measure_now(self, measure: MeasureKey, text: float) -> float:
        """The measure of one text."""
        return self._plan.measures[self._plan.measure(measure)].of(text)

    def _seen(self, load: Load) -> Load:
        self.loads[load] = None
        return load


class Compiled:
    """Expressions as functions of a world and rows."""

    def __init__(self, scope: Scope, write: Write, targets: Sequence[str] = ()) -> None:
        self._scope = scope
        self._write = write
        self._targets = targets
        # Written once now, so that everything it asks for is known before answers are opened.
        write(Writer(scope, ALL_ROWS))

    @cached_property
    def all(self) -> Callable[..., Any]:
        """For all rows."""
        return self._compile(ALL_ROWS)

    @cached_property
    def some(self) -> Callable[..., Any]:
        """For the rows of an index."""
        return self._compile(SOME_ROWS)

    @cached_property
    def one(self) -> Callable[..., Any]:
        """For one row."""
        return self._compile(ONE_ROW)

    def _compile(self, dialect: Dialect) -> Callable[..., Any]:
        writer = Writer(self._scope, dialect)
        results = list(self._write(writer))
        return writer.source.function(results, self._targets)
