"""A declaration on paper: whole, one country, blank, its findings; and the head that stands on every sheet."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Place
from readmission.reports.findings import FindingLine, findings_csv
from readmission.sheets.reading import read_pages
from readmission.tasks.fill import Filling
from readmission.tasks.print_pages import Extent, NoSuchFormat, print_declaration, print_findings
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import YEARS
from readmission.texts import Language

pytestmark = pytest.mark.xdist_group("rehearsal")


@pytest.fixture(scope="module")
def filling(rehearsal: Rehearsal) -> Iterator[Filling]:
    folder = rehearsal.stage.declaration("BE", YEARS[-1])
    with rehearsal.stage.open(folder, OFFICER_SLOT, readonly=True) as opened:
        yield opened


def test_a_country_alone_has_no_answer_of_another(filling: Filling, tmp_path: Path) -> None:
    one, other = filling.round.countries[:2]
    print_declaration(filling, tmp_path / "one.html", Extent((one,)))
    print_declaration(filling, tmp_path / "all.html")
    alone, whole = ((tmp_path / name).read_text("utf-8") for name in ("one.html", "all.html"))
    name = filling.form.codelists[filling.form.countries].by_id[other].label
    assert name not in alone
    assert name in whole


def test_countries_follow_each_other_as_the_reader_asks(filling: Filling, tmp_path: Path) -> None:
    names = filling.form.codelists[filling.form.countries].by_id
    turned = filling.round.countries[::-1]
    print_declaration(filling, tmp_path / "turned.html", Extent(order=turned))
    text = (tmp_path / "turned.html").read_text("utf-8")
    places = [text.index(f">{names[country].label}<") for country in turned]
    assert places == sorted(places)


def test_nobody_asking_countries_follow_each_other_by_name(filling: Filling, tmp_path: Path) -> None:
    names = filling.form.codelists[filling.form.countries].by_id
    by_name = sorted(filling.round.countries, key=lambda country: names[country].label)
    assert by_name != list(filling.round.countries)
    print_declaration(filling, tmp_path / "all.html")
    text = (tmp_path / "all.html").read_text("utf-8")
    places = [text.index(f">{names[country].label}<") for country in by_name]
    assert places == sorted(places)


def test_the_blank_questionnaire_has_every_question_and_no_answer(filling: Filling, tmp_path: Path) -> None:
    print_declaration(filling, tmp_path / "blank.html", Extent(blank=True))
    text = (tmp_path / "blank.html").read_text("utf-8")
    assert text.count("B12.01") == 1
    answer = str(filling.answers.cell(Place("A", (), "A1_02")).value)
    assert answer
    assert answer not in text


def test_paper_has_as_many_sheets_as_were_announced(qapp: QApplication, filling: Filling, tmp_path: Path) -> None:
    del qapp  # paper needs an application, and the tests of the window need the same one
    told: list[tuple[int, int]] = []
    print_declaration(filling, tmp_path / "one.pdf", Extent((filling.round.countries[0],)), lambda _what, *how: told.append(how))
    data = (tmp_path / "one.pdf").read_bytes()
    assert data.startswith(b"%PDF-1.4")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == told[-1][0] == told[-1][1] > 0
    pages = read_pages(data, "one.pdf")
    assert len(pages.texts) == told[-1][1]
    assert pages.pictures == ()
    assert filling.form.codelists[filling.form.countries].by_id[filling.round.countries[0]].label in " ".join(pages.texts)


def test_another_ending_is_refused_before_anything_is_written(filling: Filling, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFormat) as refused:
        print_declaration(filling, tmp_path / "declaration.docx")
    assert "“.docx”" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_findings_are_written_with_their_words_and_cells(filling: Filling, tmp_path: Path) -> None:
    place = Place("T01", (filling.round.countries[0],), "RD")
    finding = Finding("W02", Severity.ERROR, "T01", place.key, (place,))
    assert print_findings(filling, tmp_path / "found.csv", [finding]) == 1
    rows = list(csv.reader(io.StringIO((tmp_path / "found.csv").read_text("utf-8-sig"))))
    assert rows[1][0] == "W02"
    assert rows[1][4] == str(place)
    print_findings(filling, tmp_path / "found.html", [finding])
    assert str(place) in (tmp_path / "found.html").read_text("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_no_line_of_findings_is_a_formula_of_a_spreadsheet(text: str) -> None:
    line = FindingLine("W02", "error", text, text, text, text, text, text)
    _head, row = csv.reader(io.StringIO(findings_csv([line], Language()).decode("utf-8-sig")))
    assert not [part for part in row if part.startswith(("=", "+", "-", "@", "\t"))]
