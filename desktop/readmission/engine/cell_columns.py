"""From cells to columns: all answers at once when they are opened, and one cell after an edit.

A field with a condition has its cells kept apart from what rules see of it; the condition brings them over.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import nan
from typing import TypeAlias

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Key, Place, Reason, Value
from readmission.engine.columns import ALL
from readmission.engine.entry import answered, measure_of_cell, number_reader
from readmission.engine.plan import Plan
from readmission.engine.texts import OF_CELL, MeasureKey
from readmission.engine.world import World

# Of some answers, by their identity, and of each table and field: the rows in which a reason stands or a flag.
_Marked: TypeAlias = dict[int, dict[tuple[str, str], list[tuple[Key, Cell]]]]


class CellReader:
    """Reads cells into the columns of worlds; `derived` are the columns that conditions and calculations fill."""

    def __init__(self, plan: Plan, derived: frozenset[tuple[int, int]]) -> None:
        self._plan = plan
        self._derived = derived
        self._numbers: list[list[Callable[[Value], float]]] = [
            [number_reader(field, plan.texts) for field in columns.table.fields] for columns in plan.columns
        ]

    def fill(self, world: World) -> None:
        """Read all answers of a world that was just made."""
        self._read_values(world)
        marked = _marked(world)
        for store in range(2 * len(self._plan.columns)):
            table = self._plan.columns[store % len(self._plan.columns)]
            if not (world.last and store >= len(self._plan.columns)):
                for column in range(len(table.table.fields), table.count):
                    self._fill_extra(world, store, column, marked)
        for store, column in self._derived:
            self._set_aside(world, store, column)

    def fill_new(self, world: World) -> set[tuple[int, int]]:
        """Take over what the plan got since the world was made; the derived columns that have to be worked out again."""
        stale = set()
        grown = world.grow()
        marked = _marked(world) if grown else {}
        for store, column in grown:
            self._fill_extra(world, store, column, marked)
            base = self._plan.base(store, column)
            if (store, base) in self._derived:
                self._set_aside(world, store, base)
                stale.add((store, base))
        return stale

    def put(self, world: World, place: Place, cell: Cell) -> tuple[int, int, int] | None:
        """Take over one cell; its store, column and row, or None when no rule can see it."""
        store = self._plan.tables.get(place.table)
        if store is None:
            return None
        table = self._plan.columns[store]
        column, row = table.index.get(place.field), world.rowset(store).index.get(place.key)
        if column is None or row is None or (store, column) in self._plan.calculated:
            return None
        value = nan if cell.value is None else self._numbers[store][column](cell.value)
        world.answered[store][column, row] = answered(cell)
        _put(world, store, column, row, value, void=cell.reason is Reason.NOT_APPLICABLE)
        for number, measure in table.measures_of(column):
            _put(world, store, number, row, self._measured(cell, value, measure), void=False)
        return store, column, row

    def _measured(self, cell: Cell, value: float, measure: MeasureKey) -> float:
        if measure[0] in OF_CELL:
            return measure_of_cell(cell, measure)
        return self._plan.measures[self._plan.measure(measure)].of(value)

    def _read_values(self, world: World) -> None:
        for answers in (world.answers, world.reference):
            if answers is None:
                continue
            columns = self._columns_of(world, answers)
            for (table, key, name), cell in answers.cells.items():
                column = columns.get((table, name))
                row = column.row(key) if column is not None else None
                if column is None or row is None:
                    continue
                if cell.value is not None:
                    column.rows.append(row)
                    column.values.append(cell.value)
                else:
                    world.answered[column.store][column.number, row] = answered(cell)
                    if cell.reason is Reason.NOT_APPLICABLE:
                        world.columns[column.store].put(column.number, row, nan, void=True)
            for column in columns.values():
                if column.rows:
                    read = self._numbers[column.store][column.number]
                    world.answered[column.store][column.number, column.rows] = True
                    world.columns[column.store].set_values(column.number, column.rows, [read(value) for value in column.values])

    def _columns_of(self, world: World, answers: Answers) -> dict[tuple[str, str], "_Column"]:
        """The columns that some answers fill, by table and field."""
        plan = self._plan
        return {
            (name, field): _Column(store, column, world.rowset(store).index.get)
            for name, store in plan.tables.items()
            if world.source(plan.columns[store].table) is answers
            for field, column in plan.columns[store].index.items()
            if (store, column) not in plan.calculated
        }

    def _fill_extra(self, world: World, store: int, column: int, marked: _Marked) -> None:
        table = self._plan.columns[store % len(self._plan.columns)]
        extra, columns = table.extras[column - len(table.table.fields)], world.columns[store]
        if extra.dimension:
            columns.write(column, ALL, world.codes(store, extra.dimension), None)
        elif extra.measure is not None and extra.measure[0] in OF_CELL:
            columns.write(column, ALL, 0.0, None)
            if store < len(self._plan.columns):
                self._measure_cells(world, store, column, extra.measure, marked)
        elif extra.measure is not None:
            base, _ = world.raw.get((store, extra.base), (columns.x[extra.base], None))
            columns.write(column, ALL, self._plan.measures[self._plan.measure(extra.measure)].column(base), None)

    def _measure_cells(self, world: World, store: int, column: int, measure: MeasureKey, marked: _Marked) -> None:
        base = self._plan.base(store, column)
        table, rows = self._plan.columns[store].table, world.rowset(store).index
        if (store, base) in self._plan.calculated:
            return
        values = world.columns[store].x[column]
        for key, cell in marked[id(world.source(table))].get((table.id, table.fields[base].id), ()):
            if (row := rows.get(key)) is not None:
                values[row] = measure_of_cell(cell, measure)

    def _set_aside(self, world: World, store: int, column: int) -> None:
        columns = world.columns[store]
        for each in (column, *(measure for measure, _ in self._plan.columns[store].measures_of(column))):
            if (store, each) not in world.raw:
                world.raw[store, each] = (columns.x[each].copy(), columns.v[each].copy())


@dataclass(slots=True)
class _Column:
    """A column while answers are read into it: the rows in which values stand, and the values."""

    store: int
    number: int
    row: Callable[[Key], int | None]
    rows: list[int] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


def _marked(world: World) -> _Marked:
    found: _Marked = {}
    for answers in (world.answers, world.reference):
        if answers is not None:
            by_field = found.setdefault(id(answers), defaultdict(list))
            for place, cell in answers.cells.items():
                if cell.reason is not None or cell.flags:
                    by_field[place.table, place.field].append((place.key, cell))
    return found


def _put(world: World, store: int, column: int, row: int, value: float, *, void: bool) -> None:
    raw = world.raw.get((store, column))
    if raw is None:
        world.columns[store].put(column, row, value, void)
    else:
        raw[0][row], raw[1][row] = value, void
