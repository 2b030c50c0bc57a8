"""What a form's workbook may not hold, each with the cell at which it stands."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from readmission.sheets.form_workbook import read_form_workbook
from readmission.sheets.guard import guard
from readmission.sheets.problems import NotAWorkbook, WorkbookRefused
from sheets.test_round_trip import workbook

NEW_YEAR = datetime(2025, 1, 1)  # noqa: DTZ001 - workbooks know no zones
NOON = datetime(2025, 1, 1, 12)  # noqa: DTZ001 - workbooks know no zones


def place(sheet: Worksheet, column: str, row: int) -> str:
    number = next(cell.column for cell in sheet[1] if cell.value == column)
    return sheet.cell(row, number).coordinate


def changed(files: dict[str, bytes], change: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(BytesIO(workbook(files)))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def refusals(data: bytes) -> list[str]:
    with pytest.raises(WorkbookRefused) as refused:
        read_form_workbook(data)
    return [str(problem) for problem in refused.value.problems]


def put(sheet: str, column: str, row: int, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][place(book[sheet], column, row)] = value

    return change


CELLS = {
    "a formula": (put("Fields", "maximum", 2, "=1+1"), "Fields!M2: A formula stands here; write what it gives."),
    "an error": (put("Fields", "label", 3, "#N/A"), "Fields!E3: An error stands here (#N/A)."),
    "a logical value": (put("Examples", "value", 2, True), "Examples!E2: This cell holds a logical value; format it as text."),
    "a time": (put("Examples", "value", 2, NOON), "Examples!E2: This cell holds a time; format it as text."),
    "a number that is none": (
        put("Parameters", "value", 2, "half"),
        "Parameters!C2: “half” is no number; write it like 12 or 0.50.",
    ),
    "neither yes nor no": (put("Fields", "carried", 4, "maybe"), "Fields!S4: “maybe” is neither yes nor no."),
    "pairs": (put("Tables", "by", 2, "country"), "Tables!D2: “country” is expected as “name: value”, one a line."),
    "an unknown sheet": (
        lambda book: book.create_sheet("Formm"),
        "Formm: The sheet “Formm” is not known here; did you mean “Form”?",
    ),
    "a missing sheet": (lambda book: book.remove(book["Class"]), "The sheet “Class” is missing."),
    "an unknown column": (
        put("Sections", "guidance", 1, "guidence"),
        "Sections!C1: The column “guidence” is not known here; did you mean “guidance”?",
    ),
    "a missing column": (put("Sections", "guidance", 1, None), "Sections: The column “guidance” is missing."),
    "a column twice": (put("Sections", "guidance", 1, "label"), "Sections!C1: The column “label” stands here a second time."),
    "a cell beside the columns": (lambda book: book["Form"].cell(2, 9, "x"), "Form!I2: This cell stands outside of the columns."),
    "an identifier twice": (put("Tables", "id", 3, "T01"), "Tables!A3: “T01” already stands in A2."),
    "a field of no table": (put("Fields", "table", 2, "T9"), "Fields!A2: “T9” does not stand in the sheet Tables."),
    "a field without a name": (put("Fields", "id", 2, None), "Fields!B2: “id” is missing."),
    "an example of no kind": (put("Examples", "kind", 2, "pass"), "Examples!B2: “pass” is neither passing nor failing."),
    "a value of no cell": (put("Examples", "cell", 2, None), "Examples!D2: “cell” is missing."),
    "a list that is called two things": (
        put("Codelists", "codelist_label", 3, "Other"),
        "Codelists!B3: In B2 something else is said of the list; write it in one row.",
    ),
    "a second form": (lambda book: book["Form"].append(["two"]), "Form!A3: This sheet has one row."),
    "a remark": (put("fr", "remarks", 3, "fuzzy"), "fr!D3: A remark begins with #."),
    "a key twice": (put("fr", "key", 4, "S1.label"), "fr!A4: “S1.label” stands here a second time."),
}

FORMS = {
    "an unknown type": (put("Fields", "type", 2, "counts"), "Fields!G2: “counts” is none of count"),
    "an unknown code list": (put("Fields", "codelist", 7, "CL_FREK"), "Fields!H7: There is no code list “CL_FREK”"),
    "a missing label": (put("Tables", "label", 2, None), "Tables!A2: “label” is missing."),
    "an expression": (put("Rules", "check", 3, "RD == RDD"), "Rules!G3: "),
    "a long expression": (put("Rules", "check", 3, " and ".join(["RD == 1"] * 40) + " and RDD == 1"), "Rules!G3: "),
    "a condition": (put("Fields", "relevant", 7, "RD >"), "Fields!O7: "),
    "a place": (put("Rules", "places", 2, "x\nXX"), "Rules!H2: "),
    "an example": (put("Examples", "cell", 2, "T01[GN].RDD"), "Examples!D2: "),
    "a shown value": (put("Shown", "formula", 2, "RDD"), "Shown!C2: "),
    "a code's name": (put("Codelists", "code", 2, "G N"), "Codelists!D2: “G N” cannot be a name here"),
    "a code's rank": (put("Codelists", "rank", 7, "1.5"), "Codelists!F7: "),
    "a role": (put("Form", "states", 2, "CL_STATES"), "Form!E2: There is no code list “CL_STATES”"),
    "an indicator": (put("Indicators", "numerator", 2, "RDD"), "Indicators!D2: "),
    "a class": (put("Class", "well", 2, "WW"), "Class!G2: "),
    "a change": (put("Changes", "target", 2, "T01.XX"), "Changes!"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_refused(full: dict[str, bytes], case: str) -> None:
    change, sentence = CELLS[case]
    assert sentence in refusals(changed(full, change))


@pytest.mark.parametrize("case", FORMS)
def test_a_mistake_in_the_form_is_told_at_its_cell(full: dict[str, bytes], case: str) -> None:
    change, beginning = FORMS[case]
    told = refusals(changed(full, change))
    assert any(line.startswith(beginning) for line in told), told


def test_everything_is_told_at_once(full: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        for part in (CELLS["a formula"], CELLS["an unknown sheet"], CELLS["a remark"]):
            part[0](book)

    told = refusals(changed(full, change))
    assert [CELLS[case][1] in told for case in ("a formula", "an unknown sheet", "a remark")] == [True] * 3


def test_numbers_and_days_that_a_person_types_are_taken(full: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        put("Fields", "maximum", 2, 2000)(book)
        put("Parameters", "value", 2, 0.25)(book)
        put("Fields", "carried", 4, False)(book)
        put("Form", "title", 2, NEW_YEAR)(book)

    form, _files = read_form_workbook(changed(full, change))
    assert form.tables["T01"].by_id["RD"].maximum == 2000
    assert (form.parameters["jump"].value, form.parameters["jump"].places) == (25, 2)
    assert not form.tables["T01"].by_id["RD_F"].carried
    assert form.title == "2025-01-01"


def test_every_cell_is_written_as_text(full: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(workbook(full)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert book["Form"][place(book["Form"], "title", 2)].value == "=A small form"


def archive(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>", **members}.items():
            made.writestr(name, data)
    return target.getvalue()


FOREIGN: dict[str, Callable[[], bytes]] = {
    "nothing": bytes,
    "a text": lambda: b"id,label\n",
    "a file without its end": lambda: archive()[:-30],
    "a macro": lambda: archive(**{"xl/vbaProject.bin": b""}),
    "a link to another workbook": lambda: archive(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    "an entity": lambda: archive(**{"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
    "UTF-16": lambda: archive(**{"xl/worksheets/sheet1.xml": "<a/>".encode("utf-16")}),
    "a bomb": lambda: archive(**{"xl/worksheets/sheet1.xml": b" " * 200_000_001}),
    "too many parts": lambda: archive(**{f"xl/{number}": b"" for number in range(500)}),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_what_is_no_plain_workbook_is_not_opened(case: str) -> None:
    with pytest.raises(NotAWorkbook):
        guard(FOREIGN[case]())


def test_a_hollow_workbook_is_refused() -> None:
    with pytest.raises(NotAWorkbook):
        read_form_workbook(archive())


def test_a_cell_at_the_far_end_costs_nothing(full: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        book["Form"]["XFD1048576"] = "x"

    assert any("50,000 rows" in line for line in refusals(changed(full, change)))
