"""A workbook of answers before it is a file: sheets of columns and rows, and what may be entered in each cell.

Every sheet has the same head, so that an address is known before anything is written: a title, three lines, a row of totals, a
row of guidance, the headings in the reader's language and, last, the stable codes by which the sheet is read back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FACTS_SHEET: Final = "readmission"
FORMAT: Final = "readmission-answers 1"

LINES: Final = 3
TOTALS_ROW: Final = LINES + 1
GUIDANCE_ROW: Final = TOTALS_ROW + 1
HEADINGS_ROW: Final = GUIDANCE_ROW + 1
CODES_ROW: Final = HEADINGS_ROW + 1
FIRST_ROW: Final = CODES_ROW + 1


class Look(StrEnum):
    """What a cell is to people, and with it whether it is locked and how it is drawn."""

    ANSWER = "answer"
    OFFERED = "offered"
    ASIDE = "aside"
    REMARK = "remark"
    KEY = "key"
    LABEL = "label"
    SECTION = "section"
    LAST = "last"
    COMPUTED = "computed"
    TOTAL = "total"

    @property
    def open(self) -> bool:
        """Whether people write into it."""
        return self in (Look.ANSWER, Look.OFFERED, Look.ASIDE, Look.REMARK)


class EntryKind(StrEnum):
    """What a drop-down or a check of Excel makes sure of."""

    CHOICE = "choice"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be entered: one of a list (`choices` names it), a number with `places`, a day, a text of a length.

    A `suggested` entry warns only: a reason may carry a date, a number a flag. `hint` appears beside the cell.
    """

    kind: EntryKind
    choices: str = ""
    places: int = 0
    maximum: int = 0
    suggested: bool = False
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One cell: a text, a number (scaled integer and places) or an ISO day; with `formula` that is what it should come to."""

    look: Look
    text: str = ""
    number: int | None = None
    places: int = 0
    day: str = ""
    entry: Entry | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable code, its heading, what people should know, its width in characters."""

    code: str
    heading: str
    width: int = 12
    guidance: str = ""
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `keys` columns on the left stay in view, `totals` are formulas over the columns by their position."""

    name: str
    title: str
    lines: tuple[str, ...]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Item | None]]
    keys: int
    totals: Mapping[int, Item] = field(default_factory=dict)
    totals_label: str = ""
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: the facts by which it is recognised, the lists of its drop-downs, its sheets, the line at the foot of a page."""

    title: str
    facts: Sequence[tuple[str, str]]
    lists: Mapping[str, Sequence[str]]
    sheets: Sequence[Sheet]
    foot: str
    refusal: str
