r"""The facts: every answer as one line of text, in one order and one spelling, so that the same answers are the same bytes.

UTF-8, line feeds, the header `place,value,reason,flags,note,due`; a column is quoted only where it holds a comma or a quotation
mark; a line feed inside a text is `\n`, a backslash `\\`. Places increase in byte order. A blank cell has no line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final, NoReturn

from readmission.answers.fact_text import UNPRINTABLE, Unclear, escape, read_day, read_value, unescape, value_text
from readmission.answers.model import Cell, Flag, Key, NoPlace, Place, Reason
from readmission.answers.records import FactRow
from readmission.errors import AnswersError, Phrase
from readmission.form.model import DimensionKind, Field, FieldType, Form, Table

HEADER: Final = ",".join(FactRow._fields)

_COMMAS: Final = len(FactRow._fields) - 1
_SHOWN: Final = 20

_COLUMN: Final = re.compile(r'"((?:[^"]|"")*)"(?=,|\Z)|([^",]*)(?=,|\Z)')
_FLAG_ORDER: Final = "".join(sorted(flag.value for flag in Flag))
_VALUE_ALONE: Final = ("",) * (len(FactRow._fields) - 2)
_REASONS: Final = {reason.value: reason for reason in Reason}


class FactsRefused(AnswersError):
    """A text is not the facts of a form; says the line and why."""

    code: ClassVar[str] = "AN-11"
    happened: ClassVar[str] = "Line {line} of the facts cannot be used: {why}."
    unharmed: ClassVar[str] = "None of these facts was taken over."
    remedy: ClassVar[str] = "Ask the sender for the original file; it must not be edited by hand."


class FactsUnwritable(AnswersError):
    """Some cells cannot be written as facts; `problems` names each with its reason."""

    code: ClassVar[str] = "AN-12"
    happened: ClassVar[str] = "Cells that cannot be written as they stand ({count}): {cells}."
    unharmed: ClassVar[str] = "No answer was changed, and nothing was written."
    remedy: ClassVar[str] = "Correct or clear these cells."

    def __init__(self, problems: tuple[tuple[Place, str], ...]) -> None:
        named = "; ".join(f"{place}: {why}" for place, why in problems[:_SHOWN])
        super().__init__(count=len(problems), cells=named + ("; …" if len(problems) > _SHOWN else ""))
        self.problems = problems


def write_facts(cells: Mapping[Place, Cell], form: Form) -> bytes:
    """The facts of these cells; whoever calls leaves out what is not exported. Raises FactsUnwritable naming every obstacle."""
    rows: list[FactRow] = []
    problems: list[tuple[Place, str]] = []
    fields = _Fields(form)
    for place, cell in cells.items():
        try:
            rows.append(_row(place, cell, fields))
        except Unclear as unclear:
            problems.append((place, str(unclear)))
    if problems:
        raise FactsUnwritable(tuple(sorted(problems)))
    # Places are ASCII, whose order by character is its order by byte.
    return write_rows(sorted(rows))


def read_facts(text: bytes, form: Form) -> dict[Place, Cell]:
    """The cells of a text of facts; raises FactsRefused unless it is exactly the text of these cells."""
    fields = _Fields(form)
    reader = _Cells(form, fields)
    cells: dict[Place, Cell] = {}
    # What stands behind a place means the same wherever it stands behind a place of the same field.
    known: dict[str, dict[str, dict[str, Cell]]] = {table: {} for table in form.tables}
    rows: dict[str, tuple[str, Key, dict[str, dict[str, Cell]]]] = {}
    make, nothing = tuple.__new__, dict[str, Cell]()
    before = ""
    for number, line in enumerate(_lines(text)[1:], start=2):
        name, _, rest = line.partition(",")
        row, _, field = name.rpartition(".")
        at = rows.get(row)
        if at is None:
            found = fields.of_codes(row)
            if found is not None:
                at = rows[row] = found[0].id, found[1], known[found[0].id]
        cell = at[2].get(field, nothing).get(rest) if at is not None and name > before else None
        if at is not None and cell is not None:
            cells[make(Place, (at[0], at[1], field))] = cell
            before = name
            continue
        columns = _split(line, number, before)
        place, cell = reader.read(columns, number)
        cells[place] = cell
        before = columns.place
        if name == before:
            known[place.table].setdefault(field, {})[rest] = cell
    return cells


def cells_of(rows: Iterable[FactRow], form: Form) -> dict[Place, Cell]:
    """The cells of facts that were already split into columns."""
    reader = _Cells(form, _Fields(form))
    return dict(reader.read(row, line) for line, row in enumerate(rows, start=2))


class _Cells:
    """Reads what facts say of cells of a form."""

    def __init__(self, form: Form, fields: "_Fields") -> None:
        self._form = form
        self._fields = fields
        # Most facts are one of few numbers and nothing else; where they are written alike they are the same cell.
        self._numbers: dict[tuple[str, FieldType, int], Cell] = {}

    def read(self, row: FactRow, line: int) -> tuple[Place, Cell]:
        """A cell and what stands in it; raises FactsRefused naming the line."""
        try:
            place, field = self._fields.find(row.place)
            number = (row.value, field.type, field.places) if field.type.numeric and row[2:] == _VALUE_ALONE else None
            cell = self._numbers.get(number) if number is not None else None
            if cell is None:
                cell = _cell(row, field, self._form)
                if number is not None:
                    self._numbers[number] = cell
        except Unclear as unclear:
            _refuse(line, f"{row.place[:80]}: {unclear}")
        return place, cell


def write_rows(rows: Iterable[FactRow]) -> bytes:
    """The text of facts in columns, which are already in order."""
    return "".join(f"{line}\n" for line in (HEADER, *map(fact_line, rows))).encode()


def fact_line(row: FactRow) -> str:
    """One line of facts without its line feed."""
    line = ",".join(row)
    if line.count(",") == _COMMAS and '"' not in line:
        return line
    return ",".join(_quoted(column) for column in row)


def read_rows(text: bytes) -> list[FactRow]:
    """The columns of a text of facts, its order and spelling checked; raises FactsRefused."""
    return list(_rows(_lines(text)))


def _lines(text: bytes) -> list[str]:
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(text.count(b"\n", 0, error.start) + 1, Phrase("it is not UTF-8"))
    found = UNPRINTABLE.search(decoded)
    if found is not None:
        _refuse(decoded.count("\n", 0, found.start()) + 1, Phrase("a control character"))
    lines = decoded.split("\n")
    if lines[0] != HEADER:
        _refuse(1, Phrase("another heading"))
    if lines.pop():
        _refuse(len(lines) + 1, Phrase("the last line is not ended"))
    return lines


def _rows(lines: list[str]) -> Iterator[FactRow]:
    before = ""
    for number, line in enumerate(lines[1:], start=2):
        row = _split(line, number, before)
        before = row.place
        yield row


def _split(line: str, number: int, before: str) -> FactRow:
    """The columns of a line that stands after the line of another place."""
    columns = line.split(",") if '"' not in line else _unquoted(line, number)
    if len(columns) != len(FactRow._fields):
        _refuse(number, Phrase("another number of columns"))
    row = FactRow._make(columns)
    if row.place <= before:
        _refuse(number, Phrase("its place is not after the one before"))
    return row


def _unquoted(line: str, number: int) -> list[str]:
    columns = []
    position = 0
    while position <= len(line):
        match = _COLUMN.match(line, position)
        if match is None:
            _refuse(number, Phrase("a quotation mark in the wrong place"))
        columns.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        position = match.end() + 1
    if ",".join(map(_quoted, columns)) != line:
        _refuse(number, Phrase("quotation marks that are not needed"))
    return columns


def _quoted(column: str) -> str:
    if "," in column or '"' in column:
        return '"' + column.replace('"', '""') + '"'
    return column


class _Fields:
    """The fields of a form by the names of places, each row of a table looked up once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._rows: dict[str, tuple[Table, Key]] = {}
        # Of the tables whose keys are codes alone: the codes of each dimension, and the keys by their text.
        self._closed = {table.id: _codes_of(table, form) for table in form.tables.values()}
        self._keys: dict[tuple[str, ...], dict[str, Key]] = {}

    def find(self, text: str) -> tuple[Place, Field]:
        row, _, name = text.rpartition(".")
        known = self._rows.get(row)
        if known is None:
            known = self._rows[row] = self._row(text)
        table, key = known
        field = table.by_id.get(name)
        if field is None:
            raise Unclear("no such field")
        if field.calculation is not None:
            raise Unclear("a calculated field")
        return Place(table.id, key, name), field

    def _row(self, text: str) -> tuple[Table, Key]:
        return self.of_codes(text.rpartition(".")[0]) or self._of_parts(text)

    def of_codes(self, row: str) -> tuple[Table, Key] | None:
        """A row whose key is made of codes: being codes of their lists, they need no other check."""
        name, _, inner = row.partition("[")
        closed = self._closed.get(name)
        if closed is None or not inner.endswith("]"):
            return None
        written = inner[:-1]
        lists, codes = closed
        keys = self._keys.setdefault(lists, {})
        key = keys.get(written)
        if key is None:
            parts = tuple(written.split("/"))
            if len(parts) != len(codes) or any(part not in known for part, known in zip(parts, codes, strict=True)):
                return None
            key = keys[written] = parts
        return self.form.tables[name], key

    def _of_parts(self, text: str) -> tuple[Table, Key]:
        try:
            place = Place.parse(text)
        except NoPlace:
            raise Unclear("no name of a cell") from None
        table = self.form.tables.get(place.table)
        if table is None:
            raise Unclear("no such table")
        if len(place.key) != len(table.dimensions):
            raise Unclear("another number of keys")
        for part, dimension in zip(place.key, table.dimensions, strict=True):
            closed = dimension.codelist and dimension.kind is not DimensionKind.ROWS
            if closed and part not in self.form.codelists[dimension.codelist].by_id:
                raise Unclear(f"no {dimension.id} of this name")
        return table, place.key


def _codes_of(table: Table, form: Form) -> tuple[tuple[str, ...], list[Mapping[str, object]]] | None:
    """The code lists of a table's dimensions and their codes; None where a part of its keys is no code."""
    if any(not dimension.codelist or dimension.kind is DimensionKind.ROWS for dimension in table.dimensions):
        return None
    lists = tuple(dimension.codelist for dimension in table.dimensions)
    return lists, [form.codelists[name].by_id for name in lists]


def _row(place: Place, cell: Cell, fields: _Fields) -> FactRow:
    text = str(place)
    found, field = fields.find(text)
    if found != place:
        raise Unclear("no name of a cell")
    if cell.typed:
        raise Unclear("a text that could not be read")
    if (cell.value is None) == (cell.reason is None):
        raise Unclear("both a value and a reason" if cell.reason else "neither a value nor a reason")
    _check_marks(cell.flags, cell.due, cell.reason)
    value = "" if cell.value is None else value_text(cell.value, field, fields.form)
    return FactRow(text, value, cell.reason or "", cell.flags, escape(cell.note), cell.due)


def _cell(row: FactRow, field: Field, form: Form) -> Cell:
    if bool(row.value) == bool(row.reason):
        raise Unclear("both a value and a reason" if row.reason else "neither a value nor a reason")
    reason = None
    if row.reason:
        reason = _REASONS.get(row.reason)
        if reason is None:
            raise Unclear("an unknown reason")
    if row.flags or row.due:
        _check_marks(row.flags, row.due, reason)
    value = read_value(row.value, field, form) if row.value else None
    return Cell(value, reason, row.flags, unescape(row.note) if row.note else "", row.due)


def _check_marks(flags: str, due: str, reason: Reason | None) -> None:
    if flags and "".join(flag for flag in _FLAG_ORDER if flag in flags) != flags:
        raise Unclear("unknown flags, or flags out of order")
    if due:
        if reason is not Reason.PENDING:
            raise Unclear("a due date without the reason it belongs to")
        read_day(due)


def _refuse(line: int, why: str) -> NoReturn:
    raise FactsRefused(line=line, why=why)
