"""Answers from workbooks and CSV files: first what they would change, then one step that can be taken back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.changes import RowChange
from readmission.answers.model import Place
from readmission.collector import without_collector
from readmission.errors import ReadmissionError, TaskError
from readmission.sheets.reading import read_book, start_ahead
from readmission.tasks.fill import Filling, Step
from readmission.tasks.incoming.collecting import Collecting
from readmission.tasks.incoming.gathering import line_of
from readmission.tasks.incoming.preview import Line, Preview, Source, Status
from readmission.tasks.incoming.words import code_page_of, words_of
from readmission.tasks.sdmx import is_sdmx, read_sdmx

KEEP: Final = "keep"
LEAVE: Final = "leave"
KEEP_OLD: Final = -1
FILLED_IN: Final = "filled in a workbook"


class StillOpen(TaskError):
    """Something must be answered before the files can be taken over."""

    code: ClassVar[str] = "TA-67"
    happened: ClassVar[str] = (
        "Before the answers are taken over, questions must be answered ({count}); the first is about {first}."
    )
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Say how the numbers are to be read, and which value holds where two files differ."


class Outdated(TaskError):
    """The declaration changed after the preview."""

    code: ClassVar[str] = "TA-68"
    happened: ClassVar[str] = "The declaration was changed after the files were looked at, for example {cell}."
    unharmed: ClassVar[str] = "No answer was changed by the files."
    remedy: ClassVar[str] = "Look at the files again; nothing has to be typed anew."


@dataclass(frozen=True)
class Choices:
    """The answers to what a preview asks.

    A question is answered by one of its conventions, by KEEP (the texts as they were typed, which a check then finds) or by LEAVE
    (what stands in the declaration); a conflict by the number of an option or by KEEP_OLD. Cells that are blank in the files are
    emptied only with `remove`.
    """

    conventions: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[Place, int] = field(default_factory=dict)
    remove: bool = False


def get_ready(filling: Filling) -> None:
    """Load what a preview needs, so that a file that is chosen afterwards does not wait for it."""
    words_of(filling)
    with suppress(ReadmissionError):  # what cannot be started now is told when a file is read
        start_ahead()


def preview(filling: Filling, files: Sequence[Path]) -> Preview:
    """What files would change; a file that cannot be read does not stop the others, unless it is the only one."""
    with without_collector():
        incoming = Collecting(filling, words_of(filling))
        refused: dict[str, ReadmissionError] = {}
        usual = code_page_of(filling)
        for number, path in enumerate(files, start=1):
            try:
                if is_sdmx(path):
                    incoming.take_sdmx(read_sdmx(filling, path), path.name)
                else:
                    incoming.take(read_book(path, usual), number)
            except ReadmissionError as error:
                if len(files) == 1:
                    raise
                refused[path.name] = error
        return incoming.preview(refused)


def apply(filling: Filling, shown: Preview, choices: Choices | None = None) -> Step:
    """Take a preview over as one step; raises StillOpen or Outdated before anything changes."""
    answers = choices or Choices()
    _refuse_open(shown, answers)
    lines = [*shown.lines, *_answered(shown, answers)]
    if not answers.remove:
        lines = [line for line in lines if line.status is not Status.REMOVED]
    for line in lines:
        if filling.answers.cell(line.place) != line.old:
            raise Outdated(cell=line.place)
    cells = {line.place: line.new for line in lines if line.new != line.old}
    gained = {(place.table, place.key) for place in cells}
    rows = tuple(RowChange(table, key, added=True) for table, key in shown.rows if (table, key) in gained)
    if not cells:
        return filling.enter({})
    return filling.enter(cells, _reason(filling, shown.sources), rows)


def _refuse_open(shown: Preview, choices: Choices) -> None:
    asked = [
        str(question.at)
        for question in shown.questions
        if choices.conventions.get(question.id) not in (*question.conventions, KEEP, LEAVE)
    ]
    torn = [
        str(conflict.place)
        for conflict in shown.conflicts
        if choices.conflicts.get(conflict.place) not in (*range(len(conflict.options)), KEEP_OLD)
    ]
    if asked or torn:
        raise StillOpen(count=len(asked) + len(torn), first=(asked + torn)[0])


def _answered(shown: Preview, choices: Choices) -> list[Line]:
    """What was open, as the answers settle it."""
    chosen = [(waiting.place, waiting.old, waiting.option) for waiting in shown.waiting]
    for conflict in shown.conflicts:
        number = choices.conflicts[conflict.place]
        if number != KEEP_OLD:
            chosen.append((conflict.place, conflict.old, conflict.options[number]))
    return [
        line_of(place, old, option, choices.conventions.get(option.question, ""))
        for place, old, option in chosen
        if choices.conventions.get(option.question) != LEAVE
    ]


def _reason(filling: Filling, sources: Sequence[Source]) -> str:
    """The files and who filled them in; persons stand in the journal by number, their names where they can be erased."""
    declaration = filling.declaration
    numbers = {person.name: person.number for person in declaration.persons() if person.name}
    told = []
    for source in sources:
        if source.person and source.person not in numbers:
            numbers[source.person] = declaration.add_person(source.person, FILLED_IN)
        by = f", filled in by person {numbers[source.person]}" if source.person else ""
        told.append(f"{source.file}{by}")
    return f"from {'; '.join(told)}"
