"""Reads answers out of the sheets of a book: where each belongs, what was written, and what was not understood."""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from readmission.answers.model import Key, Place
from readmission.form.model import DimensionKind, Field, Table
from readmission.sheets.grid import Address, Book, Grid, Raw, column_name
from readmission.sheets.header_match import Layout, find_layout, is_heading_again
from readmission.sheets.question_sheet import Questions, find_questions
from readmission.sheets.vocabulary import COUNTRY, ROW, Column, Part, Vocabulary, dimension_codes

FACTS_SHEET: Final = "readmission"
FORMAT: Final = "readmission-answers 1"
ROW_BYTES: Final = 6
HEADINGS_BELOW: Final = 2
MAX_ANSWERS: Final = 200_000

_ROW_NAME: Final = re.compile(r"[A-Za-z0-9_+\-.]{1,64}", re.ASCII)


class Unplaced(StrEnum):
    """Why something on a sheet has no place in the questionnaire."""

    SHEET = "No heading on this sheet is known; the sheet was not read."
    HEADING = "This heading is not known; its column was not read."
    UNCLEAR = "This heading may mean {what}; its column was not read."
    ROW = "“{what}” is not known here; the row was not read."
    NO_KEY = "The row does not say what it is about ({what}); it was not read."
    QUESTION = "This question is not known; it was not read."
    MANY = "There is more on this sheet than the questionnaire asks; the rest was not read."


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not understood: where it stands, what stands there, why; `values` are named in the sentence."""

    at: Address
    shown: str
    why: str
    values: Mapping[str, str] = field(default_factory=dict)


class Written(NamedTuple):
    """What was written for one cell; None where nothing stands, or, as note and reason, where there is no column for it.

    `column` says which column of which sheet it stands in: what can be read in two ways is asked once a column.
    """

    place: Place
    field: Field
    value: Raw | None
    reason: Raw | None
    note: str | None
    at: Address
    column: str


@dataclass(slots=True)
class ReadAnswers:
    """Everything that was found in a book; `unkeyed` are rows of lists that the file gave no identifier."""

    written: list[Written] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unkeyed: set[tuple[str, Key]] = field(default_factory=set)
    facts: dict[str, str] = field(default_factory=dict)


def read_answers(book: Book, words: Vocabulary, standing: Collection[Place]) -> ReadAnswers:
    """The answers of a book; an empty cell is an answer only at a place where something stands."""
    found = ReadAnswers()
    for grid in book.grids:
        if not grid.rows:
            continue
        if grid.name == FACTS_SHEET and grid.shown(0, 0) == "format":
            found.facts = _facts(grid)
        else:
            _Sheet(grid, words, standing, found).read()
    return found


def _facts(grid: Grid) -> dict[str, str]:
    return {name: grid.shown(row, 1) for row in range(grid.bottom) if (name := grid.shown(row, 0))}


class _Sheet:
    """Reads one sheet into what was found."""

    def __init__(self, grid: Grid, words: Vocabulary, standing: Collection[Place], found: ReadAnswers) -> None:
        self._grid = grid
        self._words = words
        self._standing = standing
        self._found = found

    def read(self) -> None:
        questions = find_questions(self._grid, self._words)
        if questions is not None:
            self._read_questions(questions)
            return
        layout = find_layout(self._grid, self._words)
        if layout is None or not layout.columns:
            self._found.unread.append(Unread(self._grid.whole(), "", Unplaced.SHEET))
            return
        # From here on rows are what the layout calls rows.
        self._grid = layout.grid
        self._tell_headings(layout)
        by_table: dict[str, dict[tuple[str, Key], dict[Part, int]]] = {}
        for place, column in layout.columns.items():
            parts = by_table.setdefault(column.table, {}).setdefault((column.field, column.key), {})
            self._repeated(layout, parts, column, place)
        for row in range(layout.head + 1, self._grid.bottom):
            if len(self._found.written) > MAX_ANSWERS:
                self._found.unread.append(Unread(self._grid.address(row, self._grid.left), "", Unplaced.MANY))
                return
            self._read_row(layout, row, by_table)

    def _repeated(self, layout: Layout, parts: dict[Part, int], column: Column, place: int) -> None:
        if column.part in parts:
            heading = self._grid.shown(layout.head, place)
            self._unread(layout.head, place, heading, Unplaced.UNCLEAR, what=column_name(parts[column.part]))
        else:
            parts[column.part] = place

    def _tell_headings(self, layout: Layout) -> None:
        for place in layout.unknown:
            if any(self._grid.filled(row, place) for row in range(layout.head + 1, self._grid.bottom)):
                self._unread(layout.head, place, self._grid.shown(layout.head, place), Unplaced.HEADING)
        for place, candidates in layout.unclear.items():
            what = ", ".join(f"{column.table}.{column.field}" for column in sorted(candidates)[:6])
            self._unread(layout.head, place, self._grid.shown(layout.head, place), Unplaced.UNCLEAR, what=what)

    def _read_row(self, layout: Layout, row: int, by_table: Mapping[str, Mapping[tuple[str, Key], Mapping[Part, int]]]) -> None:
        if self._may_be_heading(layout, row) and is_heading_again(layout, row, self._words):
            return
        told: set[Address] = set()
        for name, columns in by_table.items():
            table = self._words.tables[name]
            for key_length in sorted({len(fixed) for _, fixed in columns}):
                of_length = {column: parts for column, parts in columns.items() if len(column[1]) == key_length}
                self._read_cells(layout, row, table, key_length, of_length, told)

    def _may_be_heading(self, layout: Layout, row: int) -> bool:
        # Headings follow each other at the top, or come again word by word further down, where a page began.
        if row <= layout.head + HEADINGS_BELOW or not layout.keys:
            return row <= layout.head + HEADINGS_BELOW
        return all(self._grid.shown(row, place) == self._grid.shown(layout.head, place) for place in layout.keys.values())

    def _read_cells(
        self,
        layout: Layout,
        row: int,
        table: Table,
        fixed_parts: int,
        columns: Mapping[tuple[str, Key], Mapping[Part, int]],
        told: set[Address],
    ) -> None:
        raws = {column: {part: self._grid.raw(row, place) for part, place in parts.items()} for column, parts in columns.items()}
        filled = any(any(found.values()) for found in raws.values())
        key, problem = self._key(layout, row, table, fixed_parts, filled=filled)
        if key is None:
            if problem is not None and filled and problem.at not in told:
                told.add(problem.at)
                self._found.unread.append(problem)
            return
        for (name, fixed), parts in columns.items():
            place = Place(table.id, (*key, *fixed), name)
            self._take(place, table.by_id[name], row, parts, raws[name, fixed])

    def _take(self, place: Place, field_: Field, row: int, parts: Mapping[Part, int], raws: Mapping[Part, Raw | None]) -> None:
        if not any(raws.values()) and place not in self._standing:
            return
        column = parts.get(Part.VALUE, min(parts.values()))
        note = raws.get(Part.NOTE)
        self._found.written.append(
            Written(
                place,
                field_,
                raws.get(Part.VALUE),
                raws.get(Part.REASON),
                (note.text if note else "") if Part.NOTE in parts else None,
                self._grid.address(row, column),
                f"{self._grid.name}!{column_name(column)}" if not self._grid.turned else f"{self._grid.name}!{column + 1}",
            )
        )

    def _key(self, layout: Layout, row: int, table: Table, fixed_parts: int, *, filled: bool) -> tuple[Key | None, Unread | None]:
        """The first parts of the key of a row; without them, what is wrong."""
        key: list[str] = []
        codes = dimension_codes(table)
        for code, dimension in list(zip(codes, table.dimensions, strict=True))[: len(codes) - fixed_parts]:
            column = layout.keys.get(code)
            text = self._grid.shown(row, column) if column is not None else ""
            if code == ROW:
                found: str | None = self._row_name(table, tuple(key), text, filled=filled)
            elif code == COUNTRY and not text:
                found = layout.country
            elif code == COUNTRY:
                found = self._words.country(text)
            else:
                found = self._words.member(self._words.form.codelists[dimension.codelist], text) if text else ""
            if not found:
                at = self._grid.address(row, self._grid.left if column is None else column)
                if text:
                    return None, Unread(at, text, Unplaced.ROW, {"what": text[:80]})
                return None, Unread(at, "", Unplaced.NO_KEY, {"what": code}) if dimension.kind is not DimensionKind.ROWS else None
            key.append(found)
        return tuple(key), None

    def _row_name(self, table: Table, parent: Key, text: str, *, filled: bool) -> str | None:
        if _ROW_NAME.fullmatch(text):
            return text
        if text or not filled:
            return None
        name = secrets.token_hex(ROW_BYTES)
        self._found.unkeyed.add((table.id, (*parent, name)))
        return name

    def _read_questions(self, questions: Questions) -> None:
        for row, candidates in questions.rows(self._words):
            parts = questions.parts
            if not any(self._grid.filled(row, place) for place in parts.values()) and len(candidates) != 1:
                continue
            shown = self._grid.shown(row, questions.question)
            if len(candidates) != 1:
                why = Unplaced.UNCLEAR if candidates else Unplaced.QUESTION
                what = ", ".join(f"{column.table}.{column.field}" for column in sorted(candidates)[:6])
                self._unread(row, questions.question, shown, why, what=what)
                continue
            column = next(iter(candidates))
            table = self._words.tables[column.table]
            country = questions.country_at(row, self._words)
            wants = len(table.dimensions) - len(column.key)
            if wants > 1 or (wants == 1 and (dimension_codes(table)[0] != COUNTRY or not country)):
                self._unread(row, questions.question, shown, Unplaced.NO_KEY, what=dimension_codes(table)[0])
                continue
            place = Place(table.id, (*(country,) * wants, *column.key), column.field)
            raws = {part: self._grid.raw(row, spot) for part, spot in parts.items()}
            self._take(place, table.by_id[column.field], row, parts, raws)

    def _unread(self, row: int, column: int, shown: str, why: Unplaced, **values: str) -> None:
        self._found.unread.append(Unread(self._grid.address(row, column), shown[:200], why, values))


def texts_of(grid: Grid) -> Iterator[tuple[int, int, str]]:
    """Every text of a sheet with its row and column."""
    for row, cells in enumerate(grid.rows, start=grid.top):
        for column, value in enumerate(cells, start=grid.left):
            if isinstance(value, str) and value:
                yield row, column, value
