"""What a whole pass does at once: the fields of a table that are shown under one condition, and those owed under one.

After an edit each field is worked out by itself; in a whole pass most of the time would go into asking the same of one field after
the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from readmission.engine.columns import ALL, Floats, Mask
from readmission.engine.expectation import ExpectationUnit
from readmission.engine.rowset import Rows
from readmission.engine.texts import OF_CELL
from readmission.engine.unit import FieldUnit, Unit
from readmission.engine.world import World

Whole: TypeAlias = "Unit | FieldsTogether | OwedTogether"


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of fields under one condition, one field below the other: as they were answered, and as rules see them."""

    columns: Rows
    """The columns of the fields and, after them, of what is measured of them."""
    raw: Floats
    raw_void: Mask
    hidden: Floats
    """What stands where a cell is hidden: no value, and no for what is asked of the cell itself."""
    z: Floats
    void: Mask


class FieldsTogether:
    """Fields of one table with one condition and no calculation."""

    def __init__(self, units: Sequence[FieldUnit]) -> None:
        self.units = units
        self.ranks = frozenset(unit.rank for unit in units)
        self._store = units[0].store
        self._fields = [unit.column for unit in units]
        self._rows = np.array(self._fields, np.intp)

    def all(self, world: World) -> None:
        """Work everything out."""
        block = world.blocks.get((self._store, self._fields[0]))
        if block is None:
            block = world.blocks[self._store, self._fields[0]] = self._block(world)
        mask = self.units[0].compiled.all(world, ALL)
        columns, count = world.columns[self._store], len(self._fields)
        columns.matrix[block.columns] = np.where(mask, block.raw, block.hidden)
        np.logical_or(block.raw_void, np.logical_not(mask), out=block.void)
        np.copyto(block.z, block.raw[:count])
        np.putmask(block.z, block.void, 0.0)
        for column, voids in zip(self._fields, np.add.reduce(block.void, axis=1, dtype=np.intp).tolist(), strict=True):
            columns.n[column] = voids
        if np.count_nonzero(world.relevant[self._store].take(self._rows, 0) != mask):
            for column in self._fields:
                world.set_relevant(self._store, column, ALL, mask)

    def give_up(self, world: World) -> None:
        """Make everything unknown that is filled here, because it could not be worked out."""
        for unit in self.units:
            unit.give_up(world)

    def _block(self, world: World) -> Block:
        measures = [one for column in self._fields for one in self._measures(world, column)]
        numbers = [*self._fields, *(number for number, _ in measures)]
        raw = np.array([world.raw[self._store, number][0] for number in numbers])
        raw_void = np.array([world.raw[self._store, number][1] for number in numbers])
        for place, number in enumerate(numbers):
            world.raw[self._store, number] = raw[place], raw_void[place]
        count = len(self._fields)
        z, void = world.columns[self._store].stand_apart(self._fields)
        hidden = np.full((len(numbers), 1), np.nan)
        hidden[count:, 0] = [0.0 if key[0] in OF_CELL else np.nan for _, key in measures]
        return Block(np.array(numbers, np.intp), raw, raw_void[:count], hidden, z, void)

    def _measures(self, world: World, column: int) -> list[tuple[int, tuple[str, str]]]:
        return world.plan.columns[self._store].measures_of(column)


class OwedTogether:
    """Fields of one table whose answers are owed under one condition."""

    def __init__(self, units: Sequence[ExpectationUnit]) -> None:
        self.units = units
        self.ranks = frozenset(unit.rank for unit in units)
        self._store = units[0].store
        self._rows = np.array([unit.column for unit in units], np.intp)

    def all(self, world: World) -> None:
        """Work everything out."""
        mask = self.units[0].compiled.all(world, ALL)
        owed = world.relevant[self._store].take(self._rows, 0) & mask
        changed = world.owed[self._store].take(self._rows, 0) != owed
        if np.count_nonzero(changed):
            for unit, one in zip(self.units, owed, strict=True):
                world.set_owed(self._store, unit.column, ALL, one)

    def give_up(self, world: World) -> None:
        """Nothing is owed where it could not be worked out."""
        for unit in self.units:
            unit.give_up(world)


def together(units: Iterable[Unit]) -> Iterator[Whole]:
    """The units in their order, fields under one condition at the place of the first; nothing waits for what is owed."""
    alike: dict[tuple[object, ...], list[FieldUnit]] = {}
    owed: dict[tuple[object, ...], list[ExpectationUnit]] = {}
    order: list[Unit | list[FieldUnit]] = []
    for unit in units:
        if isinstance(unit, ExpectationUnit):
            owed.setdefault((unit.store, unit.conditions), []).append(unit)
        elif isinstance(unit, FieldUnit) and not unit.calculated:
            key = (unit.store, unit.conditions)
            if key not in alike:
                alike[key] = []
                order.append(alike[key])
            alike[key].append(unit)
        else:
            order.append(unit)
    for one in order:
        yield one if isinstance(one, Unit) else FieldsTogether(one) if len(one) > 1 else one[0]
    for each in owed.values():
        yield OwedTogether(each)
