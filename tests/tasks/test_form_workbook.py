"""A form leaves as a workbook and comes back as a folder; two folders are compared."""

import shutil
from pathlib import Path

import pytest

from readmission import assets
from readmission.form.problems import FormRefused
from readmission.tasks.compare_forms import compare_folders
from readmission.tasks.files import FileTaken
from readmission.tasks.form_workbook import FormInTheWay, WorkbookNotWhole, read_workbook, write_workbook

FORM = """\
form:
  id: tiny
  edition: "2025"
  title: A tiny form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
codelists:
  CL_COUNTRY: {label: Country, codes: {GN: Guinea}}
  CL_STATE: {label: State, codes: {BE: Belgium}}
  CL_CMT: {label: Why, codes: {OK: checked}}
tables:
  T01: {label: Decisions, shape: grid, by: {country: CL_COUNTRY}, fields: {RD: {type: count, label: Decisions}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "form" / "texts").mkdir(parents=True)
    (tmp_path / "form" / "form.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "form" / "texts" / "fr.po").write_text(
        'msgctxt "T01.label"\nmsgid "Decisions"\nmsgstr "Décisions"\n\nmsgctxt "T01.RD.label"\nmsgid "Decisions"\nmsgstr ""\n',
        encoding="utf-8",
    )
    return tmp_path / "form"


def test_a_form_comes_back_from_its_workbook(folder: Path, tmp_path: Path) -> None:
    written = write_workbook(folder, tmp_path / "form.xlsx")
    form = read_workbook(tmp_path / "form.xlsx", tmp_path / "again")
    assert form.structure == written.form.structure
    comparison = compare_folders(folder, tmp_path / "again")
    assert comparison.same_structure
    # What is not translated leaves the file, which so far has no head either: the author is told.
    assert written.laid_out_anew == ("texts/fr.po",)
    assert [str(said) for chapter in comparison.chapters for said in chapter.statements] == ["The translation fr was changed."]
    assert write_workbook(tmp_path / "again", tmp_path / "again.xlsx").laid_out_anew == ()


def test_neither_a_workbook_nor_a_form_is_overwritten(folder: Path, tmp_path: Path) -> None:
    write_workbook(folder, tmp_path / "form.xlsx")
    with pytest.raises(FileTaken):
        write_workbook(folder, tmp_path / "form.xlsx")
    with pytest.raises(FormInTheWay):
        read_workbook(tmp_path / "form.xlsx", folder)


def test_a_form_with_mistakes_is_not_written(folder: Path, tmp_path: Path) -> None:
    (folder / "form.yaml").write_text(FORM.replace("grid", "greed"), encoding="utf-8")
    with pytest.raises(FormRefused):
        write_workbook(folder, tmp_path / "form.xlsx")
    assert not (tmp_path / "form.xlsx").exists()


def test_a_text_that_a_workbook_would_change_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "form.yaml").write_text(FORM.replace("A tiny form", r'"A tiny\r\nform"'), encoding="utf-8")
    with pytest.raises(WorkbookNotWhole):
        write_workbook(folder, tmp_path / "form.xlsx")
    assert not (tmp_path / "form.xlsx").exists()


def test_the_published_form_is_the_same_after_a_workbook(tmp_path: Path) -> None:
    published = tmp_path / "published"
    shutil.copytree(assets.forms() / "2025", published)
    assert write_workbook(published, tmp_path / "form.xlsx").laid_out_anew == ()
    read_workbook(tmp_path / "form.xlsx", tmp_path / "again")
    comparison = compare_folders(published, tmp_path / "again")
    assert comparison.same_structure
    assert comparison.same_texts
