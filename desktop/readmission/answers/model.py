"""Where an answer stands and what stands there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple, TypeAlias

from readmission.errors import AnswersError
from readmission.override import override

Key: TypeAlias = tuple[str, ...]
Value: TypeAlias = int | str

# One grammar for table, key part and field: what a finding, a workbook or a letter can carry unquoted.
_NAME: Final = r"[A-Za-z][A-Za-z0-9_]*"
_PLACE: Final = rf"({_NAME})(?:\[([A-Za-z0-9_+\-.]+(?:/[A-Za-z0-9_+\-.]+)*)\])?\.({_NAME})"


class NoPlace(AnswersError):
    """A text does not name a place."""

    code: ClassVar[str] = "AN-01"
    happened: ClassVar[str] = "“{text}” is not the name of a cell."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "A cell is named like T01[GN].RD: table, country in brackets, point, field."


class Place(NamedTuple):
    """One cell of the questionnaire, printed `T01[GN].RD` everywhere; a tuple, because each answer is found by one."""

    table: str
    key: Key
    field: str

    @override
    def __str__(self) -> str:
        return f"{self.table}[{'/'.join(self.key)}].{self.field}" if self.key else f"{self.table}.{self.field}"

    @staticmethod
    def parse(text: str) -> "Place":
        """The place that a text names; raises NoPlace."""
        match = re.fullmatch(_PLACE, text, re.ASCII)
        if match is None:
            raise NoPlace(text=text[:80])
        return Place(match[1], tuple(match[2].split("/")) if match[2] else (), match[3])


class Reason(StrEnum):
    """Why a cell holds no value."""

    NOT_COLLECTED = "NC"
    NOT_APPLICABLE = "NA"
    WITHHELD = "CONF"
    PENDING = "PEND"
    DO_NOT_KNOW = "DK"
    TECHNICAL = "TECH"


class Flag(StrEnum):
    """A quality mark beside a value, with Eurostat's letters."""

    BREAK = "B"
    CONFIDENTIAL = "C"
    DEFINITION = "D"
    ESTIMATED = "E"
    PROVISIONAL = "P"
    REVISED = "R"
    UNRELIABLE = "U"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at a place: a value or a reason, never both; blank when it holds neither.

    A number is the integer of its last decimal place, a date is ISO text, a code is the code. `typed` keeps a text that was
    entered where a number or date belongs; such a cell has no value. `flags` are Flag letters in order, `due` an ISO date.
    """

    value: Value | None = None
    reason: Reason | None = None
    flags: str = ""
    note: str = ""
    due: str = ""
    typed: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was answered here (a note alone is no answer)."""
        return self.value is None and self.reason is None and not self.typed


BLANK: Final = Cell()
