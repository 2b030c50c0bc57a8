"""A workbook that goes out comes back as the same answers: nothing changes where they stand, everything is added elsewhere."""

from datetime import date
from pathlib import Path

import pytest

from made_declaration import made_declaration
from readmission.answers.model import Cell, Place, Reason
from readmission.form.model import Field, FieldType, Form, Origin
from readmission.tasks.answers_workbook import Choice, write_answers_workbook
from readmission.tasks.fill import Filling
from readmission.tasks.import_answers import apply, preview

COUNTRIES = ("GN", "CI", "XK")
REASONS = tuple(Reason)


def answered(form: Form, field: Field, number: int) -> Cell:
    """Values, reasons, flags, notes and due dates in turns."""
    if number % 5 == 0:
        reason = REASONS[number // 5 % len(REASONS)]
        return Cell(reason=reason, due="2027-03-31" if reason is Reason.PENDING else "")
    note = "=a note" if number % 7 == 0 else ""
    if field.type.numeric:
        return Cell(value=number * 37, flags="E" if number % 3 == 0 else "", note=note)
    if field.type is FieldType.CODE:
        codes = list(form.codelists[field.codelist].by_id)
        return Cell(value=codes[number % len(codes)], note=note)
    day = date(2026, 1, 1 + number % 28).isoformat()
    return Cell(value={FieldType.YES_NO: "Y", FieldType.DATE: day}.get(field.type, "+1 as text, 1.234"), note=note)


def fill(filling: Filling) -> dict[Place, Cell]:
    cells: dict[Place, Cell] = {}
    for table in filling.form.tables.values():
        if table.origin is Origin.MINISTRY and not table.is_list:
            for key in filling.session.rows(table.id):
                for field in table.fields:
                    if field.calculation is None and not field.prefilled and field.type is not FieldType.REFERENCE:
                        cells[Place(table.id, key, field.id)] = answered(filling.form, field, len(cells))
    filling.enter(cells)
    return cells


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_workbook_comes_back_as_the_same_answers(code: str, tmp_path: Path) -> None:
    with made_declaration(tmp_path / "one", COUNTRIES, code=code) as filling:
        cells = fill(filling)
        assert len(cells) > 1500
        write_answers_workbook(filling, tmp_path / "out.xlsx", Choice())
        same = preview(filling, [tmp_path / "out.xlsx"])
        assert (same.lines, same.unread, same.questions, same.conflicts) == ((), (), (), ())
        assert same.unchanged == len(cells)
    with made_declaration(tmp_path / "two", COUNTRIES) as empty:
        apply(empty, preview(empty, [tmp_path / "out.xlsx"]))
        assert empty.answers.cells == cells
