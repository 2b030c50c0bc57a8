"""Reading workbooks of strangers beside openpyxl read-only and pandas on the same files, and a whole preview against its limit.

Ours includes the guard, the start of the process that reads, its limits and the way back; the peers read in the process itself.
The preview is measured twice: at the terminal, which starts that process when it is given a file; and on the window's page, which
starts it while a person looks for the file, from the choice until the lines can be seen, sifted and counted. Beside the time that a
person waits stands the time of the processor, of both processes: what it would be on a machine that does nothing else.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any, Final

import pandas
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_declaration import made_declaration
from readmission import assets
from readmission.form.model import Field, FieldType, Form, Origin, Shape, Table
from readmission.form.reader import form_files, read_form
from readmission.sheets.reading import read_book
from readmission.sheets.vocabulary import dimension_codes
from readmission.tasks.fill import Filling
from readmission.tasks.import_answers import preview
from readmission.ui.desk import Desk
from readmission.ui.pages.files import FilesPage, expect_files

ROWS: Final = 5_000
COLUMNS: Final = 60
COUNTRIES: Final = 45
READING: Final = 0.2
PREVIEW_SECONDS: Final = 1.5
CHOOSING_SECONDS: Final = 2.0
RUNS: Final = 5
# A short piece of work on a machine that does something else is seen at its own speed only in one of several runs.
READ_RUNS: Final = 8


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(runs):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def large(target: Path) -> Path:
    """A sheet of 5,000 rows and 60 columns of numbers and some texts."""
    chance = random.Random(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("T01")
    sheet.append(["country", *(f"F{number}" for number in range(COLUMNS - 1))])
    for row in range(ROWS - 1):
        sheet.append([f"K{row}", *(chance.randrange(100_000) for _ in range(COLUMNS - 2)), "NC"])
    book.save(target)
    return target


def filled(target: Path, form: Form, countries: tuple[str, ...]) -> Path:
    """A workbook in which every number and question of every country is answered."""
    chance = random.Random(2)
    book = Workbook(write_only=True)
    for table in form.tables.values():
        if table.origin is not Origin.MINISTRY or table.is_list or table.shape is Shape.FORM:
            continue
        sheet = book.create_sheet(table.id)
        sheet.append([*dimension_codes(table), *(field.id for field in table.fields)])
        for key in product(*(_members(form, table, position, countries) for position in range(len(table.dimensions)))):
            sheet.append([*key, *(_answer(form, field, chance) for field in table.fields)])
    dossier = form.tables["B"]
    sheet = book.create_sheet("Q")
    sheet.append(["country", *(f"B.{field.id}" for field in dossier.fields)])
    for country in countries:
        sheet.append([country, *(_answer(form, field, chance) for field in dossier.fields)])
    book.save(target)
    return target


def _members(form: Form, table: Table, position: int, countries: tuple[str, ...]) -> tuple[str, ...]:
    dimension = table.dimensions[position]
    return countries if dimension.codelist == form.countries else tuple(form.codelists[dimension.codelist].by_id)


def _answer(form: Form, field: Field, chance: random.Random) -> str | int:
    if field.type is FieldType.CODE:
        return chance.choice(list(form.codelists[field.codelist].by_id))
    return {FieldType.TEXT: "As in the year before.", FieldType.YES_NO: "Y", FieldType.DATE: "2026-03-04"}.get(
        field.type, chance.randrange(3000)
    )


def rows() -> list[dict[str, Any]]:
    """What was measured: name, ours, peer, ratio, budget."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = large(Path(folder) / "large.xlsx")
        ours = best(lambda: read_book(sheet), READ_RUNS)
        openpyxl = best(lambda: _by_openpyxl(sheet), 2)
        pandas_ = best(lambda: pandas.read_excel(sheet, sheet_name=None, engine="openpyxl"), 2)
        form = read_form(form_files(assets.forms() / "2026"))
        countries = tuple(form.codelists[form.countries].by_id)[:COUNTRIES]
        answers = filled(Path(folder) / "answers.xlsx", form, countries)
        with made_declaration(Path(folder) / "declaration", countries) as filling:
            shown = preview(filling, [answers])
            assert len(shown.added) > 10_000, "the workbook was not understood"
            terminal = best(lambda: preview(filling, [answers]))
            page, work = best_of_page(filling, answers)
        size = f"{ROWS:,} x {COLUMNS}"
        return [
            _row(f"read a workbook {size}, guard and child, openpyxl", ours, openpyxl, READING),
            _row(f"read a workbook {size}, guard and child, pandas", ours, pandas_, READING),
            _row(f"preview of {len(shown.added):,} answers, terminal, {PREVIEW_SECONDS} s", terminal, PREVIEW_SECONDS, 1.0),
            _row(f"preview of {len(shown.added):,} answers, page, {PREVIEW_SECONDS} s", page, PREVIEW_SECONDS, 1.0),
            _row(f"the same page, processor, {PREVIEW_SECONDS} s", work, PREVIEW_SECONDS, 1.0),
        ]


def best_of_page(filling: Filling, answers: Path) -> tuple[float, float]:
    """The shortest time from choosing a file to the page that shows it, and the least work of the processor, in seconds."""
    application = QApplication.instance() or QApplication([])
    page = FilesPage(Desk(filling))
    page.resize(1100, 700)
    page.show()
    times, works = [], []
    for _ in range(RUNS):
        expect_files(page.desk)
        sleep(CHOOSING_SECONDS)
        begun, worked = perf_counter(), _worked()
        page.read([answers])
        page.grab()
        times.append(perf_counter() - begun)
        works.append(_worked() - worked)
        assert page.model.rowCount() > 10_000
        page.show_preview(None)
    application.processEvents()
    return min(times), min(works)


def _worked() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _by_openpyxl(path: Path) -> list[list[tuple[Any, ...]]]:
    book = load_workbook(path, read_only=True)
    found = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    book.close()
    return found


def _row(name: str, ours: float, peer: float, budget: float) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, indent=1)
