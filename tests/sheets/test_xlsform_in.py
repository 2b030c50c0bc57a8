"""Surveys of other programs: what becomes of them, and what is said where they cannot be taken over."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from readmission.sheets.problems import NotAWorkbook, WorkbookRefused
from readmission.sheets.xlsform_in import read_survey


def workbook(**sheets: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


CHOICES = [["list_name", "name", "label"], ["often", "1", "never"], ["often", "2", "always"]]
HEAD = ["type", "name", "label", "label::French (fr)", "relevant", "required"]


def test_a_survey_of_another_program_becomes_tables() -> None:
    rows = [
        HEAD,
        ["start", "start"],
        ["begin_group", "who", "Who you are", "Qui vous êtes"],
        ["text", "name", "Your name", "Votre nom", "", "yes"],
        ["select_multiple often", "ways", "Which?"],
        ["end_group"],
        ["begin_repeat", "child", "Children"],
        ["integer", "age", "Age", "", "${name} != ''"],
        ["end repeat"],
    ]
    found = read_survey(workbook(survey=rows, choices=CHOICES))
    tables = found.whole["tables"]
    assert tables["MAIN"]["fields"] == {"name": {"type": "text", "label": "Your name", "section": "who"}}
    assert (tables["ways"]["shape"], tables["ways"]["by"]) == ("choice", {"of_often": "often"})
    assert tables["child"]["fields"]["age"] == {"type": "count", "label": "Age", "level": "extended"}
    assert found.whole["sections"] == {"who": {"label": "Who you are"}}
    assert found.translations["fr"]["MAIN.name.label", "Your name"] == "Votre nom"
    assert [(omission.place, omission.what) for omission in found.omitted] == [("age", "relevant")]


MISTAKES = {
    "a type that a form has not": (["geopoint", "where", "Where"], "survey!A2"),
    "a list that is not there": (["select_one seldom", "how", "How"], "survey!A2"),
    "a name that is too long": (["text", "x" * 50, "L"], "survey!B2"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_with_its_cell(case: str) -> None:
    row, cell = MISTAKES[case]
    with pytest.raises(WorkbookRefused) as refused:
        read_survey(workbook(survey=[HEAD, row], choices=CHOICES))
    assert f"{cell}: " in str(refused.value)


def test_a_code_twice_is_told_with_its_cell() -> None:
    with pytest.raises(WorkbookRefused, match=r"choices!B4: "):
        read_survey(workbook(survey=[HEAD, ["select_one often", "how", "How"]], choices=[*CHOICES, ["often", "2", "twice"]]))


def test_a_formula_is_refused() -> None:
    with pytest.raises(WorkbookRefused, match=r"survey!C2: "):
        read_survey(workbook(survey=[HEAD, ["text", "how", "=1+1"]], choices=CHOICES))


def test_a_file_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(NotAWorkbook):
        read_survey(b"survey")
