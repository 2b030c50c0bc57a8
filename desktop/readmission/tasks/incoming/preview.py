"""What files would change in a declaration, before anything does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from readmission.answers.entry import Entry
from readmission.answers.model import Cell, Key, Place
from readmission.answers.personal import Looks
from readmission.errors import ReadmissionError
from readmission.sheets.answers_in import Unread
from readmission.sheets.grid import Address

__all__ = [
    "Address",
    "Conflict",
    "Doubt",
    "Line",
    "Option",
    "Personal",
    "Preview",
    "Question",
    "Source",
    "Status",
    "Unread",
    "Waiting",
]


class Status(StrEnum):
    """What becomes of a cell; a removed one is blank in the file and holds something here."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that would change."""

    place: Place
    old: Cell
    new: Cell
    at: Address
    status: Status


@dataclass(frozen=True, slots=True)
class Doubt:
    """One entry that can be read in two ways."""

    place: Place
    at: Address
    entry: Entry


@dataclass(frozen=True, slots=True)
class Question:
    """A column whose entries can be read in two ways; `conventions` are the ways, the answer is one of them."""

    id: str
    at: Address
    conventions: tuple[str, ...]
    doubts: tuple[Doubt, ...]


class Option(NamedTuple):
    """One of the values that files have for the same cell; `question` is the question that must be answered to read it."""

    entry: Entry
    note: str | None
    at: Address
    question: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell for which files have several values; the answer is the number of one."""

    place: Place
    old: Cell
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cell that becomes a line when the question of its option is answered."""

    place: Place
    old: Cell
    option: Option


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read and who filled it in, as the file says it; empty where it does not.

    `code_page` is the one that was assumed for a text that does not say its own, as Windows calls it.
    """

    file: str
    person: str
    code_page: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """A text in a file that looks as if it held data of a person."""

    at: Address
    looks: Looks
    text: str


@dataclass(frozen=True)
class Preview:
    """Everything that reading files came to; nothing is changed yet.

    `lines` are certain; the cells of `questions` and `conflicts` become lines when they are answered. `unchanged` counts the
    cells that hold what stands here already, `rows` are rows that lists would gain, `refused` the files that were not read.
    """

    sources: tuple[Source, ...]
    lines: tuple[Line, ...]
    unchanged: int
    unread: tuple[Unread, ...]
    questions: tuple[Question, ...]
    conflicts: tuple[Conflict, ...]
    rows: tuple[tuple[str, Key], ...]
    personal: tuple[Personal, ...]
    refused: Mapping[str, ReadmissionError] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()

    def of(self, status: Status) -> tuple[Line, ...]:
        """The lines of one kind."""
        return tuple(line for line in self.lines if line.status is status)

    @property
    def added(self) -> tuple[Line, ...]:
        """Cells that are blank here."""
        return self.of(Status.ADDED)

    @property
    def changed(self) -> tuple[Line, ...]:
        """Cells that hold something else here."""
        return self.of(Status.CHANGED)

    @property
    def removed(self) -> tuple[Line, ...]:
        """Cells that are blank in the file."""
        return self.of(Status.REMOVED)

    @property
    def whole(self) -> bool:
        """Whether everything in the files was understood."""
        return not self.unread and not self.refused
