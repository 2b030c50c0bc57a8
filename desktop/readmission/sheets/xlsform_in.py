"""Reads the sheets of a survey (XLSForm) and says at which cell its structure cannot be taken over."""

import warnings
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from readmission.errors import Phrase
from readmission.form.xlsform import CHOICES, SETTINGS, SURVEY, TABLES
from readmission.form.xlsform_found import Cell, Found, Misfit
from readmission.form.xlsform_read import Structure, structure_of
from readmission.sheets.cells import text_of_cell
from readmission.sheets.guard import guard
from readmission.sheets.problems import NotAWorkbook, SheetProblem, WorkbookRefused

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 300

_NEEDED: Final = {SURVEY: ("type", "name"), CHOICES: ("list_name", "name"), SETTINGS: (), TABLES: ()}


def read_survey(data: bytes) -> Structure:
    """The structure that a survey has; raises NotAWorkbook, or WorkbookRefused with everything that is wrong."""
    problems: list[SheetProblem] = []
    sheets = _sheets(data, problems)
    misfits: list[Misfit] = []
    structure = structure_of({name: found for name, (found, _letters) in sheets.items()}, misfits)
    problems += [_problem(misfit, sheets) for misfit in misfits]
    if problems or structure is None:
        raise WorkbookRefused(problems)
    return structure


def _sheets(data: bytes, problems: list[SheetProblem]) -> dict[str, tuple[list[Found], dict[str, str]]]:
    guard(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # drop-downs of newer programs that openpyxl leaves out
            book = load_workbook(BytesIO(data), read_only=True)
            found = {sheet.title: sheet for sheet in book.worksheets}
            if SURVEY not in found:
                problems.append(SheetProblem("", "", f"The sheet “{SURVEY}” is missing."))
            return {name: _lines(found[name], name, problems) for name in _NEEDED if name in found}
    except (InvalidFileException, zipfile.BadZipFile, OSError, EOFError, SyntaxError, LookupError) as error:
        raise NotAWorkbook(reason=Phrase("it is damaged.")) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise NotAWorkbook(reason=Phrase("it does not say what a workbook says.")) from error


def _lines(sheet: Any, name: str, problems: list[SheetProblem]) -> tuple[list[Found], dict[str, str]]:
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS), start=1)
    _number, head = next(rows, (1, ()))
    columns = {place: text.strip() for place, cell in enumerate(head) if (text := _text(cell, name, problems)).strip()}
    for column in _NEEDED[name]:
        if column not in columns.values():
            problems.append(SheetProblem(name, "", f"The column “{column}” is missing."))
    letters = {column: get_column_letter(place + 1) for place, column in columns.items()}
    lines = []
    for number, cells in rows:
        texts = {columns[place]: _text(cell, name, problems) for place, cell in enumerate(cells) if place in columns}
        said = {column: text for column, text in texts.items() if text.strip()}
        if said:
            lines.append(Found(name, number, said))
    return lines, letters


def _text(cell: Any, sheet: str, problems: list[SheetProblem]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        problems.append(SheetProblem(sheet, cell.coordinate, "A formula or an error stands here; write what it gives."))
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return text_of_cell(str(value))


def _problem(misfit: Misfit, sheets: Mapping[str, tuple[list[Found], dict[str, str]]]) -> SheetProblem:
    cell: Cell = misfit.cell
    letter = sheets[cell.sheet][1].get(cell.column, "") if cell.sheet in sheets else ""
    address = f"{letter}{cell.row}" if letter and cell.row else f"{cell.row}:{cell.row}" if cell.row else ""
    return SheetProblem(cell.sheet, address, misfit.text)
