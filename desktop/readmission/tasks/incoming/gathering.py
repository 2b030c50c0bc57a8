"""Brings what several files have for the same cells together: one value, a question, or a conflict; never the last one silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readmission.answers.changes import Answers
from readmission.answers.model import BLANK, Cell, Place
from readmission.sheets.answer_values import with_note
from readmission.tasks.incoming.preview import Conflict, Doubt, Line, Option, Question, Status, Waiting


@dataclass(slots=True)
class Gathered:
    """What became of the cells of all files."""

    lines: list[Line] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    unchanged: int = 0


def gather(found: Mapping[Place, Sequence[Option]], answers: Answers) -> Gathered:
    """The lines and conflicts that the values of all files come to.

    A file that holds what stands here already, or nothing, does not contradict one that changes it: colleagues who got the same
    workbook each fill in their part of it.
    """
    gathered = Gathered()
    for place, options in found.items():
        old = answers.cell(place)
        differing = _differing(options, old)
        if not differing:
            gathered.unchanged += 1
        elif len(differing) > 1:
            gathered.conflicts.append(Conflict(place, old, differing))
        elif differing[0].question:
            gathered.waiting.append(Waiting(place, old, differing[0]))
        else:
            gathered.lines.append(line_of(place, old, differing[0]))
    return gathered


def cell_of(option: Option, old: Cell, convention: str = "") -> Cell:
    """The cell that an option would put in place."""
    cell = option.entry.by(convention) if convention else option.entry.cell
    return with_note(cell, option.note, old)


def line_of(place: Place, old: Cell, option: Option, convention: str = "") -> Line:
    """The change that an option makes, with its kind."""
    new = cell_of(option, old, convention)
    if old.blank:
        return Line(place, old, new, option.at, Status.ADDED)
    return Line(place, old, new, option.at, Status.REMOVED if new.blank else Status.CHANGED)


def questions_of(doubts: Mapping[str, Sequence[Doubt]]) -> tuple[Question, ...]:
    """One question a column, however many entries it is about."""
    return tuple(
        Question(
            name,
            of_column[0].at,
            tuple(sorted({reading.convention for doubt in of_column for reading in doubt.entry.readings})),
            tuple(of_column),
        )
        for name, of_column in doubts.items()
    )


def _differing(options: Sequence[Option], old: Cell) -> tuple[Option, ...]:
    """The options that would change something, each value once, a blank only where no file has a value."""
    if len(options) == 1:
        return () if not options[0].question and cell_of(options[0], old) == old else (options[0],)
    distinct: dict[tuple[object, ...], Option] = {}
    for option in options:
        new = cell_of(option, old)
        if not option.question and new == old:
            continue
        # The note of a cell without an answer still is something that a colleague wrote.
        distinct.setdefault((option.entry.cell, option.entry.readings, new.note), option)
    found = tuple(distinct.values())
    written = tuple(option for option in found if not _empties(option, old))
    return written or found[:1]


def _empties(option: Option, old: Cell) -> bool:
    return not option.question and option.entry.cell == BLANK and cell_of(option, old).note in ("", old.note)
