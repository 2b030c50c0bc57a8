"""The journal for people: who changed what, when, from what, to what and why; and a value of it put back as a new step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Final

from readmission.answers.changes import AttachmentChange
from readmission.answers.journal import Entry, EntryKind, changes_of, parse_row, presence, read_cell
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.errors import TaskError
from readmission.tasks.fill import Filling, Step

RESTORED: Final = "earlier value restored"


class NothingToRestore(TaskError):
    """The value stands there already, or the line is about no answer."""

    code: ClassVar[str] = "TA-82"
    happened: ClassVar[str] = "There is nothing to put back here."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Choose a line of an answer whose value differs from what stands there now."


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal.

    `place` and the two cells are there for an answer, `row` for a row of a list that was added or removed, `attached` for a file,
    `state` for what the declaration became.
    """

    number: int
    step: int
    moment: datetime
    person: int
    kind: EntryKind
    about: str
    why: str
    place: Place | None = None
    row: tuple[str, Key] | None = None
    new_row: bool = False
    attached: AttachmentChange | None = None
    state: str = ""
    old: Cell = BLANK
    new: Cell = BLANK


def journal_lines(filling: Filling, after: int = 0) -> Iterator[JournalLine]:
    """The lines of the journal after a number, the oldest first."""
    return map(_line, filling.declaration.journal(after))


def restore(filling: Filling, line: JournalLine) -> Step:
    """Put the value back that stood before a line, as a new step; raises NothingToRestore."""
    if line.place is None or filling.answers.cell(line.place) == line.old:
        raise NothingToRestore(line.about)
    return filling.enter({line.place: line.old}, RESTORED)


def _line(entry: Entry) -> JournalLine:
    moment = datetime.strptime(entry.moment, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    line = JournalLine(entry.number, entry.step, moment, entry.person, entry.kind, entry.place, entry.why)
    if entry.kind is EntryKind.CELL:
        return replace(line, place=Place.parse(entry.place), old=read_cell(entry.old), new=read_cell(entry.new))
    if entry.kind is EntryKind.ROW:
        return replace(line, row=parse_row(entry.place), new_row=entry.new == presence(True))
    if entry.kind is EntryKind.ATTACHMENT:
        (attached,) = changes_of([entry]).attachments
        return replace(line, attached=attached)
    if entry.kind is EntryKind.STATE:
        return replace(line, state=json.loads(entry.new))
    return line
