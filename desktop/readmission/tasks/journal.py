"""The journal for people: who changed what, when, from what, to what and why; and a value of it put back as a new step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from readmission.answers.journal import Entry, EntryKind, parse_row, read_cell
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.errors import TaskError
from readmission.tasks.fill import Filling, Step


class NothingToRestore(TaskError):
    """The value stands there already, or the line is about no answer."""

    code: ClassVar[str] = "TA-82"
    happened: ClassVar[str] = "There is nothing to put back here."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Choose a line of an answer whose value differs from what stands there now."


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal; `place` and the two cells are there for an answer, `row` for a row of a list."""

    number: int
    step: int
    moment: datetime
    person: int
    kind: EntryKind
    about: str
    why: str
    place: Place | None = None
    row: tuple[str, Key] | None = None
    old: Cell = BLANK
    new: Cell = BLANK


def journal_lines(filling: Filling, after: int = 0) -> Iterator[JournalLine]:
    """The lines of the journal after a number, the oldest first."""
    return map(_line, filling.declaration.journal(after))


def restore(filling: Filling, line: JournalLine) -> Step:
    """Put the value back that stood before a line, as a new step; raises NothingToRestore."""
    if line.place is None or filling.answers.cell(line.place) == line.old:
        raise NothingToRestore(line.about)
    return filling.enter({line.place: line.old}, f"restored from step {line.step}")


def _line(entry: Entry) -> JournalLine:
    moment = datetime.strptime(entry.moment, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    line = JournalLine(entry.number, entry.step, moment, entry.person, entry.kind, entry.place, entry.why)
    if entry.kind is EntryKind.CELL:
        place, old, new = Place.parse(entry.place), read_cell(entry.old), read_cell(entry.new)
        return JournalLine(line.number, line.step, moment, line.person, line.kind, line.about, line.why, place, None, old, new)
    if entry.kind is EntryKind.ROW:
        row = parse_row(entry.place)
        return JournalLine(line.number, line.step, moment, line.person, line.kind, line.about, line.why, None, row)
    return line
