"""Reads answers out of the sheets of a book: where each belongs, what was written, and what was not understood."""

import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from readmission.answers.model import Key, Place
from readmission.form.model import CodeList, DimensionKind, Field, Table
from readmission.sheets.grid import Address, Book, Grid, Raw, column_name
from readmission.sheets.header_match import Layout, find_layout, is_heading_again
from readmission.sheets.question_sheet import Questions, find_questions
from readmission.sheets.vocabulary import COUNTRY, ROW, Column, Part, Vocabulary, dimension_codes

FACTS_SHEET: Final = "readmission"
FORMAT: Final = "readmission-answers 1"
ROW_BYTES: Final = 6
HEADINGS_BELOW: Final = 2
MAX_ANSWERS: Final = 200_000

# The value, the reason and the note that stand in a row for one field.
_Cells: TypeAlias = tuple[Raw | None, Raw | None, Raw | None]

_NOTHING: Final[_Cells] = (None, None, None)
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


class _Asked(NamedTuple):
    """One field as the columns of a sheet ask it; -1 where there is no column, `at` and `column` where its value stands."""

    field: Field
    fixed: Key
    value: int
    reason: int
    note: int
    at: int
    column: str


class _KeyPart(NamedTuple):
    """A dimension that the rows of a sheet name, with the column in which they do; -1 where none does."""

    code: str
    kind: DimensionKind
    codelist: CodeList | None
    column: int


class _Group(NamedTuple):
    """The fields of one table whose headings name equally many parts of the key; `key` are the other parts."""

    table: Table
    key: tuple[_KeyPart, ...]
    asked: tuple[_Asked, ...]


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
        if layout is None or not (layout.columns or layout.unclear):
            self._found.unread.append(Unread(self._grid.whole(), "", Unplaced.SHEET))
            return
        # From here on rows are what the layout calls rows.
        self._grid = layout.grid
        self._tell_headings(layout)
        by_table: dict[str, dict[tuple[str, Key], dict[Part, int]]] = {}
        for place, column in layout.columns.items():
            parts = by_table.setdefault(column.table, {}).setdefault((column.field, column.key), {})
            self._repeated(layout, parts, column, place)
        groups = self._groups(layout, by_table)
        repeated = tuple((place, self._grid.shown(layout.head, place)) for place in layout.keys.values())
        for row in range(layout.head + 1, self._grid.bottom):
            if len(self._found.written) > MAX_ANSWERS:
                self._found.unread.append(Unread(self._grid.address(row, self._grid.left), "", Unplaced.MANY))
                return
            if not (self._may_be_heading(layout, row, repeated) and is_heading_again(layout, row, self._words)):
                self._read_row(layout, row, groups)

    def _groups(self, layout: Layout, by_table: Mapping[str, Mapping[tuple[str, Key], Mapping[Part, int]]]) -> list[_Group]:
        found = []
        for name, columns in by_table.items():
            table = self._words.tables[name]
            for length in sorted({len(fixed) for _, fixed in columns}):
                asked = tuple(
                    self._asked(table.by_id[field_], fixed, parts)
                    for (field_, fixed), parts in columns.items()
                    if len(fixed) == length
                )
                found.append(_Group(table, self._key_parts(layout, table, length), asked))
        return found

    def _key_parts(self, layout: Layout, table: Table, fixed: int) -> tuple[_KeyPart, ...]:
        """The first parts of the key of a table, but for as many as the headings name."""
        lists = self._words.form.codelists
        pairs = list(zip(dimension_codes(table), table.dimensions, strict=True))
        return tuple(
            _KeyPart(code, dimension.kind, lists.get(dimension.codelist), layout.keys.get(code, -1))
            for code, dimension in pairs[: len(pairs) - fixed]
        )

    def _asked(self, field_: Field, fixed: Key, parts: Mapping[Part, int]) -> _Asked:
        at = parts.get(Part.VALUE, min(parts.values()))
        column = f"{self._grid.name}!{at + 1}" if self._grid.turned else f"{self._grid.name}!{column_name(at)}"
        return _Asked(field_, fixed, parts.get(Part.VALUE, -1), parts.get(Part.REASON, -1), parts.get(Part.NOTE, -1), at, column)

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

    def _may_be_heading(self, layout: Layout, row: int, repeated: tuple[tuple[int, str], ...]) -> bool:
        # Headings follow each other at the top, or come again word by word further down, where a page began.
        if row <= layout.head + HEADINGS_BELOW or not repeated:
            return row <= layout.head + HEADINGS_BELOW
        return all(self._grid.shown(row, place) == text for place, text in repeated)

    def _read_row(self, layout: Layout, row: int, groups: Iterable[_Group]) -> None:
        told: set[Address] = set()
        for group in groups:
            found = [self._cells(asked, row) for asked in group.asked]
            filled = found.count(_NOTHING) < len(found)
            key, problem = self._key(layout, row, group, filled=filled)
            if key is None:
                if problem is not None and filled and problem.at not in told:
                    told.add(problem.at)
                    self._found.unread.append(problem)
                continue
            for asked, cells in zip(group.asked, found, strict=True):
                self._take(Place(group.table.id, key + asked.fixed, asked.field.id), asked, row, cells)

    def _cells(self, asked: _Asked, row: int) -> _Cells:
        raw = self._grid.raw
        value = raw(row, asked.value) if asked.value >= 0 else None
        if asked.reason < 0 and asked.note < 0:
            return _NOTHING if value is None else (value, None, None)
        reason = raw(row, asked.reason) if asked.reason >= 0 else None
        return value, reason, raw(row, asked.note) if asked.note >= 0 else None

    def _take(self, place: Place, asked: _Asked, row: int, cells: _Cells) -> None:
        if cells == _NOTHING and place not in self._standing:
            return
        value, reason, note = cells
        text = None if asked.note < 0 else note.text if note else ""
        self._found.written.append(
            Written(place, asked.field, value, reason, text, self._grid.address(row, asked.at), asked.column)
        )

    def _key(self, layout: Layout, row: int, group: _Group, *, filled: bool) -> tuple[Key | None, Unread | None]:
        """The first parts of the key of a row; without them, what is wrong."""
        key: Key = ()
        for code, kind, codelist, column in group.key:
            text = self._grid.shown(row, column) if column >= 0 else ""
            if code == ROW:
                found: str | None = self._row_name(group.table, key, text, filled=filled)
            elif code == COUNTRY:
                found = self._words.country(text) if text else layout.country
            else:
                found = self._words.member(codelist, text) if text and codelist else ""
            if not found:
                at = self._grid.address(row, self._grid.left if column < 0 else column)
                if text:
                    return None, Unread(at, text, Unplaced.ROW, {"what": text[:80]})
                return None, Unread(at, "", Unplaced.NO_KEY, {"what": code}) if kind is not DimensionKind.ROWS else None
            key += (found,)
        return key, None

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
            asked = self._asked(table.by_id[column.field], column.key, parts)
            self._take(place, asked, row, self._cells(asked, row))

    def _unread(self, row: int, column: int, shown: str, why: Unplaced, **values: str) -> None:
        self._found.unread.append(Unread(self._grid.address(row, column), shown[:200], why, values))


def texts_of(grid: Grid) -> Iterator[tuple[int, int, str]]:
    """Every text of a sheet with its row and column."""
    for row, cells in enumerate(grid.rows, start=grid.top):
        for column, value in enumerate(cells, start=grid.left):
            if isinstance(value, str) and value:
                yield row, column, value
