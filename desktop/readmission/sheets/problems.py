"""What is wrong with a form's workbook, told to its author: sheet, cell and a sentence, everything at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from readmission.errors import SheetError
from readmission.override import override


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One mistake: the sheet, the cell (empty for the sheet as a whole, as is the sheet for the whole workbook), a sentence."""

    sheet: str
    cell: str
    text: str

    @override
    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{where}: {self.text}" if where else self.text


class WorkbookRefused(SheetError):
    """The workbook of a form has mistakes; `problems` holds all of them."""

    code: ClassVar[str] = "SH-01"
    happened: ClassVar[str] = "The workbook cannot be used; there are mistakes in it ({count}):\n{listed}\n"
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Correct the cells named above and try again."

    def __init__(self, problems: Iterable[SheetProblem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__(count=len(self.problems), listed="\n".join(str(problem) for problem in self.problems))


class NotAWorkbook(SheetError):
    """A file is no workbook that may be opened."""

    code: ClassVar[str] = "SH-02"
    happened: ClassVar[str] = "The file cannot be opened as a workbook: {reason}"
    unharmed: ClassVar[str] = "Nothing was read."
    remedy: ClassVar[str] = "Save it as an Excel workbook (.xlsx) without macros and links, and try again."


class TextTooLong(SheetError):
    """A text has no room in a cell of a workbook."""

    code: ClassVar[str] = "SH-03"
    happened: ClassVar[str] = "A text is longer than the {most} characters that a cell of a workbook holds."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Shorten the text that begins with “{beginning}”."


class TextUnwritable(SheetError):
    """A text holds something that no workbook can hold."""

    code: ClassVar[str] = "SH-20"
    happened: ClassVar[str] = "A text holds a character that a workbook cannot hold."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Type the text that begins with “{beginning}” anew."


class NotMarkable(SheetError):
    """A workbook is written in a way in which findings cannot be put into it without touching the rest."""

    code: ClassVar[str] = "SH-21"
    happened: ClassVar[str] = "Findings cannot be put into this workbook ({why})."
    unharmed: ClassVar[str] = "The workbook was not touched, and nothing was written."
    remedy: ClassVar[str] = "Open it in a spreadsheet program, save it as an Excel workbook (.xlsx), and try again."
