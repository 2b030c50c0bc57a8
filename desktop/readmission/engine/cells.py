"""The cells of one set of answers as columns: what stands there, before any condition is looked at."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Key, Place, Reason
from readmission.engine.operands import Floats
from readmission.engine.rowset import RowSet
from readmission.form.model import DimensionKind, Field, FieldType, Form, Table
from readmission.form.round import Round

BLANK: Final = 0
VALUE: Final = 1
UNREADABLE: Final = 2
REASONS: Final = {reason: number for number, reason in enumerate(Reason, start=3)}
YES: Final = "Y"


class RawColumn:
    """One field: numbers, texts, what state each cell is in, and the flags of those that have any."""

    def __init__(self, field: Field, positions: dict[str, int], size: int) -> None:
        self.field = field
        self._positions = positions
        self.x: Floats = np.full(size, np.nan)
        self.text: NDArray[np.object_] = np.full(size, None, np.object_)
        self.state = np.zeros(size, np.int8)
        self.flags: dict[int, str] = {}

    def put(self, row: int, cell: Cell) -> None:
        """Take a cell over."""
        self.x[row], self.text[row] = np.nan, None
        self.state[row] = BLANK
        self.flags.pop(row, None)
        if cell.flags:
            self.flags[row] = cell.flags
        if cell.reason is not None:
            self.state[row] = REASONS[cell.reason]
        elif cell.typed:
            self.state[row] = UNREADABLE
        elif cell.value is not None:
            number = self._number(cell.value)
            self.state[row] = UNREADABLE if number is None else VALUE
            self.x[row] = np.nan if number is None else number
            self.text[row] = cell.value if isinstance(cell.value, str) else None

    def _number(self, value: int | str) -> float | None:
        kind = self.field.type
        if kind.numeric:
            return float(value) if isinstance(value, int) else None
        if kind is FieldType.DATE:
            return float(date.fromisoformat(str(value)).toordinal())
        if kind is FieldType.YES_NO:
            return 1.0 if value == YES else 0.0
        if kind is FieldType.CODE:
            # A code that is not in the list is a finding of its own and unknown to every rule.
            position = self._positions.get(str(value))
            return None if position is None else float(position)
        return 0.0


class Cells:
    """All tables of one set of answers."""

    def __init__(self, form: Form, round_: Round, answers: Answers) -> None:
        self.answers = answers
        self._form = form
        self._round = round_
        self._positions = {
            name: {code: number for number, code in enumerate(codelist.by_id)} for name, codelist in form.codelists.items()
        }
        self.rowsets: dict[str, RowSet] = {}
        self._columns: dict[tuple[str, str], RawColumn] = {}
        by_table: dict[str, list[Place]] = {}
        for place in answers.cells:
            by_table.setdefault(place.table, []).append(place)
        for table in form.tables.values():
            self._load(table, by_table.get(table.id, []))

    def column(self, table: str, field: str) -> RawColumn:
        """A field of a table."""
        return self._columns[table, field]

    def put(self, place: Place, cell: Cell) -> None:
        """Take a cell over; a cell outside of the rows of its table is kept in the answers and read by nothing."""
        row = self.rowsets[place.table].index.get(place.key)
        if row is not None:
            self._columns[place.table, place.field].put(row, cell)

    def reload(self, table: str) -> None:
        """Read a table anew after its rows changed."""
        self._load(self._form.tables[table], [place for place in self.answers.cells if place.table == table])

    def _load(self, table: Table, places: list[Place]) -> None:
        rows = self._rows(table)
        self.rowsets[table.id] = rows
        for field in table.fields:
            self._columns[table.id, field.id] = RawColumn(field, self._positions.get(field.codelist, {}), len(rows))
        for place in places:
            self.put(place, self.answers.cells[place])

    def _rows(self, table: Table) -> RowSet:
        names = tuple(dimension.id for dimension in table.dimensions)
        if table.is_list:
            countries = {country: number for number, country in enumerate(self._round.countries)}
            keys: list[Key] = sorted(
                (key for key in self.answers.rows.get(table.id, {}) if not countries or key[0] in countries or len(key) == 1),
                key=lambda key: countries.get(key[0], 0),
            )
            return RowSet(names, keys)
        members = tuple(
            self._round.countries
            if dimension.kind is DimensionKind.COUNTRY
            else tuple(self._form.codelists[dimension.codelist].by_id)
            for dimension in table.dimensions
        )
        return RowSet.all_of(names, members)
