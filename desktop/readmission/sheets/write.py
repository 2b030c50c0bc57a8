"""Writes a form's workbook: a guide, a sheet for each part, a sheet for each language; every cell is text, never a formula."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from readmission.form.catalogue import Entry
from readmission.sheets.cells import cell_text
from readmission.sheets.layout import GUIDE, LAYOUTS, Column, Kind, Layout, language_layout
from readmission.sheets.records import Record, form_records, language_records

SPARE_ROWS: Final = 500
TEXT_FORMAT: Final = "@"

_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_HEADING: Final = Font(bold=True, color="FFFFFF")
_HEADING_FILL: Final = PatternFill("solid", fgColor="24476B")
_STRONG: Final = Font(bold=True)

_INTRODUCTION: Final = (
    "This workbook holds a whole questionnaire: questions, code lists, rules, examples, indicators and translations.",
    "Change what stands in the sheets, add rows and move rows; the order of the rows is the order of the questionnaire. Then let the "
    "program read the workbook: it writes the files of the questionnaire, or names every cell that is wrong.",
    "Every cell is text. Formulas and further sheets or columns are refused; names of sheets and columns stay as they are.",
    "An identifier (T01, RD, CL_FREQ) is never shown to those who answer. Keep it from year to year: answers are compared by it.",
    "Where several things stand in one cell, each has a line of its own (Alt+Enter).",
    'An expression reads like arithmetic: RD == RD_M + RD_F, sum(T01.RD), last(RD) for last year, B0_02["REQ"].chosen for one option.',
    "The sheet of a language has the English text beside its translation. When an English text is changed, its translation is out of "
    "date until both stand there anew. A further language is a further sheet with the same columns, named like fr. “complete” in "
    "its first row: the file lists also what is not translated.",
    "Not carried: comments in the YAML files, the division into files, README.md and other files beside the questionnaire. This sheet "
    "is not read.",
)


def write_form_workbook(
    whole: Mapping[str, Any], texts: Sequence[tuple[str, str]], catalogues: Mapping[str, Sequence[Entry]]
) -> bytes:
    """The workbook of a form: its whole, its English texts by their keys, and the entries of its translations by language."""
    book = Workbook()
    book.properties.title, book.properties.creator = cell_text(whole["form"]["title"]), ""
    records = form_records(whole)
    guide = book.worksheets[0]
    guide.title = GUIDE
    languages = [language_layout(language) for language in catalogues]
    _guide(guide, whole["form"]["title"], (*LAYOUTS, *languages))
    for sheet in LAYOUTS:
        _sheet(book.create_sheet(sheet.name), sheet, records[sheet.name])
    for sheet in languages:
        _sheet(book.create_sheet(sheet.name), sheet, language_records(catalogues[sheet.name], texts))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet(sheet: Worksheet, layout: Layout, records: Iterable[Record]) -> None:
    _head(sheet, 1, layout.columns)
    for number, column in enumerate(layout.columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = TEXT_FORMAT
        dimension.alignment = _WRAPPED
    row = 1
    for row, record in enumerate(records, start=2):
        for number, column in enumerate(layout.columns, start=1):
            _put(sheet, row, number, record.get(column.name, ""))
    last = get_column_letter(len(layout.columns))
    sheet.freeze_panes = "C2" if layout.columns[1].kind is Kind.NAME and len(layout.columns) > 1 else "B2"
    sheet.auto_filter.ref = f"A1:{last}{max(row, 2)}"
    for number, column in enumerate(layout.columns, start=1):
        _drop_down(sheet, column, f"{get_column_letter(number)}2:{get_column_letter(number)}{row + SPARE_ROWS}")


def _head(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        _put(sheet, row, number, column.name)
        cell = sheet.cell(row, number)
        cell.font, cell.fill = _HEADING, _HEADING_FILL


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = _WRAPPED
    cell.number_format = TEXT_FORMAT
    if text:
        cell.value = cell_text(text)
        cell.data_type = "s"


def _drop_down(sheet: Worksheet, column: Column, cells: str) -> None:
    if column.values:
        source = '"' + ",".join(column.values) + '"'
    elif column.listed_in:
        source = f"'{column.listed_in}'!$A$2:$A$1000"
    else:
        return
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=bool(column.values))
    choice.errorTitle, choice.error = column.name, "Choose one of the list."
    choice.add(cells)
    sheet.add_data_validation(choice)


def _guide(sheet: Worksheet, title: str, layouts: Iterable[Layout]) -> None:
    for letter, width in zip("ABCD", (16, 18, 90, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    row = 1
    for row, line in enumerate((title, *_INTRODUCTION), start=1):
        _put(sheet, row, 1, line)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 32 if row > 1 else 20
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    row += 2
    _head(sheet, row, (Column("sheet"), Column("column"), Column("what stands there"), Column("one of")))
    for layout in layouts:
        row += 1
        _put(sheet, row, 1, layout.name)
        _put(sheet, row, 3, layout.about)
        for place in (1, 3):
            sheet.cell(row, place).font = _STRONG
        for column in layout.columns:
            row += 1
            _put(sheet, row, 2, column.name)
            _put(sheet, row, 3, column.hint)
            _put(sheet, row, 4, ", ".join(column.values) or (f"a row of {column.listed_in}" if column.listed_in else ""))
