"""The sheets of a workbook as rows of texts, for files of others whose layout another package knows."""

from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import python_calamine

from readmission.errors import Phrase
from readmission.sheets.guard import guard
from readmission.sheets.problems import NotAWorkbook

MAX_CELLS: Final = 5_000_000


def read_tables(data: bytes) -> dict[str, list[list[str]]]:
    """The rows of each sheet from its first cell on; raises NotAWorkbook."""
    guard(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        found = {}
        cells = 0
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            height, width = sheet.total_height, sheet.total_width
            cells += height * width
            if cells > MAX_CELLS:
                raise NotAWorkbook(reason=Phrase("it has more than {most} cells.", most=f"{MAX_CELLS:,}"))
            found[name] = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise NotAWorkbook(reason=Phrase("it is damaged.")) from error
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
