"""Reads the cells of a form's workbook: only text where text is expected, in known columns of known sheets."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from readmission.errors import Phrase
from readmission.form.problems import did_you_mean
from readmission.sheets.cells import text_of_cell
from readmission.sheets.guard import guard
from readmission.sheets.layout import GUIDE, LAYOUTS, NO, YES, Kind, Layout, language_layout
from readmission.sheets.problems import NotAWorkbook, SheetProblem

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 60

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet that is not empty: the texts of its cells that are not, and where its columns stand."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands in a column; nothing where the cell is empty."""
        return self.texts.get(column, "")

    def problem(self, column: str, sentence: str) -> SheetProblem:
        """A problem at a cell of the row."""
        return SheetProblem(self.sheet, f"{self.letters[column]}{self.number}", sentence)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of a workbook: of the parts of the form by sheet, of the translations by language."""

    parts: Mapping[str, tuple[Row, ...]]
    languages: Mapping[str, tuple[Row, ...]]


def read_sheets(data: bytes, problems: list[SheetProblem]) -> Sheets:
    """The rows of a workbook, what is wrong with its cells in `problems`; raises NotAWorkbook."""
    guard(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # drop-downs of newer programs that openpyxl leaves out
            with closing(load_workbook(BytesIO(data), read_only=True)) as book:
                return _sheets({sheet.title: sheet for sheet in book.worksheets}, problems)
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, LookupError) as error:
        raise NotAWorkbook(reason=Phrase("it is damaged.")) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise NotAWorkbook(reason=Phrase("it does not say what a workbook says.")) from error


def _sheets(found: Mapping[str, Any], problems: list[SheetProblem]) -> Sheets:
    parts, languages = {}, {}
    known = {layout.name: layout for layout in LAYOUTS}
    for name, sheet in found.items():
        if name in known:
            parts[name] = _rows(sheet, known[name], problems)
        elif _LANGUAGE.fullmatch(name):
            languages[name] = _rows(sheet, language_layout(name), problems)
        elif name != GUIDE:
            problems.append(SheetProblem(name, "", f"The sheet “{name}” is not known here{did_you_mean(name, known)}"))
    missing = [name for name in known if name not in found]
    problems.extend(SheetProblem("", "", f"The sheet “{name}” is missing.") for name in missing)
    return Sheets({name: parts.get(name, ()) for name in known}, languages)


def _rows(sheet: Any, layout: Layout, problems: list[SheetProblem]) -> tuple[Row, ...]:
    sheet.reset_dimensions()
    lines = enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), start=1)
    _number, head = next(lines, (1, ()))
    columns = _columns(layout, head, problems)
    letters = {column: get_column_letter(place + 1) for place, column in columns.items()}
    rows = []
    for number, cells in lines:
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            sentence = f"A sheet has at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns."
            problems.append(SheetProblem(layout.name, f"{number}:{number}", sentence))
            break
        texts: dict[str, str] = {}
        for place, cell in enumerate(cells):
            column = columns.get(place, "")
            text, wrong = _text(cell, layout.by_name[column].kind if column else Kind.TEXT)
            if not wrong and not column and text:
                wrong = "This cell stands outside of the columns."
            if wrong:
                problems.append(SheetProblem(layout.name, f"{get_column_letter(place + 1)}{number}", wrong))
            elif text:
                texts[column] = text
        if texts and len(letters) == len(layout.columns):
            rows.append(Row(layout.name, number, texts, letters))
    return tuple(rows)


def _columns(layout: Layout, head: Iterable[Any], problems: list[SheetProblem]) -> dict[int, str]:
    columns: dict[int, str] = {}
    known = layout.by_name
    for place, cell in enumerate(head):
        text, wrong = _text(cell, Kind.NAME)
        name = text.strip()
        if name in columns.values():
            wrong = f"The column “{name}” stands here a second time."
        elif name and name not in known:
            wrong = f"The column “{name}” is not known here{did_you_mean(name, known)}"
        if wrong:
            problems.append(SheetProblem(layout.name, f"{get_column_letter(place + 1)}1", wrong))
        elif name:
            columns[place] = name
    missing = [name for name in known if name not in columns.values()]
    problems.extend(SheetProblem(layout.name, "", f"The column “{name}” is missing.") for name in missing)
    return columns


def _text(cell: Any, kind: Kind) -> tuple[str, str]:
    """What a cell says, or what is wrong with it."""
    value = cell.value
    if cell.data_type == "f":
        return "", "A formula stands here; write what it gives."
    if cell.data_type == "e":
        return "", f"An error stands here ({value})."
    if value is None or isinstance(value, str):
        text = text_of_cell(value or "")
        return (text if text.strip() or kind is Kind.RAW else ""), ""
    return _typed(value, kind)


def _typed(value: Any, kind: Kind) -> tuple[str, str]:
    # What a workbook's program made of what a person typed, where it is certain what was typed.
    if isinstance(value, bool):
        return (YES if value else NO, "") if kind is Kind.TRUTH else ("", "This cell holds a logical value; format it as text.")
    if isinstance(value, int | float):
        number = f"{value:.15g}" if isinstance(value, float) else str(value)
        return (
            (number, "") if _PLAIN_NUMBER.fullmatch(number) else ("", "This number is too large or too small; format it as text.")
        )
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat(), ""
    return "", "This cell holds a time; format it as text."
