"""Shows on a terminal what files would change, and answers what they ask by the options that were given."""

from collections.abc import Iterator, Sequence

from readmission.answers.entry import entry_text
from readmission.answers.model import Cell, Place
from readmission.canonical import Json
from readmission.cli.terminal import out
from readmission.tasks.fill import Filling
from readmission.tasks.import_answers import KEEP_OLD, Choices
from readmission.tasks.incoming.preview import Conflict, Preview, Source, Unread

KEEP_PRESENT = "present"


def tell(filling: Filling, shown: Preview) -> None:
    """Print a preview, line by line."""
    for line in _lines(filling, shown):
        out.print(line, markup=False)
    counts = (len(shown.added), len(shown.changed), len(shown.removed), shown.unchanged, len(shown.unread) + len(shown.refused))
    out.print("{} added, {} changed, {} blank in the file, {} unchanged, {} not understood.".format(*counts), markup=False)


def choices_of(shown: Preview, read_as: Sequence[str], prefer: str, *, remove: bool) -> Choices:
    """What the options answer: ways of reading, the file that holds where two differ, whether blank cells are emptied."""
    conventions = {
        question.id: convention for question in shown.questions for convention in read_as if convention in question.conventions
    }
    conflicts = {}
    for conflict in shown.conflicts:
        number = KEEP_OLD if prefer == KEEP_PRESENT else _option_of(conflict, prefer)
        if number is not None:
            conflicts[conflict.place] = number
    return Choices(conventions, conflicts, remove)


def as_json(filling: Filling, shown: Preview) -> Json:
    """A preview as a documented report."""
    say = filling.language.say
    return {
        "sources": [{"file": source.file, "person": source.person, "code_page": source.code_page} for source in shown.sources],
        "lines": [
            {
                "status": str(line.status),
                "place": str(line.place),
                "old": _said(filling, line.place, line.old),
                "new": _said(filling, line.place, line.new),
                "at": str(line.at),
            }
            for line in shown.lines
        ],
        "unchanged": shown.unchanged,
        "not_understood": [{"at": str(one.at), "shown": one.shown, "why": _why(filling, one)} for one in shown.unread],
        "questions": [
            {
                "at": str(question.at),
                "ways": list(question.conventions),
                "entries": [{"at": str(doubt.at), "typed": doubt.entry.cell.typed} for doubt in question.doubts],
            }
            for question in shown.questions
        ],
        "conflicts": [
            {"place": str(conflict.place), "at": [str(option.at) for option in conflict.options]} for conflict in shown.conflicts
        ],
        "personal": [{"at": str(one.at), "looks_like": say(one.looks), "text": one.text} for one in shown.personal],
        "refused": {file: str(filling.language.explain(error)) for file, error in shown.refused.items()},
    }


def _lines(filling: Filling, shown: Preview) -> Iterator[str]:
    say = filling.language.say
    for source in shown.sources:
        yield from _source_lines(source)
    for file, error in shown.refused.items():
        yield f"refused {file}: {filling.language.explain(error)}"
    for line in shown.lines:
        old, new = _said(filling, line.place, line.old), _said(filling, line.place, line.new)
        yield f"{line.status} {line.place}: {old or '-'} -> {new or '-'}   ({line.at})"
    for unread in shown.unread:
        yield f"not understood {unread.at}: {unread.shown} {_why(filling, unread)}".replace("  ", " ")
    for question in shown.questions:
        yield f"two readings {question.at}: answer with --read-as {' or --read-as '.join(question.conventions)}"
        for doubt in question.doubts:
            ways = (f"{one.convention} gives {_said(filling, doubt.place, one.cell)}" for one in doubt.entry.readings)
            yield f"   {doubt.place}: {doubt.entry.cell.typed}: {', '.join(ways)}   ({doubt.at})"
    for conflict in shown.conflicts:
        yield f"conflict {conflict.place}: answer with --prefer FILE or --prefer {KEEP_PRESENT}"
        for option in conflict.options:
            yield f"   {_said(filling, conflict.place, option.entry.cell)}   ({option.at})"
    for personal in shown.personal:
        yield f"personal data? {personal.at}: {personal.text} looks like {say(personal.looks)}"


def _source_lines(source: Source) -> Iterator[str]:
    yield f"{source.file}: filled in by {source.person}" if source.person else f"{source.file}: it does not say by whom"
    if source.code_page:
        yield f"{source.file}: does not say its code page; read as {source.code_page}"


def _why(filling: Filling, unread: Unread) -> str:
    return filling.language.say(unread.why).format_map(unread.values)


def _said(filling: Filling, place: Place, cell: Cell) -> str:
    text = entry_text(cell, filling.form.tables[place.table].by_id[place.field], filling.language)
    return f"{text} [{cell.note}]" if cell.note else text


def _option_of(conflict: Conflict, file: str) -> int | None:
    return next((number for number, option in enumerate(conflict.options) if option.at.file == file), None)
