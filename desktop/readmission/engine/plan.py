"""Where everything stands: the rows of each table, the columns over them, and how rows find each other.

A store is a set of columns over one set of rows. Each table has two, this year's and last year's, with the same columns: its
fields, then whatever expressions ask about their cells (ranks, lengths, reasons), the codes of its dimensions, and whether the
row is relevant. Aggregates stand in stores of their own, one column each over the groups they are made for, and are read like any
other column.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.place import Load, Reach
from readmission.engine.rowset import Fixed, RowSet, align
from readmission.engine.texts import LENGTH, MATCHES, RANK, Measure, MeasureKey, Texts, measure_of
from readmission.form.expression.names import REPORTING_YEAR
from readmission.form.model import DimensionKind, Form, Level, Table
from readmission.form.nodes import Aggregate, Period
from readmission.form.round import Round

# The name under which the relevance of whole rows is read like a field.
GATE: Final = ""

Members: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Rows:
    """A set of rows: all combinations of codes, known once and for all, or the rows of a list in one year."""

    number: int
    dimensions: tuple[str, ...]
    fixed: RowSet | None
    table: str = ""
    period: Period = Period.NOW


@dataclass(frozen=True, slots=True)
class Extra:
    """A column beside the fields: a measure of a field's cell, the code of a dimension, or the relevance of the row."""

    base: int = -1
    measure: MeasureKey | None = None
    dimension: str = ""


@dataclass
class TableColumns:
    """The columns of a table, in both of its stores; `index` finds the column of a field and of everything else."""

    table: Table
    index: dict[str, int]
    extras: list[Extra] = field(default_factory=list)
    measures: dict[tuple[int, MeasureKey], int] = field(default_factory=dict)
    coordinates: dict[str, int] = field(default_factory=dict)
    _counted: int = 0
    _by_field: dict[int, list[tuple[int, MeasureKey]]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.table.fields) + len(self.extras)

    def add(self, extra: Extra) -> int:
        """One more column."""
        self.extras.append(extra)
        return self.count - 1

    def measures_of(self, base: int) -> list[tuple[int, MeasureKey]]:
        """The columns that measure a field."""
        if self._counted != len(self.measures):
            # Asked in every pass for every field, while measures are added once.
            self._counted = len(self.measures)
            self._by_field = {}
            for (of, key), column in self.measures.items():
                self._by_field.setdefault(of, []).append((column, key))
        return self._by_field.get(base, [])


@dataclass(frozen=True)
class GroupColumn:
    """An aggregate: the rows that are its members, and the store and column where it stands."""

    node: Aggregate
    members: int
    store: int
    column: int
    map: int


class Plan:
    """The stores, maps and aggregates of a form in a round; it grows when an expression asks for something new."""

    def __init__(self, form: Form, round_: Round) -> None:
        self.form = form
        self.texts = Texts()
        self.tables = {table.id: number for number, table in enumerate(form.tables.values())}
        self.rows: list[Rows] = []
        self.columns: list[TableColumns] = []
        self.stores: list[int] = []
        self.owed: list[NDArray[np.bool_]] = []
        """For each table which fields are owed where no condition says otherwise."""
        self.asked: list[NDArray[np.bool_]] = []
        """For each table which fields people answer: neither computed nor prefilled."""
        self.maps: list[tuple[int, int, Fixed]] = []
        self.groups: list[GroupColumn] = []
        self.measures: list[Measure] = []
        self.version = 0
        """Grows with every column and map, so that a world knows when it has to follow."""
        self.countries = round_.countries
        self.calculated: set[tuple[int, int]] = set()
        self._round = round_
        self._parameters = {one.id: one.value for one in form.parameters.values()} | round_.parameters
        self._parameters[REPORTING_YEAR] = round_.year
        self._combinations: dict[Members, int] = {}
        self._lists: dict[tuple[str, Period], int] = {}
        self._maps: dict[tuple[int, int, Fixed], int] = {}
        self._groups: dict[tuple[Aggregate, int], int] = {}
        self._group_stores: dict[int, int] = {}
        self._measures: dict[MeasureKey, int] = {}
        self.group_columns: dict[int, int] = {}
        for table in form.tables.values():
            self._lay_out(table)
        for period in Period:
            self.stores += [self.rows_of(table, period) for table in form.tables.values()]

    def _lay_out(self, table: Table) -> None:
        columns = TableColumns(table, {one.id: number for number, one in enumerate(table.fields)})
        if table.relevant is not None:
            columns.index[GATE] = columns.add(Extra())
        number = len(self.columns)
        self.calculated |= {(number, column) for column, one in enumerate(table.fields) if one.calculation is not None}
        self.columns.append(columns)
        asked = [one.calculation is None and not one.prefilled for one in table.fields]
        self.asked.append(np.array(asked, np.bool_))
        core = table.level is Level.CORE
        self.owed.append(np.array([core and one.level is Level.CORE for one in table.fields], np.bool_) & self.asked[-1])

    # Rows ------------------------------------------------------------------------------------------------------------------

    def rows_of(self, table: Table, period: Period) -> int:
        """The number of the rows of a table."""
        if table.is_list:
            key = (table.id, period)
            if key not in self._lists:
                self._lists[key] = len(self.rows)
                self.rows.append(Rows(len(self.rows), tuple(one.id for one in table.dimensions), None, *key))
            return self._lists[key]
        return self._combination(table, (one.id for one in table.dimensions))

    def _combination(self, table: Table, names: Iterable[str]) -> int:
        known = {one.id: one for one in table.dimensions}
        members = tuple(
            (
                name,
                self._round.countries
                if known[name].kind is DimensionKind.COUNTRY
                else tuple(self.form.codelists[known[name].codelist].by_id),
            )
            for name in names
        )
        if members not in self._combinations:
            self._combinations[members] = len(self.rows)
            dimensions = tuple(name for name, _ in members)
            self.rows.append(Rows(len(self.rows), dimensions, RowSet.all_of(dimensions, tuple(codes for _, codes in members))))
        return self._combinations[members]

    # Columns -----------------------------------------------------------------------------------------------------------------

    def store(self, table: str, period: Period) -> int:
        """The store of a table."""
        return self.tables[table] + (len(self.tables) if period is Period.LAST else 0)

    def is_group_store(self, store: int) -> bool:
        """Whether a store holds aggregates."""
        return store >= 2 * len(self.tables)

    def measured(self, table: str, base: int, measure: MeasureKey) -> int:
        """The column of a measure of a field."""
        columns = self.columns[self.tables[table]]
        found = columns.measures.get((base, measure))
        if found is None:
            self.version += 1
            found = columns.measures[base, measure] = columns.add(Extra(base, measure))
            if measure[0] in (RANK, LENGTH, MATCHES):
                self.measure(measure)
        return found

    def coordinate(self, table: str, dimension: str) -> int:
        """The column with the codes of a dimension."""
        columns = self.columns[self.tables[table]]
        found = columns.coordinates.get(dimension)
        if found is None:
            self.version += 1
            found = columns.coordinates[dimension] = columns.add(Extra(dimension=dimension))
        return found

    def measure(self, key: MeasureKey) -> int:
        """The number of a measure of texts."""
        if key not in self._measures:
            self._measures[key] = len(self.measures)
            self.measures.append(measure_of(key, self.form, self.texts))
        return self._measures[key]

    def parameter(self, name: str) -> float:
        """A threshold of the round, scaled."""
        return float(self._parameters[name])

    def base(self, store: int, column: int) -> int:
        """The column that a column follows: a measure follows its field."""
        if self.is_group_store(store):
            return column
        columns = self.columns[store % len(self.tables)]
        extra = column - len(columns.table.fields)
        return columns.extras[extra].base if extra >= 0 and columns.extras[extra].base >= 0 else column

    # Maps and groups -----------------------------------------------------------------------------------------------------------

    def reach(self, source: int, store: int, column: int, fixed: Fixed = ()) -> Load:
        """How the rows `source` read a column."""
        target = self.stores[store]
        if source == target and not fixed:
            return Load(store, column)
        free = set(self.rows[target].dimensions) - {name for name, _ in fixed}
        known, own = self.rows[target].fixed, self.rows[source].fixed
        if known is not None and not free:
            row = int(align(RowSet((), [()], ()), known, fixed)[0])
            if row >= 0:
                return Load(store, column, Reach.POINT, row, len(known))
        sure = known is not None and own is not None and bool((align(own, known, fixed) >= 0).all())
        return Load(store, column, Reach.MAP if sure else Reach.SOME, self.map(source, target, fixed))

    def map(self, source: int, target: int, fixed: Fixed) -> int:
        """The number of the map from the rows `source` to the rows `target`."""
        key = (source, target, fixed)
        if key not in self._maps:
            self.version += 1
            self._maps[key] = len(self.maps)
            self.maps.append(key)
        return self._maps[key]

    def group(self, node: Aggregate, table: str, source: int) -> GroupColumn:
        """Where an aggregate stands that the rows `source` of a table ask for."""
        groups = self._groups_for(node, table, source)
        found = self._groups.get((node, groups))
        if found is None:
            self.version += 1
            found = self._groups[node, groups] = len(self.groups)
            store = self._group_stores.get(groups)
            if store is None:
                store = self._group_stores[groups] = len(self.stores)
                self.stores.append(groups)
            column = self.group_columns.get(store, 0)
            self.group_columns[store] = column + 1
            members = self.rows_of(self.form.tables[node.table], node.period)
            self.groups.append(GroupColumn(node, members, store, column, self.map(members, groups, ())))
        return self.groups[found]

    def _groups_for(self, node: Aggregate, table: str, source: int) -> int:
        if set(node.by) == set(self.rows[source].dimensions):
            return source
        return self._combination(self.form.tables[table], node.by)
