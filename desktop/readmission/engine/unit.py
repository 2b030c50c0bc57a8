"""What has to be worked out from the cells, piece by piece, and in which order: each piece is a unit.

A unit fills columns: the relevance of rows, a field with a condition or a calculation, an aggregate. It can do so for all rows
at once, for some rows, or for one row after an edit; in each case it says whether anything changed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from readmission.engine.code import Writer
from readmission.engine.code_parts import FALSE, TRUE
from readmission.engine.columns import ALL, Floats, Mask, Selection
from readmission.engine.grouping import Groups, aggregated
from readmission.engine.place import Load
from readmission.engine.plan import GATE, GroupColumn, Plan
from readmission.engine.scope import Compiled, Scope
from readmission.engine.texts import OF_CELL
from readmission.engine.world import World
from readmission.form.model import Table
from readmission.form.nodes import TRUTH, Aggregate, Both, Column, Kind, Node
from readmission.override import override


class Unit(ABC):
    """One piece of work; `rank` is its place in the order."""

    name: str
    store: int
    column: int
    compiled: Compiled
    rank: int = -1

    def __init__(self) -> None:
        self.loads: tuple[Load, ...] = ()

    @abstractmethod
    def all(self, world: World) -> None:
        """Work everything out."""

    @abstractmethod
    def some(self, world: World, rows: Sequence[int]) -> Iterable[int]:
        """Work some rows out; those where something changed."""

    def prepare(self) -> None:
        """Compile what an edit needs."""
        self.compiled.prepare()

    @property
    def ranks(self) -> frozenset[int]:
        """What is lost when it could not run."""
        return frozenset((self.rank,))

    def give_up(self, world: World) -> None:
        """Make everything unknown that this unit fills, because it could not run."""
        world.columns[self.store].write(self.column, ALL, np.nan, None)


class GateUnit(Unit):
    """Whether the rows of a table are relevant."""

    def __init__(self, plan: Plan, table: Table, root: Node) -> None:
        super().__init__()
        self.name = table.id
        self.store = plan.tables[table.id]
        self.column = plan.columns[self.store].index[GATE]
        scope = Scope(plan, table.id)
        self.compiled = Compiled(scope, lambda writer: [writer.yes(root)])
        self.loads = tuple(scope.loads)

    @override
    def all(self, world: World) -> None:
        world.columns[self.store].write(self.column, ALL, np.asarray(self.compiled.all(world, ALL), np.float64), None)

    @override
    def some(self, world: World, rows: Sequence[int]) -> Iterable[int]:
        columns = world.columns[self.store]
        return [row for row in rows if columns.put(self.column, row, float(self.compiled.one(world, row)), void=False)]


class FieldUnit(Unit):
    """A field with a condition, a calculation, or both; what is measured of it follows."""

    _MANY: ClassVar[int] = 24

    def __init__(self, plan: Plan, table: Table, column: int) -> None:
        super().__init__()
        field = table.fields[column]
        self.name = f"{table.id}.{field.id}"
        self.store, self.column = plan.tables[table.id], column
        self._plan = plan
        self.calculated = field.calculation is not None
        gate = (Column(TRUTH, table.id, GATE),) if table.relevant is not None else ()
        conditions: tuple[Node, ...] = (*gate, field.relevant.root) if field.relevant is not None else gate
        self.conditions = conditions
        self.conditional = bool(conditions)
        scope = Scope(plan, table.id)
        calculation = field.calculation.root if field.calculation is not None else None
        scale = field.places if field.type.numeric else 0

        def write(writer: Writer) -> list[str]:
            mask = writer.yes(Both(conditions)) if conditions else TRUE
            return [mask, *([] if calculation is None else writer.computed(calculation, scale))]

        self.compiled = Compiled(scope, write)
        self.loads = tuple(scope.loads)

    @override
    def all(self, world: World) -> None:
        if self.calculated or self._plan.columns[self.store].measures_of(self.column):
            self._write(world, ALL)
            return
        # Most fields are no more than shown or hidden, and a whole pass has hundreds of them.
        mask = self.compiled.all(world, ALL)
        values, void = world.raw[self.store, self.column]
        columns = world.columns[self.store]
        if isinstance(mask, np.ndarray) and mask.ndim and np.count_nonzero(mask) < len(mask):
            columns.hide(self.column, values, void, np.logical_not(mask))
        elif np.all(mask):
            columns.write(self.column, ALL, values, void)
        else:
            columns.write(self.column, ALL, np.nan, void=True)
        world.set_relevant(self.store, self.column, ALL, mask)

    def _write(self, world: World, rows: Selection) -> None:
        found = (self.compiled.all if rows is ALL else self.compiled.some)(world, rows)
        mask: Mask | bool = found[0] if self.calculated else found
        columns = world.columns[self.store]
        values: Floats | float
        void: Mask | bool
        if self.calculated:
            values, void = found[1], found[2]
        else:
            raw = world.raw[self.store, self.column]
            values, void = raw[0][rows], raw[1][rows]
        # In most passes a condition holds everywhere, and then nothing has to be taken out.
        if mask is not True and (mask is False or np.count_nonzero(mask) < len(mask)):
            values, void = np.where(mask, values, np.nan), void | np.logical_not(mask)
        columns.write(self.column, rows, values, void)
        if self.conditional:
            world.set_relevant(self.store, self.column, rows, mask)
        self._measure(world, rows, mask)

    def _measure(self, world: World, rows: Selection, mask: Mask | bool) -> None:
        columns = world.columns[self.store]
        for number, key in self._plan.columns[self.store].measures_of(self.column):
            if key[0] in OF_CELL:
                measured = world.raw[self.store, number][0][rows]
                columns.write(number, rows, np.where(mask, measured, 0.0), None)
            elif self.calculated:
                measure = self._plan.measures[self._plan.measure(key)]
                columns.write(number, rows, measure.column(columns.x[self.column][rows]), None)
            else:
                measured = world.raw[self.store, number][0][rows]
                columns.write(number, rows, np.where(mask, measured, np.nan), None)

    @override
    def some(self, world: World, rows: Sequence[int]) -> Iterable[int]:
        if len(rows) <= self._MANY:
            return [row for row in rows if self._one(world, row)]
        index = np.asarray(rows, np.intp)
        old = self._seen(world, index)
        self._write(world, index)
        new = self._seen(world, index)
        changed = np.zeros(len(index), np.bool_)
        for before, after in zip(old, new, strict=True):
            changed |= (before != after) & ~((before != before) & (after != after))  # noqa: PLR0124 (NaN is no value)
        return [int(row) for row in index[changed]]

    def _seen(self, world: World, rows: Selection) -> list[Floats]:
        columns = world.columns[self.store]
        numbers = (self.column, *(number for number, _ in self._plan.columns[self.store].measures_of(self.column)))
        masks = (columns.v[self.column][rows], world.relevant[self.store][self.column, rows])
        return [*(columns.x[number][rows] for number in numbers), *(mask.astype(np.float64) for mask in masks)]

    def _one(self, world: World, row: int) -> bool:
        found = self.compiled.one(world, row)
        mask = bool(found[0] if self.calculated else found)
        columns = world.columns[self.store]
        if self.calculated:
            value, void = found[1], bool(found[2])
        else:
            raw = world.raw[self.store, self.column]
            value, void = raw[0].item(row), raw[1].item(row)
        if not mask:
            value, void = np.nan, True
        changed = columns.put(self.column, row, value, void)
        if self.conditional and world.relevant[self.store].item(self.column, row) is not mask:
            world.relevant[self.store][self.column, row] = mask
            world.shifted.add((self.store, self.column, row))
            changed = True
        for number, key in self._plan.columns[self.store].measures_of(self.column):
            changed |= columns.put(number, row, self._measured(world, number, key, row, mask=mask, value=value), void=False)
        return changed

    def _measured(self, world: World, number: int, key: tuple[str, str], row: int, *, mask: bool, value: float) -> float:
        if self.calculated and key[0] not in OF_CELL:
            return self._plan.measures[self._plan.measure(key)].of(value)
        if not mask:
            return 0.0 if key[0] in OF_CELL else np.nan
        return world.raw[self.store, number][0].item(row)

    @override
    def give_up(self, world: World) -> None:
        super().give_up(world)
        if self.conditional:
            world.relevant[self.store][self.column] = False


class GroupUnit(Unit):
    """An aggregate, once for each group of rows that asks for it."""

    _MANY: ClassVar[int] = 64

    def __init__(self, plan: Plan, number: int) -> None:
        super().__init__()
        spec: GroupColumn = plan.groups[number]
        node = spec.node
        self.name = f"{node.function}({node.table})"
        self.store, self.column, self.map = spec.store, spec.column, spec.map
        self.node = node
        self._number = number
        scope = Scope(plan, node.table, node.period)
        self.compiled = Compiled(scope, lambda writer: _member_parts(writer, node))
        self.loads = tuple(scope.loads)

    @override
    def all(self, world: World) -> None:
        values, void = aggregated(self.node, _as_parts(self.compiled.all(world, ALL)), world.groups(self._number))
        world.columns[self.store].write(self.column, ALL, values, void)

    @override
    def some(self, world: World, rows: Sequence[int]) -> Iterable[int]:
        columns = world.columns[self.store]
        if len(rows) > self._MANY:
            before, was_void = columns.x[self.column].copy(), columns.v[self.column].copy()
            self.all(world)
            after = columns.x[self.column]
            changed = (before != after) & ~(np.isnan(before) & np.isnan(after)) | (was_void != columns.v[self.column])
            return [int(row) for row in np.flatnonzero(changed)]
        return [row for row in rows if self._one(world, row)]

    @override
    def prepare(self) -> None:
        self.compiled.some  # noqa: B018 - a cached property: it is worked out now and kept

    def _one(self, world: World, group: int) -> bool:
        members = world.inverse(self.map).selection(group)
        size = members.stop - members.start if isinstance(members, slice) else len(members)
        of = np.zeros(size, np.intp)
        if self.node.fixed:
            of[~world.holding(self._number)[members]] = 1
        values, void = aggregated(self.node, _as_parts(self.compiled.some(world, members)), Groups(of, 1))
        columns = world.columns[self.store]
        return columns.put(self.column, group, values.item(0), void is not None and bool(void.item(0)))


def _member_parts(writer: Writer, node: Aggregate) -> list[str]:
    where = TRUE if node.where is None else writer.yes(node.where)
    if node.function == "count":
        return [where]
    if node.operand.type.kind is Kind.TRUTH:
        return [writer.yes(node.operand), writer.no(node.operand), where]
    addend = writer.addend(node.operand)
    void = addend.void
    if void != FALSE and addend.possible:
        void = f"({void} if {addend.possible} else {FALSE})"
    return [addend.value, void, where]


def _as_parts(found: object) -> tuple[Floats | Mask, ...]:
    return found if isinstance(found, tuple) else (found,)
