"""One set of answers as numbers: the columns of every store, the maps between them, and what stands in each cell untouched.

Compiled code reads `x z v n` (whole columns), `xi zi vi` (single cells), `m mi` (maps) and `k` (measures of texts). Last year is a
world of its own, worked out under this form's conditions with an unknown last year, whose columns stand here in last year's stores.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readmission.answers.changes import Answers
from readmission.answers.model import Key
from readmission.engine.columns import Columns, Floats, Mask, Selection
from readmission.engine.grouping import Groups
from readmission.engine.masks import Masks
from readmission.engine.plan import Plan
from readmission.engine.rowset import Inverse, RowSet, align, holding
from readmission.engine.texts import OF_CELL
from readmission.form.model import DimensionKind, Origin, Table
from readmission.form.nodes import Period


class World:
    """Answers of one year; reference tables are filled from `reference` where there is one."""

    def __init__(self, plan: Plan, answers: Answers, reference: Answers | None, last: "World | None") -> None:
        self.plan = plan
        self.answers = answers
        self.reference = reference
        self.last = last
        self.rowsets: list[RowSet] = []
        self.columns: list[Columns] = []
        self.raw: dict[tuple[int, int], tuple[Floats, Mask]] = {}
        self.shifted: set[tuple[int, int, int]] = set()
        self.follows_shifts = True
        """Whether it is remembered where relevance changes; a whole pass, after which all is new, does without."""
        self.x: list[list[Floats]] = []
        self.z: list[list[Floats]] = []
        self.v: list[list[Mask]] = []
        self.n: list[list[int]] = []
        self.xi: list[list[Callable[[int], float]]] = []
        self.zi: list[list[Callable[[int], float]]] = []
        self.vi: list[list[Callable[[int], bool]]] = []
        self.m: list[NDArray[np.intp]] = []
        self.mi: list[list[int]] = []
        self.blocks: dict[tuple[int, int], Any] = {}
        """Cells that a whole pass keeps together, by store and first column; made anew after rows or columns are."""
        self.k = plan.measures
        self.version = -1
        self._inverses: dict[int, Inverse] = {}
        self._holding: dict[int, Mask] = {}
        self._groups: dict[int, Groups] = {}
        self._grow_rows()
        for number, table in enumerate(plan.columns):
            self.columns.append(Columns(self._size(number), table.count))
        self.relevant = [self._shown(store) for store in range(len(plan.columns))]
        self.owed = [self._owed(store) for store in range(len(plan.columns))]
        self.answered = [np.zeros_like(mask) for mask in self.relevant]
        self._lay_out_masks()
        for number, table in enumerate(plan.columns, start=len(plan.columns)):
            self.columns.append(last.columns[number - len(plan.columns)] if last else Columns(self._size(number), table.count))
        self._expose()

    def _shown(self, store: int) -> Mask:
        """Everything is relevant where no condition says otherwise."""
        return np.ones((len(self.plan.owed[store]), self._size(store)), np.bool_)

    def _owed(self, store: int) -> Mask:
        """What is owed where no condition says otherwise: what the levels say."""
        return np.repeat(self.plan.owed[store][:, np.newaxis], self._size(store), axis=1)

    def _lay_out_masks(self) -> None:
        self.masks = Masks(self.relevant, self.owed, self.answered, self.plan.asked)
        self.relevant, self.owed, self.answered = self.masks.relevant, self.masks.owed, self.masks.answered

    def set_relevant(self, store: int, column: int, rows: Selection, mask: Mask | bool) -> None:
        """Set the relevance of a field; where it changes is remembered."""
        self._set_mask(self.relevant, store, column, rows, mask)

    def set_owed(self, store: int, column: int, rows: Selection, mask: Mask | bool) -> None:
        """Set what is owed of a field; where it changes is remembered."""
        self._set_mask(self.owed, store, column, rows, mask)

    def _set_mask(self, masks: list[Mask], store: int, column: int, rows: Selection, mask: Mask | bool) -> None:
        stood = masks[store][column]
        changed = stood[rows] != mask
        if np.count_nonzero(changed):
            if self.follows_shifts:
                for row in np.arange(len(stood))[rows][changed]:
                    self.shifted.add((store, column, int(row)))
            stood[rows] = mask

    def source(self, table: Table) -> Answers:
        """The answers that a table is filled from."""
        return self.reference if table.origin is Origin.REFERENCE and self.reference is not None else self.answers

    def listed(self, table: Table) -> Iterable[Key]:
        """The rows of a list that belong to countries of the round, as people added them."""
        rows = self.source(table).rows.get(table.id, {})
        place = next((number for number, one in enumerate(table.dimensions) if one.kind is DimensionKind.COUNTRY), None)
        if place is None:
            return list(rows)
        order = {country: number for number, country in enumerate(self.plan.countries)}
        return sorted((key for key in rows if key[place] in order), key=lambda key: order[key[place]])

    def rowset(self, store: int) -> RowSet:
        """The rows of a store."""
        return self.rowsets[self.plan.stores[store]]

    def grow(self) -> list[tuple[int, int]]:
        """Take over columns, stores and maps that the plan got since; the columns of tables that are still to be filled.

        Last year's world must have grown before.
        """
        self._grow_rows()
        self.blocks.clear()
        new = []
        for store in range(2 * len(self.plan.columns)):
            table = self.plan.columns[store % len(self.plan.columns)]
            new += [(store, column) for column in range(len(self.columns[store].x), table.count)]
            self.columns[store].widen(table.count)
        self.version = self.plan.version
        self._grow_groups()
        self._grow_maps()
        self._expose()
        return new

    def _grow_rows(self) -> None:
        for rows in self.plan.rows[len(self.rowsets) :]:
            self.rowsets.append(self._list_rows(rows.number) if rows.fixed is None else rows.fixed)

    def _list_rows(self, number: int) -> RowSet:
        rows = self.plan.rows[number]
        table = self.plan.form.tables[rows.table]
        if rows.period is Period.NOW:
            # Sorted, so that what is computed does not depend on the order in which people added rows.
            return RowSet(rows.dimensions, sorted(self.listed(table)))
        if self.last is None:
            return RowSet(rows.dimensions, ())
        return self.last.rowsets[self.plan.rows_of(table, Period.NOW)]

    def _grow_groups(self) -> None:
        for store in range(len(self.columns), len(self.plan.stores)):
            self.columns.append(Columns(self._size(store)))
        for store, count in self.plan.group_columns.items():
            self.columns[store].widen(count)

    def _grow_maps(self) -> None:
        for source, target, fixed in self.plan.maps[len(self.m) :]:
            found = align(self.rowsets[source], self.rowsets[target], fixed)
            self.m.append(found)
            self.mi.append(found.tolist())

    def _size(self, store: int) -> int:
        return len(self.rowset(store))

    def _expose(self) -> None:
        self.x = [columns.x for columns in self.columns]
        self.z = [columns.z for columns in self.columns]
        self.v = [columns.v for columns in self.columns]
        self.n = [columns.n for columns in self.columns]
        self.xi = [columns.xi for columns in self.columns]
        self.zi = [columns.zi for columns in self.columns]
        self.vi = [columns.vi for columns in self.columns]

    def move_rows(self, store: int) -> None:
        """Take over the rows of a list after some were added or removed; new ones are blank."""
        self.blocks.clear()
        number = self.plan.stores[store]
        old, new = self.rowsets[number], self._list_rows(number)
        source = np.fromiter((old.index.get(key, -1) for key in new.keys), np.intp, len(new))
        self.rowsets[number] = new
        self.columns[store] = self.columns[store].moved(source)
        kept = source >= 0
        answered = np.zeros((len(self.answered[store]), len(new)), np.bool_)
        answered[:, kept] = self.answered[store][:, source[kept]]
        self.answered[store] = answered
        for (of, column), (values, void) in list(self.raw.items()):
            if of == store:
                blank = np.full(len(new), np.nan), np.zeros(len(new), np.bool_)
                blank[0][kept], blank[1][kept] = values[source[kept]], void[source[kept]]
                self.raw[of, column] = blank
        self.relevant[store], self.owed[store] = self._shown(store), self._owed(store)
        self._lay_out_masks()
        self._blank_measures(store, ~kept)
        self._follow_rows(number)

    def _blank_measures(self, store: int, new: Mask) -> None:
        for (_, key), column in self.plan.columns[store].measures.items():
            if key[0] in OF_CELL:
                self.columns[store].write(column, new, 0.0, None)
                if (store, column) in self.raw:
                    self.raw[store, column][0][new] = 0.0
        for dimension, column in self.plan.columns[store].coordinates.items():
            self.columns[store].write(column, slice(None), self.codes(store, dimension), None)

    def _follow_rows(self, number: int) -> None:
        for store in range(2 * len(self.plan.columns), len(self.plan.stores)):
            if self.plan.stores[store] == number:
                self.columns[store] = Columns(len(self.rowsets[number]), len(self.columns[store].x))
        for place, (source, target, fixed) in enumerate(self.plan.maps):
            if number in (source, target):
                self.m[place] = align(self.rowsets[source], self.rowsets[target], fixed)
                self.mi[place] = self.m[place].tolist()
                self._inverses.pop(place, None)
        for group, spec in enumerate(self.plan.groups):
            if spec.members == number:
                self._holding.pop(group, None)
        self._groups.clear()
        self._expose()

    def codes(self, store: int, dimension: str) -> Floats:
        """The codes of a dimension by row."""
        rows = self.rowset(store)
        place = rows.dimensions.index(dimension)
        return np.fromiter((self.plan.texts.number(key[place]) for key in rows.keys), np.float64, len(rows))

    def inverse(self, number: int) -> Inverse:
        """The rows that read a row through a map."""
        found = self._inverses.get(number)
        if found is None:
            found = self._inverses[number] = Inverse(self.m[number], len(self.rowsets[self.plan.maps[number][1]]))
        return found

    def groups(self, number: int) -> Groups:
        """To which group of an aggregate each of its members belongs."""
        found = self._groups.get(number)
        if found is None:
            spec = self.plan.groups[number]
            count, of = len(self.rowset(spec.store)), self.m[spec.map]
            outside = of < 0
            if spec.node.fixed:
                outside = outside | ~self.holding(number)
            found = self._groups[number] = Groups(np.where(outside, count, of), count)
        return found

    def holding(self, group: int) -> Mask:
        """Which rows have the fixed codes of an aggregate."""
        found = self._holding.get(group)
        if found is None:
            spec = self.plan.groups[group]
            found = self._holding[group] = holding(self.rowsets[spec.members], spec.node.fixed)
        return found
