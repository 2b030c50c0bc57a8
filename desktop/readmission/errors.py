"""The root of everything that can stop a task.

An error says in three sentences what happened, what was not harmed and what to do; a finding about answers is data and is
never raised; anything that is neither is a bug.
"""

from collections.abc import Mapping
from typing import ClassVar

from readmission.override import override


class Phrase(str):
    """A detail of an error that is itself a text of the program, and is said in the user's language."""

    __slots__ = ("english", "values")

    english: str
    values: Mapping[str, object]

    def __new__(cls, english: str, /, **values: object) -> "Phrase":
        """The text in English, its named places filled in."""
        made = super().__new__(cls, english.format_map(values) if values else english)
        made.english, made.values = english, values
        return made


class ReadmissionError(Exception):
    """Something outside the program went wrong; `place` says where (a file, a line, a cell, a member).

    The three sentences are English templates over `details`; `texts` says them in the user's language.
    """

    code: ClassVar[str] = "RE-00"
    happened: ClassVar[str] = "Something went wrong."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Please try again."

    def __init__(self, place: str = "", **details: object) -> None:
        super().__init__(place)
        self.place = place
        self.details = details

    @override
    def __str__(self) -> str:
        """The whole explanation in English, for a terminal or a log of a test."""
        sentences = (part.format_map(self.details) for part in (self.happened, self.unharmed, self.remedy) if part)
        where = f"{self.place}: " if self.place else ""
        return f"{self.code} {where}{' '.join(sentences)}"


class FormError(ReadmissionError):
    """A published questionnaire or round cannot be used."""

    code = "FO-00"


class AnswersError(ReadmissionError):
    """Answers cannot be read or written as they stand."""

    code = "AN-00"


class StoreError(ReadmissionError):
    """A declaration or an assessment cannot be opened or written."""

    code = "ST-00"


class StatisticsError(ReadmissionError):
    """A file of reference figures cannot be read."""

    code = "RF-00"


class SheetError(ReadmissionError):
    """A workbook cannot be read or written."""

    code = "SH-00"


class BundleError(ReadmissionError):
    """A file that travels, a key or a certificate is refused."""

    code = "BU-00"


class TaskError(ReadmissionError):
    """A task is not possible in the present state of things."""

    code = "TA-00"
