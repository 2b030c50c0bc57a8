"""What `readmission-importer form` says about a questionnaire."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from readmission.cli.forms import app
from readmission.form.schema import form_schema

FORM = """\
form: {id: tiny, edition: "1", title: A tiny form, countries: CL_A, states: CL_A, settled_by: CL_A, proposal: All of it.}
codelists:
  CL_A: {label: A list, codes: {A: First}}
tables:
  T: {label: A table, shape: form, fields: {F: {type: count, label: A question}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "form.yaml").write_text(FORM, encoding="utf-8")
    return tmp_path / "one"


def said(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_schema_is_printed() -> None:
    assert said("schema") == form_schema().decode()


def test_a_workbook_leads_back_to_the_same_form(folder: Path, tmp_path: Path) -> None:
    said("workbook", folder, tmp_path / "form.xlsx")
    said("workbook", "--read", tmp_path / "form.xlsx", tmp_path / "two")
    assert "Nothing was changed" in said("compare", folder, tmp_path / "two")


def test_a_comparison_is_said_and_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "form.yaml").write_text(FORM.replace("A question", '"The [bold] question"'), encoding="utf-8")
    told = said("compare", folder, tmp_path / "two", "--json", tmp_path / "result.json")
    sentence = "Field T.F: the label “A question” is now “The [bold] question”."
    assert sentence in told
    assert "Only texts changed" in told
    assert json.loads((tmp_path / "result.json").read_text("utf-8")) == {
        "same_structure": True,
        "same_texts": False,
        "chapters": [{"title": "Table T: A table", "sentences": [sentence]}],
    }
