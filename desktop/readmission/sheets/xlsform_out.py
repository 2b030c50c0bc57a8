"""Writes a survey (XLSForm) as a workbook; every cell is text."""

from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from readmission.form.xlsform import Survey, SurveySheet
from readmission.sheets.cells import cell_text

_BOLD: Final = Font(bold=True)


def write_survey(survey: Survey) -> bytes:
    """The workbook of a survey; raises TextTooLong."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in survey.sheets:
        _write(book.create_sheet(sheet.name), sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write(sheet: Worksheet, said: SurveySheet) -> None:
    for number, column in enumerate(said.columns, start=1):
        _put(sheet, 1, number, column)
        sheet.cell(1, number).font = _BOLD
    for row, line in enumerate(said.lines, start=2):
        for number, column in enumerate(said.columns, start=1):
            _put(sheet, row, number, line.get(column, ""))
    sheet.freeze_panes = "C2"


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if text:
        cell = sheet.cell(row, column)
        cell.value = cell_text(text)
        cell.data_type = "s"
