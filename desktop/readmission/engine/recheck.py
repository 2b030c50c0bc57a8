"""After an edit: only the row, the groups it belongs to, and what depends on them.

Work goes from unit to unit in their order. A unit is asked for the rows that may have changed, and only rows where something did
change lead on to the units that read them.
"""

import heapq
from collections.abc import Iterable
from typing import Final

from readmission.engine.dependence import Dependence, Link
from readmission.engine.outcomes import Outcomes
from readmission.engine.place import Reach
from readmission.engine.rule_unit import RuleUnit
from readmission.engine.unit import FieldUnit, Unit
from readmission.engine.world import World

# From this many rows on, whole columns are quicker than row by row.
_MANY_ROWS: Final = 24


class Recheck:
    """One round of work after an edit; `turned` are the rules that turned and `rerun` all that were run again, with rows."""

    def __init__(self, dependence: Dependence, world: World, outcomes: Outcomes) -> None:
        self._dependence = dependence
        self._world = world
        self._outcomes = outcomes
        self._due: dict[int, set[int]] = {}
        self._queue: list[int] = []
        self._units: list[Unit | RuleUnit] = [*dependence.units, *dependence.rules]
        self.turned: list[tuple[RuleUnit, int, bool]] = []
        self.rerun: list[tuple[RuleUnit, Iterable[int]]] = []
        self.computed: list[tuple[int, int, Iterable[int]]] = []

    def edited(self, store: int, column: int, row: int) -> None:
        """A cell changed."""
        filler = self._dependence.filler(store, column)
        if filler is None:
            self._touch(store, column, (row,))
        else:
            self._add(filler.rank, (row,))
            # What is asked of the cell itself can change though its value does not.
            self._touch(store, column, (row,))

    def run(self) -> None:
        """Work off everything that is due."""
        while self._queue:
            rank = heapq.heappop(self._queue)
            rows = self._due.pop(rank)
            unit = self._units[rank]
            if isinstance(unit, RuleUnit):
                self._check(unit, rows)
            else:
                changed = unit.some(self._world, sorted(rows))
                self._touch(unit.store, unit.column, changed)
                if isinstance(unit, FieldUnit) and unit.calculated:
                    self.computed.append((unit.store, unit.column, changed))

    def _check(self, rule: RuleUnit, rows: set[int]) -> None:
        if not self._outcomes.able(rule):
            return
        self.rerun.append((rule, rows))
        run = self._outcomes.some if len(rows) <= _MANY_ROWS else self._outcomes.many
        self.turned += [(rule, row, failed) for row, failed in run(self._world, rule, sorted(rows))]

    def _touch(self, store: int, column: int, rows: Iterable[int]) -> None:
        rows = tuple(rows)
        if rows:
            for link in self._dependence.links.get((store, column), ()):
                self._add(link.rank, self._rows_of(link, rows))

    def _rows_of(self, link: Link, rows: tuple[int, ...]) -> Iterable[int]:
        load = link.load
        if load.reach is Reach.SAME:
            readers: Iterable[int] = rows
        elif load.reach is Reach.POINT:
            readers = self._all_readers(link) if load.index in rows else ()
        else:
            inverse = self._world.inverse(load.index)
            readers = [reader for row in rows for reader in inverse.of(row).tolist()]
        if link.groups < 0:
            return readers
        groups = self._world.mi[link.groups]
        return {group for reader in readers if (group := groups[reader]) >= 0}

    def _all_readers(self, link: Link) -> Iterable[int]:
        if link.groups >= 0:
            return range(len(self._world.mi[link.groups]))
        return range(len(self._world.rowset(self._units[link.rank].store)))

    def _add(self, rank: int, rows: Iterable[int]) -> None:
        due = self._due.get(rank)
        if due is not None:
            due.update(rows)
            return
        due = set(rows)
        if due:
            self._due[rank] = due
            heapq.heappush(self._queue, rank)
