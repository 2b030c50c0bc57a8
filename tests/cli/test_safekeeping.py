"""Backup, restore, deletion and evidence as a terminal sees them, by the printed recovery identity."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from readmission.answers.attachment import Attachment
from readmission.answers.model import Place
from readmission.bundle.identity import Identity
from readmission.cli.ministry import app
from readmission.cli.safekeeping import _preview
from readmission.form.model import AttachmentKind
from readmission.tasks.archive import NotConfirmed
from readmission.tasks.backups import backups_in
from readmission.tasks.courier import NothingExported
from readmission.tasks.new import Created, FolderTaken, Person, new_declaration
from readmission.tasks.restore import RestorePreview
from ui.rehearsed import PASSWORD, courier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Created:
    folder = tmp_path_factory.mktemp("courier")
    delivered = courier(folder)
    people = [
        Person("Anna Example", "officer", "anna", identity=Identity.generate()),
        Person("Bea", "officer", "bea", password=PASSWORD),
    ]
    created = new_declaration(delivered.pack, delivered.kit, folder / "BE 2016", people)
    (folder / "recovery").write_text(created.recovery + "\n")
    (folder / "password").write_text(PASSWORD + "\n")
    return created


def run(made: Created, *arguments: str | Path) -> Result:
    opened = ["--as", "recovery", "--password-file", made.folder.with_name("recovery")]
    return CliRunner().invoke(app, [*map(str, arguments), *map(str, opened)])


def write(made: Created, *arguments: str | Path) -> Result:
    """Run it as somebody who may write; her password is slow on purpose."""
    opened = ["--as", "2-bea", "--password-file", made.folder.with_name("password")]
    return CliRunner().invoke(app, [*map(str, arguments), *map(str, opened)])


def test_a_backup_is_made_looked_at_and_brought_back(made: Created, tmp_path: Path) -> None:
    done = run(made, "backup", made.folder)
    assert done.exit_code == 0, done.output
    (backup,) = backups_in(made.folder / "backups")
    assert str(backup.folder) in done.output
    assert "backed up already" in run(made, "backup", made.folder).output
    shown = run(made, "restore", backup.folder, made.folder, "--preview")
    assert "0 cells differ from now." in shown.output, shown.output
    taken = run(made, "restore", backup.folder, made.folder)
    assert isinstance(taken.exception, FolderTaken)
    assert run(made, "restore", backup.folder, tmp_path / "again").exit_code == 0
    assert (tmp_path / "again" / "declaration.readmission").is_file()
    gone = CliRunner().invoke(app, ["delete", str(tmp_path / "again"), "--confirm", "agian"])
    assert isinstance(gone.exception, NotConfirmed)
    assert CliRunner().invoke(app, ["delete", str(tmp_path / "again"), "--confirm", "again"]).exit_code == 0
    assert not (tmp_path / "again").exists()


def test_a_preview_names_the_attached_files_and_those_that_differ() -> None:
    kept, gone, new = (
        Attachment(Place.parse("B[GN].B14_04"), digest * 128, name, AttachmentKind.CSV, 8, note)
        for digest, name, note in (("a", "kept.csv", ""), ("b", "gone.csv", "of March"), ("c", "new.csv", ""))
    )
    found = RestorePreview(Path("b"), "2026-11-24T10:00:00+00:00", "Bea", 1, 2, (gone, kept), (gone,), (new,), compared=True)
    assert _preview(found)[1:] == [
        "attached file: B[GN].B14_04 gone.csv (of March)",
        "attached file: B[GN].B14_04 kept.csv",
        "0 cells differ from now.",
        "file only in the backup: B[GN].B14_04 gone.csv (of March)",
        "file only now: B[GN].B14_04 new.csv",
    ]


def test_the_head_sees_every_country_and_nothing_is_sent_yet(made: Created, tmp_path: Path) -> None:
    seen = run(made, "head-review", made.folder)
    assert seen.exit_code == 1
    assert all("not judged; new" in line for line in seen.output.splitlines())
    assert isinstance(run(made, "courier", made.folder, tmp_path / "sheet.html").exception, NothingExported)
    assert not (tmp_path / "sheet.html").exists()


def test_evidence_is_attached_listed_searched_copied_and_removed(made: Created, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    (tmp_path / "cases.csv").write_text("who;born\nA;12.03.1990\n")
    at = ["--place", "B[AF].B14_04"]
    done = write(made, "attach", made.folder, tmp_path / "letter.pdf", tmp_path / "cases.csv", *at, "--note", "of March")
    assert done.exit_code == 1, done.output
    assert "B[AF].B14_04 letter.pdf (of March): pdf" in done.output
    assert "not searched for data of persons, read it yourself" in done.output
    assert "12.03.1990 looks like a date of birth" in done.output
    listed = run(made, "attachments", made.folder, "--search", "--country", "AF", "--json", tmp_path / "list.json")
    assert listed.exit_code == 1, listed.output
    assert "12.03.1990 looks like a date of birth" in listed.output
    assert "2 files." in listed.output
    assert [one["name"] for one in json.loads((tmp_path / "list.json").read_text())] == ["cases.csv", "letter.pdf"]
    copied = run(made, "attachment-copy", made.folder, tmp_path / "copy.pdf", *at, "--name", "letter.pdf")
    assert "not encrypted" in copied.output
    assert (tmp_path / "copy.pdf").read_bytes() == (tmp_path / "letter.pdf").read_bytes()
    assert write(made, "detach", made.folder, *at, "--name", "cases.csv").exit_code == 0
    assert "1 file." in run(made, "attachments", made.folder).output
