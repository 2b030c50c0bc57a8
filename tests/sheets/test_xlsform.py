"""A form as a survey for other programs: what they make of it, and what comes back."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from readmission import assets
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.xlsform import Survey, survey_of
from readmission.form.xlsform_read import Structure
from readmission.sheets.xlsform_in import read_survey
from readmission.sheets.xlsform_out import write_survey
from readmission.tasks.files import FileTaken
from readmission.tasks.form_workbook import FormInTheWay
from readmission.tasks.xlsform import read_xlsform, write_xlsform
from readmission.texts import Language, read_catalogue

FORM = """\
form:
  id: small
  edition: "2025"
  title: A small form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
parameters:
  most: {label: The most, value: 3}
sections:
  S0: {label: Your state}
  S1: {label: First section, guidance: Begin here.}
codelists:
  CL_COUNTRY: {label: Country, codes: {GN: Guinea, ML: Mali}}
  CL_STATE: {label: State, codes: {BE: Belgium, "NO": Norway}}
  CL_CMT: {label: Why, codes: {OK: checked}}
  CL_FREQ:
    label: How often
    note: Invented.
    codes:
      5: {label: always, rank: 5}
      1: {label: never, rank: 1, note: Not once.}
      9: do not know
  CL_STAGE: {label: Stage, codes: {REQ: requests, CH+: charters}}
tables:
  A:
    label: General
    shape: form
    section: S0
    fields:
      MAIL: {type: text, label: E-mail, number: A1.01, max_length: 200}
      TOTAL: {type: count, label: Computed, calculation: A.N + 1}
      N: {type: count, label: Staff, unit: persons, level: extended, maximum: 1000}
      SHARE: {type: decimal, places: 1, label: Share, maximum: 99.5, guidance: Of all staff.}
      MAIN: {type: reference, refers_to: R9, label: Main source}
  A2:
    label: Means
    shape: choice
    section: S0
    by: {answer: CL_FREQ, stage: CL_STAGE}
    fields: {chosen: {type: yes-no, label: Used}}
  R9:
    label: Sources
    shape: list
    section: S0
    by: {row: rows}
    fields: {name: {type: text, label: Name}}
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    fields:
      SEEN: {type: yes-no, section: S1, number: B1.10, label: Any case?}
      FREQ: {type: code, codelist: CL_FREQ, section: S1, number: B1.02, label: How often?, relevant: 'B_STAGE["REQ"].chosen'}
      WHY: {type: text, label: Why?, section: S1, level: extended, relevant: last(SEEN)}
      LOW: {type: count, label: Least, section: S1}
      HIGH: {type: count, label: Most, section: S1, expected: SEEN}
  B_STAGE:
    label: Which stages?
    guidance: Tick all.
    shape: choice
    section: S1
    number: B1.01
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields: {chosen: {type: yes-no, label: Experience}}
  B_RANK:
    label: Rank them
    shape: ranking
    section: S1
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields: {rank: {type: count, label: Rank, maximum: 3}}
  B_RATE:
    label: Rate them
    shape: matrix
    section: S1
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields: {rating: {type: code, codelist: CL_FREQ, label: Rating, relevant: 'stage == "REQ" and B.SEEN'}}
  R1:
    label: Instruments
    shape: list
    section: S1
    by: {country: CL_COUNTRY, row: rows}
    fields:
      title: {type: text, label: Title, max_length: 200}
      begin: {type: date, label: From}
  T01:
    label: Numbers
    shape: grid
    by: {country: CL_COUNTRY}
    fields: {RD: {type: count, label: Decisions}}
rules:
  W01:
    severity: E
    table: B
    check: LOW <= HIGH
    places: [LOW, HIGH]
    message: "{LOW} is more than {HIGH}."
    why: The least is not more than the most.
    reference: Invented
    passing:
      - B[GN].LOW: 1
        B[GN].HIGH: 2
    failing:
      - B[GN].LOW: 3
        B[GN].HIGH: 2
"""
FRENCH = Language(
    "fr",
    (
        {
            ("B.FREQ.label", "How often?"): "Combien de fois ?",
            ("CL_FREQ.5.label", "always"): "toujours",
            ("B_STAGE.label", "Which stages?"): "Quelles étapes ?",
            ("W01.why", "The least is not more than the most."): "Le minimum ne dépasse pas le maximum.",
        },
    ),
)


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form({"form.yaml": FORM.encode()})


@pytest.fixture(scope="module")
def survey(form: Form) -> Survey:
    return survey_of(form, [FRENCH])


@pytest.fixture(scope="module")
def back(survey: Survey) -> Structure:
    return read_survey(write_survey(survey))


def warnings_of(survey: Survey, folder: Path) -> list[str]:
    path = folder / "survey.xlsx"
    path.write_bytes(write_survey(survey))
    return list(convert(str(path), validate=False).warnings)


def line(survey: Survey, name: str) -> dict[str, str]:
    return next(found for found in survey.sheets[0].lines if found["name"] == name)


def test_another_program_converts_it_without_a_warning(survey: Survey, tmp_path: Path) -> None:
    assert warnings_of(survey, tmp_path) == []


def test_the_published_form_is_converted_without_a_warning(tmp_path: Path) -> None:
    folder = assets.forms() / "2025"
    form = read_form(form_files(folder))
    languages = [Language(path.stem, (read_catalogue(path.read_bytes()),)) for path in sorted((folder / "texts").glob("*.po"))]
    survey = survey_of(form, languages)
    assert warnings_of(survey, tmp_path) == []
    assert all(omission.why for omission in survey.omitted)
    assert structure_parts(read_survey(write_survey(survey))) == structure_of_form(form, survey)


def test_every_cell_is_text(survey: Survey) -> None:
    book = load_workbook(BytesIO(write_survey(survey)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_labels_stand_in_every_language_and_in_english_where_untranslated(survey: Survey) -> None:
    found = line(survey, "B.FREQ")
    assert found["label::English (en)"] == "B1.02 How often?"
    assert found["label::Français (fr)"] == "B1.02 Combien de fois ?"
    assert line(survey, "B.LOW")["label::Français (fr)"] == "Least"


def test_questions_stand_in_the_order_of_their_numbers(survey: Survey) -> None:
    names = [found["name"] for found in survey.sheets[0].lines]
    assert names.index("B_STAGE.chosen") < names.index("B.FREQ") < names.index("B.SEEN") < names.index("B.LOW")


def test_a_condition_is_printed_as_xpath(survey: Survey) -> None:
    assert line(survey, "B.FREQ")["relevant"] == "selected(${B_STAGE.chosen}, 'REQ')"
    assert line(survey, "B_RATE.REQ.rating")["relevant"] == "('REQ' = 'REQ' and ${B.SEEN} = 'yes')"


def test_what_is_owed_is_required(survey: Survey) -> None:
    assert line(survey, "A.MAIL")["required"] == "yes"
    assert line(survey, "A.N")["required"] == ""
    assert line(survey, "B.HIGH")["required"] == "${B.SEEN} = 'yes'"


def test_limits_come_from_the_type_and_from_rules_of_the_same_row(survey: Survey) -> None:
    assert line(survey, "A.MAIL")["constraint"] == "string-length(.) <= 200"
    assert line(survey, "A.N")["constraint"] == ". >= 0 and . <= 1000"
    found = line(survey, "B.HIGH")
    assert found["constraint"] == "(. >= 0) and (not(number(${B.LOW}) > number(.)))"
    assert found["constraint_message::Français (fr)"].endswith("Le minimum ne dépasse pas le maximum.")


def test_what_is_left_out_is_told(survey: Survey) -> None:
    told = {(omission.place, omission.what): omission.why for omission in survey.omitted}
    assert told == {
        ("A.TOTAL", "question"): "the program computes it",
        ("B.WHY", "relevant"): "it reads last year's answers",
    }


def structure_parts(structure: Structure) -> dict[str, object]:
    tables = structure.whole["tables"]
    return {
        "tables": {name: (part["label"], part["shape"], part["by"], part.get("section", "")) for name, part in tables.items()},
        "fields": {
            f"{name}.{key}": (
                said["type"],
                said["label"],
                said.get("codelist", ""),
                said.get("guidance", ""),
                said.get("unit", ""),
                said.get("section", ""),
            )
            for name, part in tables.items()
            for key, said in part["fields"].items()
        },
        "codes": {
            name: {code: (said["label"], said.get("rank")) for code, said in part["codes"].items()}
            for name, part in structure.whole["codelists"].items()
        },
    }


def structure_of_form(form: Form, survey: Survey) -> dict[str, object]:
    left_out = {omission.place for omission in survey.omitted if omission.what in ("table", "question")}
    asked = {found["table"] for found in survey.sheets[0].lines if found.get("table")}
    tables = {name: table for name, table in form.tables.items() if name in asked}
    fields = [(table, field) for table in tables.values() for field in table.fields if f"{table.id}.{field.id}" not in left_out]
    lists = {part.codelist for table in tables.values() for part in table.dimensions if part.codelist}
    lists |= {field.codelist for _table, field in fields if field.codelist}
    return {
        "tables": {
            name: (table.label, table.shape.value, {part.id: part.codelist or "rows" for part in table.dimensions}, table.section)
            for name, table in tables.items()
        },
        "fields": {
            f"{table.id}.{field.id}": (field.type.value, field.label, field.codelist, field.guidance, field.unit, field.section)
            for table, field in fields
        },
        "codes": {name: {code.id: (code.label, code.rank) for code in form.codelists[name].codes} for name in lists},
    }


def test_ids_types_labels_and_code_lists_come_back(form: Form, survey: Survey, back: Structure) -> None:
    assert structure_parts(back) == structure_of_form(form, survey)


def test_limits_levels_and_numbers_come_back(back: Structure) -> None:
    fields = back.whole["tables"]["A"]["fields"]
    assert fields["MAIL"] == {"type": "text", "label": "E-mail", "number": "A1.01", "max_length": 200}
    assert fields["N"] == {"type": "count", "label": "Staff", "unit": "persons", "level": "extended", "maximum": 1000}
    assert str(fields["SHARE"]["maximum"]) == "99.5"
    assert fields["MAIN"]["refers_to"] == "R9"


def test_translations_come_back(back: Structure) -> None:
    assert back.translations == {
        "fr": {
            ("B.FREQ.label", "How often?"): "Combien de fois ?",
            ("CL_FREQ.5.label", "always"): "toujours",
            ("B_STAGE.label", "Which stages?"): "Quelles étapes ?",
        }
    }


def test_the_parts_are_files_of_a_form(back: Structure) -> None:
    files = {name: data for name, data in back.files().items() if name.endswith(".yaml")}
    head = FORM[: FORM.index("parameters:")].encode()
    lists = b"codelists:\n  CL_STATE: {label: State, codes: {BE: Belgium}}\n  CL_CMT: {label: Why, codes: {OK: checked}}\n"
    again = read_form({**files, "head.yaml": head, "lists.yaml": lists})
    assert set(again.tables) == {"A", "A2", "R9", "B", "B_STAGE", "B_RANK", "B_RATE", "R1"}


def test_expressions_are_not_taken_over_but_listed(back: Structure) -> None:
    assert ("B.FREQ", "relevant") in {(omission.place, omission.what) for omission in back.omitted}
    assert all("relevant" not in field for field in back.whole["tables"]["B"]["fields"].values())


def test_a_folder_is_written_as_a_survey_and_a_survey_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "form" / "texts").mkdir(parents=True)
    (tmp_path / "form" / "form.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "form" / "texts" / "fr.po").write_text(
        'msgctxt "B.FREQ.label"\nmsgid "How often?"\nmsgstr "Combien de fois ?"\n', encoding="utf-8"
    )
    write_xlsform(tmp_path / "form", tmp_path / "survey.xlsx")
    with pytest.raises(FileTaken):
        write_xlsform(tmp_path / "form", tmp_path / "survey.xlsx")
    read_xlsform(tmp_path / "survey.xlsx", tmp_path / "new")
    assert "Combien de fois ?" in (tmp_path / "new" / "texts" / "fr.po").read_text(encoding="utf-8")
    with pytest.raises(FormInTheWay):
        read_xlsform(tmp_path / "survey.xlsx", tmp_path / "new")
