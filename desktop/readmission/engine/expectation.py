"""What is owed: an answer to each relevant question of the core, unless a condition of the field or of its table decides.

A condition of the field overrides the levels of the field and of its table; a condition of the table must hold as well.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from readmission.answers.model import Key
from readmission.engine.code import Writer
from readmission.engine.code_parts import TRUE
from readmission.engine.columns import ALL, Mask, Selection
from readmission.engine.masks import Counts, counted
from readmission.engine.place import Load
from readmission.engine.plan import Plan
from readmission.engine.scope import Compiled, Scope
from readmission.engine.unit import Unit
from readmission.engine.world import World
from readmission.form.model import Field, Level, Table
from readmission.form.nodes import Both, Node
from readmission.override import override


def can_be_owed(table: Table, field: Field) -> bool:
    """Whether an answer to a field is ever owed."""
    core = field.level is Level.CORE and (table.level is Level.CORE or table.expected is not None)
    return field.expected is not None or core


class ExpectationUnit(Unit):
    """Where an answer to one field is owed."""

    def __init__(self, plan: Plan, table: Table, column: int) -> None:
        super().__init__()
        field = table.fields[column]
        self.name = f"{table.id}.{field.id}"
        self.store, self.column = plan.tables[table.id], column
        conditions: tuple[Node, ...] = tuple(one.root for one in (table.expected, field.expected) if one is not None)
        self.conditions = conditions
        scope = Scope(plan, table.id)

        def write(writer: Writer) -> list[str]:
            return [writer.yes(Both(conditions)) if conditions else TRUE]

        self.compiled = Compiled(scope, write)
        self.loads = tuple(scope.loads)
        if table.relevant is not None or field.relevant is not None:
            # What became relevant may be owed now.
            self.loads += (Load(self.store, column),)

    @override
    def all(self, world: World) -> None:
        self._write(world, ALL, self.compiled.all(world, ALL))

    @override
    def some(self, world: World, rows: Sequence[int]) -> Iterable[int]:
        index = np.asarray(rows, np.intp)
        self._write(world, index, self.compiled.some(world, index))
        return ()

    @override
    def prepare(self) -> None:
        self.compiled.some  # noqa: B018 - a cached property: it is worked out now and kept

    def _write(self, world: World, rows: Selection, mask: Mask | bool) -> None:
        world.set_owed(self.store, self.column, rows, world.relevant[self.store][self.column, rows] & mask)

    @override
    def give_up(self, world: World) -> None:
        world.set_owed(self.store, self.column, ALL, mask=False)


class Tallies:
    """For each row how many answers are owed and given, and how many more are offered and given."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._counts: list[Counts] = []
        self._stale: set[tuple[int, int]] = set()

    def count(self, world: World) -> None:
        """Count all tables anew."""
        self._stale.clear()
        self._counts = list(world.masks.counts())

    def changed(self, store: int, row: int) -> None:
        """Something of a row changed; it is counted again when somebody asks."""
        self._stale.add((store, row))

    def of(self, world: World, store: int, key: Key) -> tuple[int, int, int, int]:
        """Owed, of these answered, offered beyond them, of these answered."""
        row = world.rowset(store).index[key]
        if (store, row) in self._stale:
            self._count_again(world, store, row)
        owed, owed_answered, shown, answered = self._counts[store][:, row].tolist()
        return owed, owed_answered, shown - owed, answered - owed_answered

    def of_all(self, world: World, store: int) -> Counts:
        """The same of all rows, one column a row."""
        for _, row in [stale for stale in self._stale if stale[0] == store]:
            self._count_again(world, store, row)
        owed, owed_answered, shown, answered = self._counts[store].astype(np.int64)
        return np.stack((owed, owed_answered, shown - owed, answered - owed_answered))

    def _count_again(self, world: World, store: int, row: int) -> None:
        self._stale.discard((store, row))
        masks = world.relevant[store], world.owed[store], world.answered[store], self._plan.asked[store]
        self._counts[store][:, row : row + 1] = counted(*masks, slice(row, row + 1))
