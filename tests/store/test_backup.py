from pathlib import Path
from random import Random

import pytest

from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.store import history
from readmission.store.connection import Database
from readmission.store.declaration import SCHEMA, Declaration, open_declaration
from readmission.store.refusals import AlreadyThere, DatabaseDamaged


def test_a_backup_is_complete_encrypted_and_private_and_opens_with_the_same_key(declaration: Declaration, key: bytes) -> None:
    # D12
    random = Random(4)
    target = declaration.folder / "backups" / "first.db"
    for number in range(50):
        place = Place("T01", (f"C{random.randrange(20):02d}",), "RD")
        old = declaration.answers().cell(place)
        declaration.commit(Changes((Edit(place, old, Cell(number)),)), person=1, why="canary")
    head = declaration.backup(target)
    assert head == declaration.head
    declaration.commit(Changes((Edit(Place("A", (), "TXT"), BLANK, Cell("later")),)), person=1, why="")
    assert b"canary" not in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["first.db"]
    # Put in the place of the database it is the declaration as it was.
    declaration.undo(1)
    expected = declaration.answers()
    declaration.close()
    target.replace(declaration.folder / "answers.db")
    with open_declaration(declaration.folder, key, person=1) as restored:
        assert restored.answers() == expected
        assert restored.verify() == head


def test_a_backup_is_never_written_over_another_file(declaration: Declaration, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"someone's")
    with pytest.raises(AlreadyThere):
        declaration.backup(tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"someone's"


def test_a_damaged_declaration_gives_no_backup(declaration: Declaration, tmp_path: Path) -> None:
    with declaration._database.bare() as connection:
        connection.execute("UPDATE journal SET why = 'never said' WHERE number = 2")
    with pytest.raises(DatabaseDamaged):
        declaration.backup(tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def test_what_a_killed_program_left_of_a_backup_is_replaced(declaration: Declaration, key: bytes, tmp_path: Path) -> None:
    (tmp_path / "copy.db.unfinished").write_bytes(b"half")
    declaration.backup(tmp_path / "copy.db")
    copy = Database.open(tmp_path / "copy.db", key, SCHEMA, readonly=True)
    assert history.verify(copy) == declaration.head
    copy.close()
