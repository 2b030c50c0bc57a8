"""`readmission slots` at the terminal, with a real declaration."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from readmission.bundle.identity import Identity
from readmission.cli.ministry import app
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling, openers
from ui.rehearsed import courier

ANNA = Identity.generate()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Created:
    folder = tmp_path_factory.mktemp("slots")
    delivered = courier(folder)
    return new_declaration(delivered.pack, delivered.kit, folder / "BE", [Person("Anna", "officer", "anna", identity=ANNA)])


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["slots", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_person_is_let_in_named_and_shut_out_and_a_forgotten_password_renewed(made: Created, tmp_path: Path) -> None:
    own, theirs, recovery = tmp_path / "own", tmp_path / "theirs", tmp_path / "recovery"
    own.write_text(f"{ANNA.text}\n")
    theirs.write_text("a long password\n")
    recovery.write_text(f"{made.recovery}\n")
    folder = made.folder
    as_anna = ("--as", "1-anna", "--identity-file", own)
    run("add", folder, *as_anna, "--name", "Bart", "--short", "bart", "--new-password-file", theirs)
    assert [slot.name for slot in openers(folder)] == ["1-anna", "2-bart", "recovery"]
    assert "2-bart password" in run("list", folder)
    assert "2 Bart, : 2-bart" in run("people", folder, *as_anna)
    theirs.write_text("a password of tomorrow\n")
    run("forgotten", folder, "2-bart", "--recovery-file", recovery, "--new-password-file", theirs)
    open_filling(folder, slot="2-bart", password="a password of tomorrow", readonly=True).close()
    run("remove", folder, "2-bart", *as_anna)
    assert [slot.name for slot in openers(folder)] == ["1-anna", "recovery"]
