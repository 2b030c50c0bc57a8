"""Steps: what is undone and redone as a whole, read off the journal.

Undo takes back the latest step of edits that is not undone; redo takes back the latest undo. A new step of edits ends what could
be redone. What nobody did by hand stays. Steps about anything else than answers can be neither undone nor in the way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from readmission.answers.journal import Entry, EntryKind

PROGRAM: Final = 0  # the person of what nobody did by hand


class StepKind(StrEnum):
    """What sort of step it is."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    OTHER = "other"


class StepStatus(StrEnum):
    """Whether the edits of a step hold: undone ones can be redone, dropped ones cannot any more."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StepSummary:
    """A step for people: who, when and why, how many cells, rows and attachments it changed, and the first thing it touched.

    `about` is the step that an undo or redo is about, otherwise 0.
    """

    number: int
    moment: str
    person: int
    kind: StepKind
    about: int
    cells: int
    rows: int
    first: str
    why: str
    attachments: int = 0


def summaries(entries: Iterable[Entry]) -> Iterator[StepSummary]:
    """The steps of a journal in order."""
    for number, group in groupby(entries, key=lambda entry: entry.step):
        yield _summary(number, tuple(group))


def statuses(steps: Iterable[StepSummary]) -> dict[int, StepStatus]:
    """What became of each step of edits."""
    found: dict[int, StepStatus] = {}
    undone: list[int] = []
    for step in steps:
        if step.kind is StepKind.EDIT:
            found.update(dict.fromkeys(undone, StepStatus.DROPPED))
            undone.clear()
            found[step.number] = StepStatus.DONE
        elif step.kind is StepKind.UNDO:
            undone.append(step.about)
            found[step.about] = StepStatus.UNDONE
        elif step.kind is StepKind.REDO:
            undone.remove(step.about)
            found[step.about] = StepStatus.DONE
    return found


def _summary(number: int, entries: tuple[Entry, ...]) -> StepSummary:
    head = entries[0]
    cells = sum(entry.kind is EntryKind.CELL for entry in entries)
    rows = sum(entry.kind is EntryKind.ROW for entry in entries)
    attachments = sum(entry.kind is EntryKind.ATTACHMENT for entry in entries)
    kind, about = StepKind.OTHER, 0
    if head.kind in {EntryKind.UNDO, EntryKind.REDO}:
        kind, about = StepKind(head.kind), int(head.new)
    elif (cells or rows or attachments) and head.person != PROGRAM:
        kind = StepKind.EDIT
    edited = {EntryKind.CELL, EntryKind.ROW, EntryKind.ATTACHMENT}
    first = next((entry.place for entry in entries if entry.kind in edited), head.place)
    return StepSummary(number, head.moment, head.person, kind, about, cells, rows, first, head.why, attachments)
