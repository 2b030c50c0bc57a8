"""A ministry compares with its newer download: what it is checked with, what it signs, and what the importer computes with."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from readmission.answers.facts import read_facts
from readmission.answers.model import Cell, Place
from readmission.bundle.manifest import Kind
from readmission.bundle.manifest_text import read_manifest
from readmission.cli.ministry import app
from readmission.errors import ReadmissionError
from readmission.store.state import State
from readmission.tasks import basis, documents
from readmission.tasks.add_reference import NotFilling, OlderDownload, UndatedDownload, add_reference, drop_reference
from readmission.tasks.fill import Filling
from readmission.tasks.keys import kit_anchors
from readmission.tasks.members import REFERENCE
from readmission.tasks.open_assessment import open_assessment
from readmission.tasks.open_desk import open_desk
from readmission.tasks.receive import MANIFEST, Ending, receive
from readmission.tasks.rehearsal.invention import read_invention
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT, Ministry
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import Stage, invention_file
from readmission.tasks.reopen import reopen
from readmission.tasks.review import next_sequence
from readmission.tasks.sdmx import read_sdmx
from tasks.at_terminal import let_in

pytestmark = pytest.mark.xdist_group("rehearsal")

STATE, YEAR = "BE", 2016
HEAD = "DATAFLOW,LAST UPDATE,freq,citizen,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"


@pytest.fixture
def stage(rehearsal: Rehearsal, tmp_path: Path) -> Stage:
    """A rehearsal of one's own, in which a declaration can be sent again."""
    shutil.copytree(rehearsal.stage.root, tmp_path / "stage")
    return replace(rehearsal.stage, root=tmp_path / "stage")


def opened(stage: Stage) -> Filling:
    return stage.open(stage.declaration(STATE, YEAR), OFFICER_SLOT)


def download(folder: Path, citizen: str, value: int, *, updated: str = "01/06/18 11:00:00") -> Path:
    file = folder / f"orders-{value}.csv"
    file.write_text(f"{HEAD}ESTAT:MIGR_EIORD(1.0),{updated},A,{citizen},T,TOTAL,PER,{STATE},{YEAR},{value},r,\n")
    return file


def of_round(filling: Filling) -> tuple[Place, int]:
    """A figure of the round for this state."""
    assert filling.reference is not None
    return next(
        (place, cell.value)
        for place, cell in sorted(filling.reference.cells.items())
        if (place.table, place.field) == ("E", "E_RD") and isinstance(cell.value, int) and cell.value > 100
    )


def test_a_newer_figure_is_checked_signed_and_computed_with(stage: Stage, tmp_path: Path) -> None:
    with opened(stage) as filling:
        reopen(filling, "newer figures")
        place, before = of_round(filling)
        newer = Cell(value=before + 500, flags="R")
        added = add_reference(filling, [download(tmp_path, place.key[0], before + 500)])
        assert added.changed == (place,)
        assert added.files[0].used == 1
    with opened(stage) as filling:
        assert filling.reference is not None
        assert filling.reference.cell(place) == newer
        others = read_facts(filling.declaration.document(documents.REFERENCE) or b"", filling.form)
        kept = {at: cell for at, cell in filling.reference.cells.items() if at != place}
        assert {at: cell for at, cell in others.items() if at != place}.items() <= kept.items()
        # The other figures are still those of the round, and so is their date.
        assert filling.reference.cell(Place("EC", (), "UPDATED")) == Cell(value="2017-12-31")
        sequence = next_sequence(filling)
    manifest = Ministry(stage, STATE, read_invention(invention_file(YEAR))).play_again(YEAR, {}).manifest
    kit = stage.kit(STATE)
    with open_assessment(stage.assessment, kit_anchors(kit), stage.opener) as assessing:
        desk = open_desk(kit, stage.desk_keys, stage.receiving, stage.opener)
        (received,) = receive(assessing, [stage.bundle(STATE, YEAR, sequence)], desk, tmp_path / "replies")
        assert (received.ending, received.differences, received.manifest) == (Ending.MERGED, 0, manifest)
        own = assessing.store.document(manifest, REFERENCE)
        text = assessing.store.document(manifest, MANIFEST)
        assert own is not None
        assert text is not None
        form, _round = assessing.latest(f"rehearsal-{YEAR}")
        computed = basis.reference(assessing, read_manifest(text, Kind.BUNDLE), form, own)
        assert computed is not None
        assert computed.cell(place) == newer
        # Other figures than those that the manifest names are not computed with.
        assert basis.reference(assessing, read_manifest(text, Kind.BUNDLE), form, own + b"\n") is None
        assert basis.reference(assessing, read_manifest(text, Kind.BUNDLE), form, None) is None


def test_the_figures_of_the_round_can_be_taken_back(stage: Stage, tmp_path: Path) -> None:
    with opened(stage) as filling:
        reopen(filling, "newer figures")
        place, before = of_round(filling)
        add_reference(filling, [download(tmp_path, place.key[0], before + 500)])
        drop_reference(filling)
        assert filling.reference_text == filling.declaration.document(documents.REFERENCE)
    with opened(stage) as filling:
        assert of_round(filling) == (place, before)
        filling.declaration.verify()


def test_what_cannot_be_called_newer_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    with opened(stage) as filling:
        reopen(filling, "newer figures")
        before = filling.reference_text
        place, value = of_round(filling)
        undated = download(tmp_path, place.key[0], value + 5, updated="")
        with pytest.raises(UndatedDownload):
            add_reference(filling, [undated])
        with pytest.raises(UndatedDownload):
            add_reference(filling, [])
        empty = download(tmp_path, "XX", 7)
        with pytest.raises(UndatedDownload):
            add_reference(filling, [empty])
        broken = tmp_path / "broken.tsv"
        broken.write_bytes(b"\x1f\x8bno")
        with pytest.raises(ReadmissionError):
            add_reference(filling, [broken])
        assert filling.reference_text == before
        add_reference(filling, [undated], updated=datetime(2018, 6, 1, tzinfo=UTC))
    with opened(stage) as filling:
        assert of_round(filling) == (place, value + 5)


def test_figures_older_than_those_of_the_round_are_refused(stage: Stage, tmp_path: Path) -> None:
    with opened(stage) as filling:
        reopen(filling, "newer figures")
        assert filling.reference is not None
        assert filling.reference.cell(Place("EC", (), "UPDATED")) == Cell(value="2017-12-31")
        place, value = of_round(filling)
        with pytest.raises(OlderDownload):
            add_reference(filling, [download(tmp_path, place.key[0], value + 5, updated="30/12/17 11:00:00")])
        add_reference(filling, [download(tmp_path, place.key[0], value + 10, updated="31/12/17 11:00:00")])


def test_a_declaration_that_was_sent_keeps_its_figures(stage: Stage, tmp_path: Path) -> None:
    with opened(stage) as filling:
        assert filling.declaration.state is not State.FILLING
        with pytest.raises(NotFilling):
            add_reference(filling, [download(tmp_path, "GN", 500)])
        with pytest.raises(NotFilling):
            drop_reference(filling)


def test_the_terminal_says_what_a_file_gave_and_writes_the_numbers(stage: Stage, tmp_path: Path) -> None:
    folder = str(stage.declaration(STATE, YEAR))
    common = let_in(stage, stage.declaration(STATE, YEAR), tmp_path)
    with opened(stage) as filling:
        reopen(filling, "newer figures")
        place, before = of_round(filling)
    file = download(tmp_path, place.key[0], before + 500)
    with file.open("a") as more:
        more.write(f"ESTAT:MIGR_EIORD(1.0),01/06/18 11:00:00,A,QQ,T,TOTAL,PER,{STATE},{YEAR},5,,\n")
    told = CliRunner().invoke(app, ["reference", folder, str(file), *common], catch_exceptions=False)
    assert told.exit_code == 1
    assert "citizen “QQ”, 1 figure" in told.output
    assert "0 reference cells are new, 1 changed" in told.output
    written = CliRunner().invoke(app, ["sdmx", folder, str(tmp_path / "numbers.csv"), *common], catch_exceptions=False)
    assert written.exit_code == 0
    with opened(stage) as filling:
        found = read_sdmx(filling, tmp_path / "numbers.csv")
        assert found.problems == []
        assert len(found.rows) > 100
        assert all(filling.answers.cell(row.place).value == row.cell.value for row in found.rows)
        assert all(filling.answers.cell(row.place).reason == row.cell.reason for row in found.rows)
    dropped = CliRunner().invoke(app, ["reference", folder, "--drop", *common], catch_exceptions=False)
    assert dropped.exit_code == 0
