"""Expressions compiled for the rows where they stand, in each of the three ways when it is first needed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from math import nan
from typing import Any, TypeAlias

from readmission.engine.code import Writer
from readmission.engine.dialect import ALL_ROWS, ONE_ROW, SOME_ROWS, Dialect
from readmission.engine.place import Load, Reach
from readmission.engine.plan import Plan
from readmission.engine.texts import MeasureKey
from readmission.form.nodes import Aggregate, Column, Coordinate, Period
from readmission.override import override

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

    def prepare(self) -> None:
        """Compile what an edit needs now rather than then."""
        self.one  # noqa: B018 - a cached property: it is worked out now and kept

    def _compile(self, dialect: Dialect) -> Callable[..., Any]:
        writer = Writer(self._scope, dialect)
        results = list(self._write(writer))
        return writer.source.function(results, self._targets)


class Read(Compiled):
    """A column alone, of which most figures that are shown consist: one cell of it is read without code of its own."""

    def __init__(self, scope: Scope, node: Column) -> None:
        super().__init__(scope, lambda writer: [writer.value(node)])
        self._load = scope.column(node)

    @cached_property
    @override
    def one(self) -> Callable[..., Any]:
        store, column, index = self._load.store, self._load.column, self._load.index
        if self._load.reach is Reach.SAME:
            return lambda world, row: world.xi[store][column](row)
        if self._load.reach is Reach.POINT:
            return lambda world, _row: world.xi[store][column](index)
        if self._load.reach is Reach.MAP:
            return lambda world, row: world.xi[store][column](world.mi[index][row])
        return lambda world, row: world.xi[store][column](there) if (there := world.mi[index][row]) >= 0 else nan
