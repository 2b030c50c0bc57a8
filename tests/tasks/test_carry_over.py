"""Last year's declaration becomes this year's: what lives on begins it, what changed is read anew, and every answer has a line."""

from pathlib import Path

import pytest

from readmission import assets
from readmission.answers.migration import Fate
from readmission.answers.model import Cell, Place
from readmission.form.reader import form_files, read_form
from readmission.tasks.carry_over import REPORT, carry_over, write_carry_over
from readmission.tasks.dump import dump_declaration
from readmission.tasks.new import Created, LastYear, NoWay, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import PASSWORD
from readmission.texts import Language

pytestmark = pytest.mark.xdist_group("rehearsal")

PEOPLE = [Person("Somebody", "officer", "a", password=PASSWORD)]


@pytest.fixture
def carried(rehearsal: Rehearsal, tmp_path: Path) -> Created:
    stage = rehearsal.stage
    with stage.open(stage.declaration("BE", 2015), OFFICER_SLOT, readonly=True) as before:
        return carry_over(before, stage.pack(2016), stage.kit("BE"), tmp_path / "new", PEOPLE)


def test_every_answer_of_last_year_has_a_line(rehearsal: Rehearsal, carried: Created) -> None:
    with rehearsal.stage.open(rehearsal.stage.declaration("BE", 2015), OFFICER_SLOT, readonly=True) as before:
        exported = {line.partition(",")[0] for line in dump_declaration(before).splitlines()[1:]}
    assert exported
    assert {line.source for line in carried.lines} == exported


def test_what_changed_is_read_anew_and_what_lives_on_begins_the_year(carried: Created) -> None:
    with open_filling(carried.folder, slot=carried.slots[0], password=PASSWORD) as filling:
        assert filling.form.edition == "2026"
        merged = [line for line in carried.lines if line.fate is Fate.MERGED and line.target.endswith("RET_XU")]
        assert merged
        assert filling.last is not None
        place = Place.parse(merged[0].target)
        parts = [int(line.value) for line in merged if line.target == merged[0].target]
        assert filling.last.cell(place) == Cell(value=sum(parts))
        assert filling.answers.cell(Place("A", (), "A1_02")) == filling.last.cell(Place("A", (), "A1_02"))
        assert filling.answers.cell(Place("T01", place.key, "RD")).blank
        assert carried.begun
        assert filling.undo() is None
        filling.declaration.verify()


def test_the_report_names_what_has_no_place(carried: Created) -> None:
    with open_filling(carried.folder, slot=carried.slots[0], password=PASSWORD, readonly=True) as filling:
        report = write_carry_over(carried, filling, Language())
    text = report.read_text("utf-8")
    assert report.name == REPORT
    for line in carried.lines:
        assert line.source in text
    assert "REHEARSAL" in text


def test_evidence_of_last_year_is_named_and_not_carried_over(rehearsal: Rehearsal, carried: Created) -> None:
    with rehearsal.stage.open(rehearsal.stage.declaration("BE", 2015), OFFICER_SLOT, readonly=True) as before:
        assert set(carried.attached) == set(before.answers.attachments.values())
    assert {one.name for one in carried.attached} == {"letter.pdf", "requests.csv"}
    with open_filling(carried.folder, slot=carried.slots[0], password=PASSWORD, readonly=True) as filling:
        assert not filling.answers.attachments
        text = write_carry_over(carried, filling, Language()).read_text("utf-8")
    assert "Evidence is of its year and is not carried over." in text
    assert all(f"<td>{one.name}</td>" in text and str(one.place) in text for one in carried.attached)


def test_an_edition_that_the_form_does_not_know_is_refused(rehearsal: Rehearsal, tmp_path: Path) -> None:
    stage = rehearsal.stage
    unknown = LastYear(b"place,value,reason,flags,note,due\n", "1999", "ab" * 64, "")
    with pytest.raises(NoWay):
        new_declaration(stage.pack(2016), stage.kit("BE"), tmp_path / "new", PEOPLE, last_year=unknown)
    assert not (tmp_path / "new").exists()


def test_the_editions_have_one_change_of_each_kind() -> None:
    form = read_form(form_files(assets.forms() / "2026"))
    (migration,) = form.migrations
    assert {change.kind.value for change in migration.changes} == {"renamed", "split", "merged", "unit", "retired", "new", "code"}
    assert form.way_from("2025") == (migration,)
