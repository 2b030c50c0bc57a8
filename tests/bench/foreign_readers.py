"""Everything of the program that takes a file from somebody else, for trying it on files that nobody here made.

Each reader takes a path and gives what says, once its work was measured, what it read; an error with a code is an answer too. Putting
findings into a workbook is tried beside reading: every part that no finding concerns must keep its bytes, and every cell its value.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from made_declaration import made_declaration
from readmission import assets
from readmission.form.reader import form_files, read_form
from readmission.sheets.findings_back import CellFinding, ListWords, put_findings
from readmission.sheets.grid import Book, Grid, cell_name
from readmission.sheets.reading import read_bytes
from readmission.tasks.fill import Filling
from readmission.tasks.form_workbook import read_workbook
from readmission.tasks.import_answers import preview
from readmission.tasks.reference_files import Asking, gather
from readmission.tasks.search_personal import search_files
from readmission.tasks.xlsform import read_xlsform

COUNTRIES: Final = 45
ROWS_BELOW: Final = 3

Reader = Callable[[Path], Callable[[], str]]

# The sheets, the formats, the comments, and what names the parts.
_MEANT: Final = re.compile(r"\[Content_Types\]|workbook\w*\.xml|/styles\w*\.xml|worksheets/|/comments|vmlDrawing", re.IGNORECASE)


class NotKept(Exception):
    """A workbook lost something when findings were put into it."""


def answers(scratch: Path) -> Reader:
    """Answers of colleagues, as the preview shows them."""
    form = read_form(form_files(assets.forms() / "2026"))
    countries = tuple(form.codelists[form.countries].by_id)[:COUNTRIES]
    filling: Filling = made_declaration(scratch / "declaration", countries)

    def read(path: Path) -> Callable[[], str]:
        shown = preview(filling, [path])
        return lambda: f"read {len(shown.lines)} lines, {len(shown.unread)} not understood, {len(shown.questions)} asked"

    return read


def figures(scratch: Path) -> Reader:
    """Downloads of published figures."""
    del scratch
    files = form_files(assets.forms() / "2026")
    asking = Asking(read_form(files), files, tuple(range(2008, 2027)), ("BE", "DE", "EL", "FR"))

    def read(path: Path) -> Callable[[], str]:
        report = gather([path], asking).reports[0]
        return lambda: f"read {report.format}: {report.used} used, {report.outside} outside"

    return read


def form_workbook(scratch: Path) -> Reader:
    """The workbook of a questionnaire, as the Commission takes it back."""

    def read(path: Path) -> Callable[[], str]:
        form = read_workbook(path, Path(mkdtemp(dir=scratch)))
        return lambda: f"read {len(form.tables)} tables"

    return read


def xlsform(scratch: Path) -> Reader:
    """An XLSForm, from which a questionnaire is begun."""

    def read(path: Path) -> Callable[[], str]:
        structure = read_xlsform(path, Path(mkdtemp(dir=scratch)))
        return lambda: f"read {len(structure.files())} files"

    return read


def personal_data(scratch: Path) -> Reader:
    """Attachments, searched for what looks like data of persons."""
    del scratch

    def read(path: Path) -> Callable[[], str]:
        (searched,) = search_files([path])
        if searched.unread is not None:
            raise searched.unread
        return lambda: f"read {len(searched.found)} suspects"

    return read


def findings(scratch: Path) -> Reader:
    """Colleagues' workbooks, into which findings go back; the marked ones stay in the folder `marked`."""
    kept = scratch / "marked"
    kept.mkdir()

    def mark(path: Path) -> Callable[[], str]:
        data = path.read_bytes()
        before = read_bytes(data, path.name)
        found = [
            CellFinding(grid.name, cell_name(row, column), "Twice last year's number.", severe=column == grid.left)
            for grid in before.grids
            for row, column in (
                (grid.top, grid.left),
                (grid.top + 1, grid.left + 1),
                (grid.bottom + ROWS_BELOW, grid.left),
            )
        ]
        marked = put_findings(data, found, ListWords("Findings", "Sheet", "Cell", "Finding"))
        return lambda: _kept(before, path, marked, kept)

    return mark


READERS: Final[Mapping[str, Callable[[Path], Reader]]] = {
    "answers": answers,
    "figures": figures,
    "form": form_workbook,
    "xlsform": xlsform,
    "personal": personal_data,
    "findings": findings,
}


def _kept(before: Book, path: Path, marked: bytes, kept: Path) -> str:
    if other := _changed(path.read_bytes(), marked):
        raise NotKept(f"other parts: {', '.join(other)}")
    after = {grid.name: _values(grid) for grid in read_bytes(marked, path.name).grids}
    if moved := [grid.name for grid in before.grids if after.get(grid.name) != _values(grid)]:
        raise NotKept(f"other values on {', '.join(moved)}")
    (kept / f"{path.stem}.xlsx").write_bytes(marked)
    return f"read and marked {len(before.grids)} sheets"


def _values(grid: Grid) -> dict[tuple[int, int], Any]:
    rows = enumerate(grid.rows, start=grid.top)
    cells = ((row, column, value) for row, values in rows for column, value in enumerate(values, start=grid.left))
    return {(row, column): value for row, column, value in cells if value != ""} | {(-1, -1): grid.valueless}


def _changed(before: bytes, after: bytes) -> list[str]:
    """The parts that no finding concerns and that are not as they were."""
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(after)) as new:
        left = set(new.namelist())
        names = [name for name in old.namelist() if not _MEANT.search(name)]
        return [name for name in names if name not in left or old.read(name) != new.read(name)]
