"""Backup, restore and deletion as a terminal sees them, by the printed recovery identity."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from readmission.bundle.identity import Identity
from readmission.cli.ministry import app
from readmission.tasks.archive import NotConfirmed
from readmission.tasks.backups import backups_in
from readmission.tasks.courier import NothingExported
from readmission.tasks.new import Created, FolderTaken, Person, new_declaration
from ui.rehearsed import courier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Created:
    folder = tmp_path_factory.mktemp("courier")
    delivered = courier(folder)
    people = [Person("Anna Example", "officer", "anna", identity=Identity.generate())]
    created = new_declaration(delivered.pack, delivered.kit, folder / "BE 2016", people)
    (folder / "recovery").write_text(created.recovery + "\n")
    return created


def run(made: Created, *arguments: str | Path) -> Result:
    opened = ["--as", "recovery", "--password-file", made.folder.with_name("recovery")]
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


def test_the_head_sees_every_country_and_nothing_is_sent_yet(made: Created, tmp_path: Path) -> None:
    seen = run(made, "head-review", made.folder)
    assert seen.exit_code == 1
    assert all("not judged; new" in line for line in seen.output.splitlines())
    assert isinstance(run(made, "courier", made.folder, tmp_path / "sheet.html").exception, NothingExported)
    assert not (tmp_path / "sheet.html").exists()
