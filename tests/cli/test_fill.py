"""`readmission fill`: what it prints, what it changes, and what it ends with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from made_declaration import made_declaration
from readmission.answers.model import Cell, Place
from readmission.cli import ministry
from readmission.tasks.fill import Filling
from sheets.strangers import workbook

FORM = """\
form: {id: tiny, edition: "1", title: Tiny, countries: CL_A, states: CL_S, settled_by: CL_A, proposal: All of it.}
codelists:
  CL_A: {label: A list, codes: {GN: Guinea, ML: Mali}}
  CL_S: {label: States, codes: {BE: Belgium, DE: Germany}}
tables:
  T01: {label: A table, shape: grid, by: {country: CL_A}, fields: {RD: {type: count, label: Decisions}}}
"""


@pytest.fixture
def filling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Filling]:
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "form.yaml").write_text(FORM, encoding="utf-8")
    with made_declaration(tmp_path / "declaration", ("GN", "ML"), form=tmp_path / "form") as made:

        @contextmanager
        def opened(*_: object, **__: object) -> Iterator[Filling]:
            yield made

        # How a slot opens is tried with the rehearsal; here it is about what happens then.
        monkeypatch.setattr(ministry, "open_as", opened)
        yield made


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(ministry.app, ["fill", "declaration", *map(str, arguments)])
    return done.exit_code, done.output


def book(folder: Path, *rows: list[Any]) -> Path:
    (folder / "a.xlsx").write_bytes(workbook([["country", "RD"], *rows]))
    return folder / "a.xlsx"


def test_a_preview_changes_nothing_and_writes_its_report(filling: Filling, tmp_path: Path) -> None:
    code, said = run("--from", book(tmp_path, ["GN", 12]), "--preview", "--json", tmp_path / "report.json")
    assert code == 0
    assert "added T01[GN].RD: - -> 12   (a.xlsx: T01!B2)" in said
    assert not filling.answers.cells
    (line,) = json.loads((tmp_path / "report.json").read_text("utf-8"))["lines"]
    assert line == {"status": "added", "place": "T01[GN].RD", "old": "", "new": "12", "at": "a.xlsx: T01!B2"}


def test_what_is_understood_is_taken_over_and_the_rest_is_answered_for(filling: Filling, tmp_path: Path) -> None:
    code, said = run("--from", book(tmp_path, ["GN", 12], ["ML", "many"]))
    assert code == 1
    assert "not understood a.xlsx: T01!B3: many This is no number." in said
    assert filling.answers.cells == {Place.parse("T01[GN].RD"): Cell(12)}


def test_an_open_question_is_answered_for_in_a_preview_and_settled_by_an_option(filling: Filling, tmp_path: Path) -> None:
    file = book(tmp_path, ["GN", "1.234"])
    assert run("--from", file, "--preview")[0] == 1
    assert run("--from", file)[0] != 0
    assert not filling.answers.cells
    assert run("--from", file, "--read-as", ",")[0] == 0
    assert filling.answers.cells == {Place.parse("T01[GN].RD"): Cell(1234)}


def test_a_preview_says_which_code_page_it_assumed_for_a_text_that_does_not_say_one(filling: Filling, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("country;RD;Côte\r\nGN;12;x\r\n".encode("cp1252"))
    (tmp_path / "b.csv").write_bytes("country;RD;Côte\r\nML;12;x\r\n".encode())
    said = run("--from", tmp_path / "a.csv", "--from", tmp_path / "b.csv", "--preview", "--json", tmp_path / "report.json")[1]
    assert "a.csv: does not say its code page; read as Windows-1252" in said
    assert said.count("code page") == 1
    sources = json.loads((tmp_path / "report.json").read_text("utf-8"))["sources"]
    assert [source["code_page"] for source in sources] == ["Windows-1252", ""]
