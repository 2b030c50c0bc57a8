"""Writes a workbook of answers: structure locked, drop-downs, formulas with their values; a text is never a formula."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from readmission.sheets.answers_book import (
    CODES_ROW,
    FACTS_SHEET,
    FIRST_ROW,
    GUIDANCE_ROW,
    HEADINGS_ROW,
    TOTALS_ROW,
    Book,
    Column,
    Entry,
    EntryKind,
    Item,
    Look,
    Sheet,
)
from readmission.sheets.answers_style import Styles
from readmission.sheets.cells import MAX_CHARACTERS
from readmission.sheets.package_parts import Package
from readmission.sheets.problems import TextTooLong, TextUnwritable

LISTS_COLUMN: Final = 3
A4: Final = 9
MANY_COLUMNS: Final = 14
MAX_HINT_TITLE: Final = 32
MAX_HINT: Final = 255
LINE_WIDTH: Final = 150
LINE_POINTS: Final = 13.5
MAX_POINTS: Final = 400
# Letters are narrower than the figures that a width counts, but words do not fill a line; small letters take less room, bold ones more.
RAGGED: Final = 1.0
SMALLER: Final = 1.2
BOLDER: Final = 1.15

# Half a character and what is no character at all have no place in the XML of a workbook.
_IMPOSSIBLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LOCKED: Final = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def write_answers(book: Book, made: datetime, told: Callable[[str, int, int], None] | None = None) -> bytes:
    """The bytes of a workbook; raises TextTooLong or TextUnwritable. `told` hears of each sheet: its name, how many of how many."""
    target = BytesIO()
    workbook = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    workbook.set_properties({"title": _plain(book.title), "created": made.astimezone(UTC)})
    styles = Styles(workbook)
    places = _Lists(book)
    for number, sheet in enumerate(book.sheets, start=1):
        _Writer(workbook.add_worksheet(sheet.name), sheet, styles, places, book).write()
        if told is not None:
            told(sheet.name, number, len(book.sheets))
    _facts(workbook.add_worksheet(FACTS_SHEET), book)
    workbook.close()
    return _structure_locked(target.getvalue())


class _Lists:
    """Where the lists of the drop-downs stand: one column each on the hidden sheet."""

    def __init__(self, book: Book) -> None:
        self._ranges = {
            name: f"={FACTS_SHEET}!{xl_range_of(1, len(items), LISTS_COLUMN + number)}"
            for number, (name, items) in enumerate(book.lists.items())
        }

    def source(self, name: str) -> str:
        return self._ranges[name]


def xl_range_of(first: int, count: int, column: int) -> str:
    """The absolute address of `count` cells of a column from row `first`, counted from 0."""
    letter = xl_col_to_name(column)
    return f"${letter}${first + 1}:${letter}${first + count}"


class _Writer:
    """Writes one sheet."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, styles: Styles, lists: _Lists, book: Book) -> None:
        self._out = worksheet
        self._sheet = sheet
        self._styles = styles
        self._lists = lists
        self._book = book
        self._entries: dict[Entry, dict[int, list[int]]] = {}

    def write(self) -> None:
        self._head()
        widths = [column.width for column in self._sheet.columns]
        for number, row in enumerate(self._sheet.rows, start=FIRST_ROW):
            for column, item in enumerate(row):
                if item is not None:
                    self._put(number, column, item)
            self._high(number, max((lines(item.text, widths[at]) for at, item in enumerate(row) if item), default=1))
        for entry, columns in self._entries.items():
            self._check(entry, columns)
        self._page()
        self._out.protect("", dict(_LOCKED))

    def _head(self) -> None:
        sheet, out, styles = self._sheet, self._out, self._styles
        out.write_string(0, 0, _plain(sheet.title), styles.title)
        across = _within([column.width for column in sheet.columns], LINE_WIDTH)
        for number, line in enumerate(sheet.lines, start=1):
            if len(across) > 1 and line:
                out.merge_range(number, 0, number, len(across) - 1, "", styles.line)
            out.write_string(number, 0, _plain(line), styles.line)
            self._high(number, lines(line, sum(across)))
        if sheet.totals:
            out.write_string(TOTALS_ROW, 0, _plain(sheet.totals_label), styles.totals_label)
        for position, item in sheet.totals.items():
            self._put(TOTALS_ROW, position, item)
        for number, column in enumerate(sheet.columns):
            out.set_column(number, number, column.width)
            self._column_head(number, column)
        self._high(GUIDANCE_ROW, max(lines(column.guidance, column.width * SMALLER) for column in sheet.columns))
        self._high(HEADINGS_ROW, max(lines(column.heading, column.width / BOLDER) for column in sheet.columns))
        out.freeze_panes(FIRST_ROW, sheet.keys)
        if sheet.rows:
            out.autofilter(CODES_ROW, 0, CODES_ROW + len(sheet.rows), len(sheet.columns) - 1)

    def _column_head(self, number: int, column: Column) -> None:
        styles = self._styles
        heading = styles.heading_offered if column.offered else styles.heading
        if column.guidance:
            self._out.write_string(GUIDANCE_ROW, number, _plain(column.guidance), styles.guidance)
        self._out.write_string(HEADINGS_ROW, number, _plain(column.heading), heading)
        self._out.write_string(CODES_ROW, number, column.code, styles.code)

    def _high(self, row: int, count: int) -> None:
        # Not every program makes a row as high as its text, so it is said; one line needs no saying.
        if count > 1:
            self._out.set_row(row, min(count * LINE_POINTS + 2, MAX_POINTS))

    def _put(self, row: int, column: int, item: Item) -> None:
        style = self._styles.of(item)
        if item.formula and item.look is Look.TOTAL:
            # Over a range, cell by cell: older programs do so only when they are told.
            self._out.write_array_formula(row, column, row, column, f"={item.formula}", style, _value(item))
        elif item.formula:
            self._out.write_formula(row, column, f"={item.formula}", style, _value(item))
        elif item.number is not None:
            self._out.write_number(row, column, _number(item), style)
        elif item.day:
            self._out.write_datetime(row, column, datetime.combine(date.fromisoformat(item.day), datetime.min.time()), style)
        elif item.text:
            self._out.write_string(row, column, _plain(item.text), style)
        else:
            self._out.write_blank(row, column, None, style)
        if item.entry is not None:
            self._entries.setdefault(item.entry, {}).setdefault(column, []).append(row)

    def _check(self, entry: Entry, columns: dict[int, list[int]]) -> None:
        ranges = [(first, column, last) for column, rows in columns.items() for first, last in _runs(rows)]
        first, column, last = ranges[0]
        options: dict[str, Any] = {
            **self._condition(entry),
            "error_type": "warning" if entry.suggested else "stop",
            "error_message": self._book.refusal,
            "ignore_blank": True,
        }
        if entry.hint:
            options |= {
                "input_title": _cut(entry.title, MAX_HINT_TITLE),
                "input_message": _cut(entry.hint, MAX_HINT),
            }
        if len(ranges) > 1:
            options["multi_range"] = " ".join(xl_range(top, place, bottom, place) for top, place, bottom in ranges)
        self._out.data_validation(first, column, last, column, options)

    def _condition(self, entry: Entry) -> dict[str, Any]:
        if entry.kind is EntryKind.CHOICE:
            return {"validate": "list", "source": self._lists.source(entry.choices)}
        if entry.kind is EntryKind.DAY:
            return {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        if entry.kind is EntryKind.TEXT:
            return {"validate": "length", "criteria": "<=", "value": entry.maximum or MAX_CHARACTERS}
        return {"validate": "decimal" if entry.places else "integer", "criteria": ">=", "value": 0}

    def _page(self) -> None:
        out, sheet = self._out, self._sheet
        out.set_paper(A4)
        if sheet.wide:
            out.set_landscape()
        out.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        # A sheet with very many columns would be unreadable on the width of one page.
        if len(sheet.columns) <= MANY_COLUMNS:
            out.fit_to_pages(1, 0)
        else:
            out.set_print_scale(60)
        # Columns are not repeated on each page: LibreOffice takes half a second a sheet to open a workbook that asks for it.
        out.repeat_rows(HEADINGS_ROW, CODES_ROW)
        out.set_footer(f"&L{_foot(self._book.foot)}&C{_foot(sheet.name)}&R&P / &N")


def _facts(out: Worksheet, book: Book) -> None:
    for row, (name, value) in enumerate(book.facts):
        out.write_string(row, 0, name)
        out.write_string(row, 1, _plain(value))
    for number, (name, items) in enumerate(book.lists.items(), start=LISTS_COLUMN):
        out.write_string(0, number, name)
        for row, item in enumerate(items, start=1):
            out.write_string(row, number, _plain(item))
    out.protect("", dict(_LOCKED))
    out.hide()


def _structure_locked(data: bytes) -> bytes:
    # The library has no word for it; the element stands after the properties of the workbook.
    package = Package.read(data)
    text = package.part("xl/workbook.xml").decode()
    package.put(
        "xl/workbook.xml", re.sub(r"(<workbookPr\b[^>]*/>)", r'\1<workbookProtection lockStructure="1"/>', text, count=1).encode()
    )
    return package.write()


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in characters, words kept whole."""
    if len(text) * RAGGED < width and "\n" not in text:
        return 1
    return sum(1 + int(len(line) * RAGGED / width) for line in text.split("\n"))


def _within(widths: Sequence[int], most: int) -> list[int]:
    """The first widths that together do not exceed a width, at least one."""
    kept = list(widths[:1])
    for width in widths[1:]:
        if sum(kept) + width > most:
            break
        kept.append(width)
    return kept


def _plain(text: str) -> str:
    """A text that a workbook can hold; the library names control characters as workbooks do."""
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(most=MAX_CHARACTERS, beginning=text[:60])
    if _IMPOSSIBLE.search(text):
        raise TextUnwritable(beginning=_IMPOSSIBLE.sub("?", text[:60]))
    return text


def _number(item: Item) -> float:
    assert item.number is not None
    return item.number / 10**item.places if item.places else item.number


def _value(item: Item) -> float | str:
    return item.text if item.number is None else _number(item)


def _runs(rows: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Rows that follow each other, as first and last."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _foot(text: str) -> str:
    return _cut(text.replace("&", "&&"), 100)
