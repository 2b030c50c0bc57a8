"""What was relevant, owed and computed before many cells change at once, to tell afterwards what is different."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from readmission.engine.plan import Plan
from readmission.engine.world import World

Spot: TypeAlias = tuple[int, int, int]


class Snapshot:
    """The masks and calculated columns of a world at one moment."""

    def __init__(self, plan: Plan, world: World) -> None:
        self._plan = plan
        self._masks = [(relevant.copy(), owed.copy()) for relevant, owed in zip(world.relevant, world.owed, strict=True)]
        self._computed = {(store, column): world.x[store][column].copy() for store, column in plan.calculated}

    def changed(self, world: World, moved: set[int]) -> tuple[list[Spot], list[Spot]]:
        """The cells whose relevance or expectation changed, and the calculated ones that hold something else.

        In tables whose rows changed it is all of them.
        """
        return list(self._shifted(world, moved)), list(self._recomputed(world, moved))

    def _shifted(self, world: World, moved: set[int]) -> Iterator[Spot]:
        for store, (relevant, owed) in enumerate(self._masks):
            if store in moved:
                found = np.ones(world.relevant[store].shape, np.bool_)
            else:
                found = (relevant != world.relevant[store]) | (owed != world.owed[store])
            for column, row in zip(*np.nonzero(found), strict=True):
                yield store, int(column), int(row)

    def _recomputed(self, world: World, moved: set[int]) -> Iterator[Spot]:
        for (store, column), before in self._computed.items():
            after = world.x[store][column]
            if store in moved:
                rows = np.arange(len(after))
            else:
                rows = np.flatnonzero((before != after) & ~(np.isnan(before) & np.isnan(after)))
            yield from ((store, column, int(row)) for row in rows)
