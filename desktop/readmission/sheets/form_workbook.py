"""A form's workbook read back: the files of the form, or every mistake with the cell at which it stands."""

from collections.abc import Iterable, Iterator
from typing import Final

from readmission.form.catalogue import Entry, write_catalogue
from readmission.form.files import form_layout
from readmission.form.model import Form
from readmission.form.problems import FormRefused, Problem
from readmission.form.reader import read_form
from readmission.form.yaml_text import Spot, YamlText, read_yaml
from readmission.sheets.parts import Origins, Parts, Path
from readmission.sheets.problems import SheetProblem, WorkbookRefused
from readmission.sheets.read import Row, read_sheets
from readmission.sheets.records import COMPLETE, HEAD_KEY

_HEAD: Final = "Language: {language}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"


def read_form_workbook(data: bytes) -> tuple[Form, dict[str, bytes]]:
    """The form that a workbook holds and the files that say it; raises NotAWorkbook or WorkbookRefused."""
    problems: list[SheetProblem] = []
    sheets = read_sheets(data, problems)
    parts = Parts(sheets.parts, problems)
    parts.read()
    catalogues = {language: _entries(language, rows, problems) for language, rows in sheets.languages.items()}
    if problems:
        raise WorkbookRefused(problems)
    files = form_layout(parts.whole)
    files |= {f"texts/{language}.po": write_catalogue(entries) for language, entries in catalogues.items() if entries}
    try:
        return read_form(files), files
    except FormRefused as refused:
        raise WorkbookRefused(_at_cells(refused.problems, files, parts.origins)) from refused


def _entries(language: str, rows: Iterable[Row], problems: list[SheetProblem]) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    complete = False
    for row in rows:
        key = row.text("key").strip()
        said, remarks = row.text("translation"), tuple(row.text("remarks").splitlines())
        if not key:
            problems.append(row.problem("key", "“key” is missing."))
        elif key in entries:
            problems.append(row.problem("key", f"“{key}” stands here a second time."))
        elif any(not line.startswith("#") for line in remarks):
            problems.append(row.problem("remarks", "A remark begins with #."))
        elif key == HEAD_KEY:
            entries[key] = Entry("", "", said, remarks)
            complete = row.text("english").strip() == COMPLETE
        elif said or remarks or complete:
            entries[key] = Entry(key, row.text("english"), said, remarks)
    head = entries.pop(HEAD_KEY, None)
    if head is None and entries:
        head = Entry("", "", _HEAD.format(language=language))
    return ((head,) if head else ()) + tuple(entries.values())


def _at_cells(problems: Iterable[Problem], files: dict[str, bytes], origins: Origins) -> Iterator[SheetProblem]:
    # The files were written a moment ago from the cells: the part of a file at which a problem stands leads back to its cell.
    sources: dict[str, YamlText | None] = {}
    for problem in problems:
        if problem.file not in sources:
            sources[problem.file] = read_yaml(problem.file, files.get(problem.file, b""), [])
        source = sources[problem.file]
        path = _path_at(source.spot, problem.line, problem.column) if source is not None and problem.line else ()
        while path and path not in origins:
            path = path[:-1]
        sheet, cell = origins.get(path, ("", ""))
        yield SheetProblem(sheet, cell, problem.text)


def _path_at(spot: Spot, line: int, column: int) -> Path:
    """The path of the last key or value that begins at a place of a file or before it."""
    best: tuple[tuple[int, int], Path] = ((0, 0), ())
    for begins, path in _begins(spot, ()):
        if best[0] <= begins <= (line, column):
            best = (begins, path)
    return best[1]


def _begins(spot: Spot, path: Path) -> Iterator[tuple[tuple[int, int], Path]]:
    # A mapping begins where its first key does; the key, which is met later, is taken.
    for step, part in spot.parts.items():
        key = spot.keys.get(str(step))
        if key is not None:
            yield (key.line, key.column), (*path, step)
        yield (part.line, part.column), (*path, step)
        yield from _begins(part, (*path, step))
