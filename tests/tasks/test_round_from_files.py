"""A round from downloaded files: what its scope and its reference cells rest on, and what could not be used."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from readmission.answers.facts import read_facts
from readmission.answers.model import Cell, Place
from readmission.bundle.kit import read_kit
from readmission.bundle.pack import open_pack
from readmission.cli.importer import app
from readmission.errors import StatisticsError
from readmission.form.reader import read_form
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import form_folder
from tasks.at_terminal import desk_keys, password_file

pytestmark = pytest.mark.xdist_group("rehearsal")

HEAD = "DATAFLOW,LAST UPDATE,freq,citizen,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"


def orders(*rows: str, updated: str = "11/06/26 11:00:00") -> bytes:
    return (HEAD + "".join(f"ESTAT:MIGR_EIORD(1.0),{updated},A,{row}\r\n" for row in rows)).encode()


def create(rehearsal: Rehearsal, folder: Path, *files: Path) -> tuple[int, str]:
    stage = rehearsal.stage
    dates = ["--opens", "2027-01-15", "--deadline", "2027-03-31", "--late-deadline", "2027-04-30", "--freeze", "2027-06-15"]
    references = [part for file in files for part in ("--reference", str(file))]
    done = CliRunner().invoke(
        app,
        [
            *["round", "create", str(folder / "new.round"), "--form", str(form_folder(2015)), "--id", "r-2025", "--year", "2025"],
            *["--kit", str(stage.kit("BE")), "--desk-keys", str(desk_keys(stage, folder)), "--json", str(folder / "made.json")],
            *[
                "--state",
                "BE",
                "--state",
                "EL",
                "--password-file",
                str(password_file(folder)),
                *dates,
                *references,
                "--as-of",
                "2026-03-01",
            ],
        ],
        catch_exceptions=False,
    )
    return done.exit_code, done.output


def test_a_round_is_created_from_downloads_of_several_formats(rehearsal: Rehearsal, tmp_path: Path) -> None:
    first, second = tmp_path / "migr_eiord.csv", tmp_path / "migr_eirtn1.tsv"
    first.write_bytes(
        orders(
            "GN,T,TOTAL,PER,BE,2024,900,,",
            "GN,T,TOTAL,PER,EL,2024,450,p,",
            "GN,T,TOTAL,PER,BE,2025,410,,",
            "GN,T,TOTAL,PER,EL,2025,:,,C",
            "QQ,T,TOTAL,PER,EL,2025,5,,",
        )
    )
    second.write_bytes(
        b"freq,citizen,type,c_dest,unit,geo\\TIME_PERIOD\t2025-Q4 \t2025-Q3 \t2025-Q2 \t2025-Q1 \n"
        b"Q,GN,TOTAL,TOTAL,PER,BE\t5 \t10 p\t15 \t20 \n"
    )
    code, said = create(rehearsal, tmp_path, first, second)
    assert code == 1, said
    assert "not mapped: citizen “QQ”, 1 figure" in said
    made = json.loads((tmp_path / "made.json").read_text())
    assert made["countries"] == ["GN"]
    assert made["files"][0]["updated"] == "2026-06-11T11:00:00+00:00"
    kit = read_kit(rehearsal.stage.kit("BE").read_bytes())
    with open_pack(tmp_path / "new.round", anchors=kit.anchors, now=datetime.now(UTC)) as pack:
        form = read_form(pack.form)
        belgium = read_facts(pack.reference["BE"], form)
        greece = read_facts(pack.reference["EL"], form)
    assert belgium[Place("E", ("GN",), "E_RD")] == Cell(value=410)
    assert belgium[Place("E", ("GN",), "E_RT")] == Cell(value=50, flags="P", note="sum of the four quarters, migr_eirtn1")
    assert belgium[Place("EQ", ("GN", "Q1"), "E_RTQ")] == Cell(value=20)
    assert greece[Place("E", ("GN",), "E_RD")].reason == "CONF"
    assert Place("E", ("GN",), "E_RT") not in greece
    # As old as the oldest file: the TSV does not say its date, so it is the one that was said.
    assert belgium[Place("EC", (), "UPDATED")] == Cell(value="2026-03-01")


@pytest.mark.parametrize("data", [b"", b"<html>not a download</html>", b"\x1f\x8b\x08broken"])
def test_a_file_that_is_no_download_creates_no_round(rehearsal: Rehearsal, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "migr_eiord.tsv"
    file.write_bytes(data)
    with pytest.raises(StatisticsError):
        create(rehearsal, tmp_path, file)
    assert not (tmp_path / "new.round").exists()
