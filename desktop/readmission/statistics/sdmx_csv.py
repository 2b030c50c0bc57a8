"""A form's numbers as SDMX-CSV 2.0, written and read back: one line a cell, under the data structures of `structure`.

OBS_STATUS says why there is no figure, or the weightiest flag of one; OBS_FLAG has all flags. All tables stand in one file, whose
columns are those of all structures; a column that a structure does not have is empty. Notes and due dates are not statistics and are
left out. What cannot be read as a cell is told with its line and column, everything at once.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from readmission.answers.fact_text import Unclear, read_value, value_text
from readmission.answers.model import Cell, Flag, Place, Reason
from readmission.form.model import DimensionKind, Form, Table
from readmission.statistics.columns import WrongColumns
from readmission.statistics.delimited import read_delimited
from readmission.statistics.source import Source
from readmission.statistics.structure import (
    FLAG_STATUSES,
    MEASURE,
    NORMAL,
    OBS_FLAG,
    OBS_STATUS,
    OBS_VALUE,
    REASON_STATUSES,
    REF_AREA,
    TIME_PERIOD,
    UNIT,
    DataStructure,
    Structures,
    code_of,
    identifier,
    structures_of,
    unit_code,
)

STRUCTURE: Final = "STRUCTURE"
STRUCTURE_ID: Final = "STRUCTURE_ID"
ACTION: Final = "ACTION"

_OURS: Final = "datastructure"
_FIXED: Final = (TIME_PERIOD, OBS_VALUE, OBS_STATUS, OBS_FLAG, UNIT)
_NEEDED: Final = (STRUCTURE, STRUCTURE_ID, REF_AREA, MEASURE, TIME_PERIOD, OBS_VALUE)
_REASONS: Final = {status: Reason(reason) for reason, status in REASON_STATUSES.items()}
_FLAGS: Final = "".join(sorted(flag.value for flag in Flag))
_ID: Final = re.compile(r"([A-Za-z0-9_.-]+):([A-Za-z0-9_$@-]+)\(([0-9.]+)\)", re.ASCII)


class Trouble(StrEnum):
    """What can be wrong with a line."""

    LENGTH = "another number of columns than the headings"
    STRUCTURE = "another form or edition, or no table of it"
    ACTION = "a deletion, which is not read"
    STATE = "another reporting state"
    YEAR = "another year"
    COORDINATES = "no cell has these coordinates"
    VALUE = "no number as the field asks for it"
    STATUS = "an unknown status or flag"
    BOTH = "both a figure and a reason, or neither"
    TWICE = "a cell that stands in the file already"


@dataclass(frozen=True, slots=True)
class SdmxProblem:
    """A line that was left out: where, what is wrong, and what stands there."""

    line: int
    column: str
    trouble: Trouble
    text: str = ""


@dataclass(frozen=True, slots=True)
class SdmxRow:
    """A line that is a cell; `text` is its number as the file has it."""

    place: Place
    cell: Cell
    text: str
    line: int


@dataclass(slots=True)
class SdmxRead:
    """The cells of a file, and the lines that are none."""

    rows: list[SdmxRow] = field(default_factory=list)
    problems: list[SdmxProblem] = field(default_factory=list)


def write_sdmx_csv(cells: Mapping[Place, Cell], form: Form, *, state: str, year: int) -> bytes:
    """The numbers among these cells in the order of the form's tables; what has no place in the structures is left out."""
    found = structures_of(form)
    dimensions = tuple(
        dict.fromkeys(part.id for structure in found.structures for part in structure.dimensions if part.id != TIME_PERIOD)
    )
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([STRUCTURE, STRUCTURE_ID, *dimensions, *_FIXED])
    by_table: dict[str, list[Place]] = {}
    for place in sorted(cells):
        by_table.setdefault(place.table, []).append(place)
    for structure in found.structures:
        table = form.tables[structure.id]
        for place in by_table.get(structure.id, ()):
            cell = cells[place]
            if place.field in structure.coordinates and not cell.blank and not cell.typed:
                at = _coordinates(structure, table, place, state)
                part = table.by_id[place.field]
                value = "" if cell.value is None else value_text(cell.value, part, form)
                unit = unit_code(part.unit) if part.unit else ""
                row = [_OURS, _id(found, structure), *(at.get(name, "") for name in dimensions)]
                writer.writerow([*row, str(year), value, _status(cell), cell.flags, unit])
    return target.getvalue().encode()


def read_sdmx_csv(data: bytes, form: Form, *, state: str, year: int, name: str = "") -> SdmxRead:
    """The cells of a file and what is wrong with its other lines; raises WrongColumns or LineUnreadable for no such file at all."""
    lines = read_delimited(Source(data, name))
    _, head = next(lines, (1, []))
    columns = [_plain(heading).removesuffix("[]") for heading in head]
    if len(set(columns)) != len(columns) or not set(_NEEDED) <= set(columns):
        raise WrongColumns(name, wanted=", ".join(_NEEDED), found=", ".join(head)[:200] or "none")
    reading = _Reading(form, state, str(year))
    for line, fields in lines:
        if len(fields) != len(columns):
            reading.refuse(line, "", Trouble.LENGTH)
        else:
            reading.take(line, dict(zip(columns, fields, strict=True)))
    return reading.read


class _Reading:
    """The lines read so far, with what a form's coordinates lead back to."""

    def __init__(self, form: Form, state: str, year: str) -> None:
        self.read = SdmxRead()
        self._form = form
        self._state = identifier(state)
        self._year = year
        found = structures_of(form)
        self._structures = {_id(found, structure): structure for structure in found.structures}
        self._fields = {
            structure.id: {tuple(sorted(said)): part for part, said in structure.coordinates.items()}
            for structure in found.structures
        }
        self._seen: set[Place] = set()

    def refuse(self, line: int, column: str, trouble: Trouble, text: str = "") -> None:
        self.read.problems.append(SdmxProblem(line, column, trouble, text[:80]))

    def take(self, line: int, row: Mapping[str, str]) -> None:
        for column, trouble, wrong in (
            (STRUCTURE_ID, Trouble.STRUCTURE, _structure(row[STRUCTURE_ID]) not in self._structures),
            (ACTION, Trouble.ACTION, row.get(ACTION, "").upper() == "D"),
            (REF_AREA, Trouble.STATE, _plain(row[REF_AREA]) != self._state),
            (TIME_PERIOD, Trouble.YEAR, _plain(row[TIME_PERIOD]) != self._year),
        ):
            if wrong:
                self.refuse(line, column, trouble, row.get(column, ""))
                return
        place = self._place(self._structures[_structure(row[STRUCTURE_ID])], row)
        if place is None:
            self.refuse(line, MEASURE, Trouble.COORDINATES, row[MEASURE])
        elif place in self._seen:
            self.refuse(line, MEASURE, Trouble.TWICE, str(place))
        else:
            self._seen.add(place)
            self._cell(line, place, row)

    def _place(self, structure: DataStructure, row: Mapping[str, str]) -> Place | None:
        table = self._form.tables[structure.id]
        concepts = [name for name, _code in next(iter(structure.coordinates.values()))]
        part = self._fields[structure.id].get(tuple(sorted((name, _plain(row.get(name, ""))) for name in concepts)))
        own = [dimension.id for dimension in structure.dimensions if dimension.id not in {REF_AREA, TIME_PERIOD, *concepts}]
        key = tuple(code_of(_plain(row.get(name, ""))) for name in own)
        known = zip(key, table.dimensions, strict=True)
        if part is None or any(code not in self._form.codelists[dimension.codelist].by_id for code, dimension in known):
            return None
        return Place(structure.id, key, part)

    def _cell(self, line: int, place: Place, row: Mapping[str, str]) -> None:
        text, status = row[OBS_VALUE].strip(), _plain(row.get(OBS_STATUS, ""))
        letters = set(re.sub(r"[\s,;]", "", row.get(OBS_FLAG, "").upper()))
        if status in FLAG_STATUSES:
            letters.add(status)
        elif status not in {"", NORMAL, *_REASONS}:
            self.refuse(line, OBS_STATUS, Trouble.STATUS, status)
            return
        if letters - set(_FLAGS):
            self.refuse(line, OBS_FLAG, Trouble.STATUS, row.get(OBS_FLAG, ""))
            return
        reason = _REASONS.get(status)
        if bool(text) == (reason is not None):
            self.refuse(line, OBS_VALUE, Trouble.BOTH, text)
            return
        flags = "".join(sorted(letters))
        if reason is not None:
            self.read.rows.append(SdmxRow(place, Cell(reason=reason, flags=flags), "", line))
            return
        try:
            value = read_value(text, self._form.tables[place.table].by_id[place.field], self._form)
        except Unclear:
            self.refuse(line, OBS_VALUE, Trouble.VALUE, text)
            return
        self.read.rows.append(SdmxRow(place, Cell(value=value, flags=flags), text, line))


def _coordinates(structure: DataStructure, table: Table, place: Place, state: str) -> dict[str, str]:
    concepts = {name for name, _code in structure.coordinates[place.field]}
    own = [part.id for part in structure.dimensions if part.id not in {REF_AREA, TIME_PERIOD, *concepts}]
    assert len(own) == len(table.dimensions), "a structure has a dimension for each of its table"
    assert all(dimension.kind is not DimensionKind.ROWS for dimension in table.dimensions), "a grid has no rows that people add"
    keys = dict(zip(own, map(identifier, place.key), strict=True))
    return {REF_AREA: identifier(state)} | keys | dict(structure.coordinates[place.field])


def _id(found: Structures, structure: DataStructure) -> str:
    return f"{found.agency}:{structure.id}({found.version})"


def _structure(text: str) -> str:
    match = _ID.match(text.strip())
    return match[0] if match else ""


def _status(cell: Cell) -> str:
    if cell.reason is not None:
        return REASON_STATUSES[cell.reason]
    return next((letter for letter in FLAG_STATUSES if letter in cell.flags), NORMAL)


def _plain(text: str) -> str:
    """A code without the label that may stand behind it."""
    return text.strip().removeprefix("\ufeff").partition(":")[0].strip()
