"""A table as a sheet: its keys on the left, for each field the answer, last year's, the reason and the note."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readmission.answers.model import Key, Place
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Level, Table
from readmission.sheets.answers_book import FIRST_ROW, Column, Entry, EntryKind, Item, Look, Sheet
from readmission.tasks.fill import ROW_BYTES
from readmission.tasks.workbook import items
from readmission.tasks.workbook.formulas import Address, Addresses, Formulas, cell_name, sum_filled
from readmission.tasks.workbook.source import Source

SPARE_ROWS: Final = 20
COUNTRY: Final = "country"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the rows of its sheet; `spare` rows of a list are empty and have no country yet."""

    table: Table
    keys: tuple[Key, ...]
    spare: tuple[Key, ...]
    last: bool

    @property
    def key_columns(self) -> tuple[tuple[int, str], ...]:
        """The columns of the keys: the number of the dimension and the code of the column."""
        found: list[tuple[int, str]] = []
        for number, dimension in enumerate(self.table.dimensions):
            found.append((number, key_code(dimension)))
            if dimension.kind is not DimensionKind.ROWS:
                found.append((number, f"{key_code(dimension)}.name"))
        return tuple(found)

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands beside each other for each field: the answer, then the others by the ending of their code."""
        return ("", ".last", ".reason", ".note") if self.last else ("", ".reason", ".note")

    def columns_of(self, number: int, asked: Field) -> Iterator[tuple[int, str]]:
        """The columns of a field, which is the `number`th, with what stands in them."""
        first = len(self.key_columns) + sum(len(self.parts_of(field)) for field in self.table.fields[:number])
        return enumerate(self.parts_of(asked), start=first)

    def parts_of(self, asked: Field) -> tuple[str, ...]:
        """The parts of a field; nobody gives a reason for what is computed or delivered."""
        entered = asked.calculation is None and not asked.prefilled
        return self.parts if entered else tuple(part for part in self.parts if part in ("", ".last"))


def key_code(dimension: Dimension) -> str:
    """The stable code of a key column."""
    return {DimensionKind.COUNTRY: COUNTRY, DimensionKind.ROWS: "row"}.get(dimension.kind, dimension.id)


def plan_grid(source: Source, table: Table, countries: Sequence[str]) -> Grid:
    """The rows that a table's sheet gets."""
    keys = tuple(
        key
        for key in source.session.rows(table.id)
        if not table.dimensions or table.dimensions[0].kind is not DimensionKind.COUNTRY or key[0] in countries
    )
    if table.is_list and source.blank:
        keys = ()
    spare = tuple((secrets.token_hex(ROW_BYTES),) for _ in range(SPARE_ROWS)) if table.is_list else ()
    return Grid(table, keys, spare, source.last is not None)


def addresses_of(grid: Grid) -> Addresses:
    """Where the answers of a table's sheet stand."""
    found: Addresses = {}
    for number, asked in enumerate(grid.table.fields):
        columns = {part: column for column, part in grid.columns_of(number, asked)}
        for row, key in enumerate(grid.keys, start=FIRST_ROW):
            found[Place(grid.table.id, key, asked.id)] = Address(grid.table.id, row, columns[""], columns.get(".reason"))
    return found


def grid_sheet(source: Source, grid: Grid, formulas: Formulas, lines: Sequence[str]) -> Sheet:
    """The sheet of a table."""
    rows = [_row(source, grid, key, formulas) for key in grid.keys] + [_spare(source, grid, key) for key in grid.spare]
    return Sheet(
        name=grid.table.id,
        title=f"{grid.table.id} {source.labels.table(grid.table.id)}",
        lines=(*lines, source.table_guidance(grid.table)),
        columns=tuple(_columns(source, grid)),
        rows=rows,
        keys=len(grid.key_columns),
        totals=_totals(source, grid),
        totals_label=source.language.say("Sum of the numbers filled in below"),
    )


def _columns(source: Source, grid: Grid) -> Iterator[Column]:
    say, table = source.language.say, grid.table
    for number, code in grid.key_columns:
        dimension = table.dimensions[number]
        if dimension.kind is DimensionKind.ROWS:
            yield Column(code, say("Row"), 14, say("Keep it as it is: it tells the rows apart."))
        elif code.endswith(".name"):
            yield Column(code, say("Name"), 28)
        else:
            yield Column(code, say("Country") if dimension.kind is DimensionKind.COUNTRY else say("Code"), 10)
    endings = {".last": say("last year"), ".reason": say("reason"), ".note": say("note")}
    for asked in table.fields:
        offered = Level.EXTENDED in (asked.level, table.level)
        heading = source.heading(table, asked)
        for part in grid.parts_of(asked):
            if part:
                yield Column(asked.id + part, f"{heading}: {endings[part]}", 12, offered=offered)
            else:
                yield Column(asked.id, heading, _width(asked), source.labels.guidance(table.id, asked.id), offered)


def _width(asked: Field) -> int:
    return {FieldType.TEXT: 40, FieldType.CODE: 28}.get(asked.type, 18)


def _row(source: Source, grid: Grid, key: Key, formulas: Formulas) -> list[Item | None]:
    row: list[Item | None] = [_key_item(source, grid, number, code, key) for number, code in grid.key_columns]
    for asked in grid.table.fields:
        place = Place(grid.table.id, key, asked.id)
        for part in grid.parts_of(asked):
            row.append(_part(source, grid.table, asked, place, part, formulas))
    return row


def _part(source: Source, table: Table, asked: Field, place: Place, part: str, formulas: Formulas) -> Item | None:
    if part == ".last":
        return items.last(source, asked, place)
    if part == ".reason":
        return items.reason(source, asked, place)
    if part == ".note":
        return items.note(source, asked, place)
    return items.answer(source, table, asked, place, formula=formulas.of(asked, place))


def _key_item(source: Source, grid: Grid, number: int, code: str, key: Key) -> Item:
    if code.endswith(".name"):
        return Item(Look.LABEL, source.labels.member(grid.table.id, number, key[number]))
    return Item(Look.KEY, key[number])


def _spare(source: Source, grid: Grid, key: Key) -> list[Item | None]:
    # The identifier stands there already, so that reading the same workbook twice adds a row once.
    row: list[Item | None] = []
    for number, code in grid.key_columns:
        kind = grid.table.dimensions[number].kind
        if kind is DimensionKind.ROWS:
            row.append(Item(Look.KEY, key[-1]))
        elif code == COUNTRY:
            row.append(Item(Look.REMARK, entry=Entry(EntryKind.CHOICE, choices=source.countries(), suggested=True)))
        else:
            row.append(Item(Look.LABEL))
    for asked in grid.table.fields:
        for part in grid.parts_of(asked):
            row.append(_spare_part(source, grid.table, asked, part))
    return row


def _spare_part(source: Source, table: Table, asked: Field, part: str) -> Item | None:
    if part == ".last" or asked.prefilled or asked.calculation is not None:
        return None
    if part == ".reason":
        return Item(Look.REMARK, entry=items.reason_entry(source))
    return Item(Look.REMARK) if part else Item(Look.ANSWER, entry=items.entry(source, table, asked))


def _totals(source: Source, grid: Grid) -> dict[int, Item]:
    # Only where one row is one country: quarters, steps and groups of a country may count a person twice.
    dimensions = grid.table.dimensions
    if len(dimensions) != 1 or dimensions[0].kind is not DimensionKind.COUNTRY or not grid.keys:
        return {}
    totals = {}
    for number, asked in enumerate(grid.table.fields):
        if asked.type is not FieldType.COUNT:
            continue
        column = next(grid.columns_of(number, asked))[0]
        cells = [source.cell(Place(grid.table.id, key, asked.id)).value for key in grid.keys]
        total = sum(value for value in cells if isinstance(value, int))
        first, last = cell_name(FIRST_ROW, column), cell_name(FIRST_ROW + len(grid.keys) - 1, column)
        totals[column] = Item(Look.TOTAL, number=total, formula=sum_filled(f"{first}:{last}"))
    return totals
