"""A form becomes a workbook and a form again, and nothing is lost on the way."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from readmission import assets
from readmission.form.catalogue import Entry, read_catalogue, write_catalogue
from readmission.form.documents import (
    ChangeDocument,
    ClassificationDocument,
    CodeDocument,
    CodeListDocument,
    FieldDocument,
    FormDocument,
    HeadDocument,
    IndicatorDocument,
    MigrationDocument,
    ParameterDocument,
    Part,
    RuleDocument,
    SectionDocument,
    TableDocument,
)
from readmission.form.files import form_layout, whole_form
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form
from readmission.form.wording import texts_of
from readmission.sheets import layout
from readmission.sheets.form_workbook import read_form_workbook
from readmission.sheets.parts import Parts
from readmission.sheets.problems import SheetProblem
from readmission.sheets.read import read_sheets
from readmission.sheets.write import write_form_workbook


def workbook(files: Mapping[str, bytes]) -> bytes:
    texts = [(text.context, text.english) for text in texts_of(read_form(files))]
    catalogues = {Path(name).stem: read_catalogue(name, data) for name, data in files.items() if name.endswith(".po")}
    return write_form_workbook(whole_form(files), texts, catalogues)


def cells(data: bytes) -> dict[str, list[Any]]:
    sheets = read_sheets(data, [])
    both = {**sheets.parts, **sheets.languages}
    return {name: [(row.number, dict(row.texts)) for row in rows] for name, rows in both.items()}


def assert_same(one: Form, other: Form) -> None:
    assert (one.structure, one.texts) == (other.structure, other.texts)
    for kind in ("codelists", "parameters", "sections", "tables", "rules", "indicators"):
        assert list(getattr(one, kind)) == list(getattr(other, kind))
    assert one.migrations == other.migrations
    assert list(texts_of(one)) == list(texts_of(other))


def test_every_property_comes_back(full: dict[str, bytes]) -> None:
    form, files = read_form_workbook(workbook(full))
    assert_same(form, read_form(full))
    assert whole_form(files) == whole_form(full)
    assert files["texts/fr.po"] == full["texts/fr.po"]


def test_a_second_workbook_has_the_same_cells(full: dict[str, bytes]) -> None:
    first = workbook(full)
    _form, files = read_form_workbook(first)
    second = workbook(files)
    assert cells(second) == cells(first)
    assert read_form_workbook(second)[1] == files


def test_everything_that_the_published_files_say_comes_back() -> None:
    whole = whole_form(form_files(assets.forms() / "2025"))
    problems: list[SheetProblem] = []
    parts = Parts(read_sheets(write_form_workbook(whole, [], {}), problems).parts, problems)
    parts.read()
    assert not problems
    again = whole_form(form_layout(parts.whole))
    assert again == whole
    for kind in ("parameters", "sections", "codelists", "tables", "rules", "indicators"):
        assert list(again[kind]) == list(whole[kind])
    assert [list(table["fields"]) for table in again["tables"].values()] == [list(t["fields"]) for t in whole["tables"].values()]
    assert [list(known["codes"]) for known in again["codelists"].values()] == [
        list(c["codes"]) for c in whole["codelists"].values()
    ]


def test_the_published_form_comes_back() -> None:
    published = form_files(assets.forms() / "2025")
    first = workbook(published)
    form, files = read_form_workbook(first)
    assert_same(form, read_form(published))
    assert cells(workbook(files)) == cells(first)


def test_texts_that_are_not_translated_are_offered(full: dict[str, bytes]) -> None:
    offered = {row["key"]: row for _number, row in cells(workbook(full))["fr"]}
    assert offered["S1.guidance"] == {"key": "S1.guidance", "english": "Begin here."}
    assert offered["S1.label"]["remarks"] == "#, fuzzy"


def test_a_catalogue_that_lists_what_is_not_translated_stays_as_it_is(full: dict[str, bytes]) -> None:
    form = read_form(full)
    entries = [Entry("", "", "Language: de\n")] + [Entry(text.context, text.english, "") for text in list(texts_of(form))[1:]]
    files = {**full, "texts/de.po": write_catalogue(tuple(entries))}
    again, written = read_form_workbook(workbook(files))
    assert written["texts/de.po"] == files["texts/de.po"]
    assert again.texts == read_form(files).texts


ON_OTHER_SHEETS = {
    "TableDocument": {"fields"},
    "RuleDocument": {"show", "passing", "failing"},
    "CodeListDocument": {"label", "note", "codes"},
    "MigrationDocument": {"changes"},
}


@pytest.mark.parametrize(
    ("document", "sheet"),
    [
        (HeadDocument, layout.FORM),
        (ParameterDocument, layout.PARAMETERS),
        (SectionDocument, layout.SECTIONS),
        (CodeListDocument, layout.CODELISTS),
        (CodeDocument, layout.CODELISTS),
        (TableDocument, layout.TABLES),
        (FieldDocument, layout.FIELDS),
        (RuleDocument, layout.RULES),
        (IndicatorDocument, layout.INDICATORS),
        (ClassificationDocument, layout.CLASS),
        (ChangeDocument, layout.CHANGES),
        (MigrationDocument, layout.CHANGES),
    ],
)
def test_every_property_of_a_form_has_a_column(document: type[Part], sheet: layout.Layout) -> None:
    said = set(document.model_fields) - ON_OTHER_SHEETS.get(document.__name__, set())
    assert said <= set(sheet.by_name)


def test_every_part_of_a_form_has_a_sheet() -> None:
    kinds = {"form", "parameters", "sections", "codelists", "tables", "rules", "indicators", "classification"}
    kinds |= {"comparisons", "circulation", "migrations"}
    assert set(FormDocument.model_fields) == kinds
