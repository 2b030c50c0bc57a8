"""The year's end: what was sent is put away to be read only, and a declaration goes only when its name is typed."""

from pathlib import Path

import pytest

from readmission.bundle.identity import Identity
from readmission.store.refusals import InUse
from readmission.store.state import State
from readmission.tasks.archive import NotConfirmed, NotSent, StillOpen, archive, delete_declaration
from readmission.tasks.backups import close_safely
from readmission.tasks.new import Created, FolderTaken, Person, new_declaration
from readmission.tasks.open import open_filling
from ui.rehearsed import Courier, courier

IDENTITY = Identity.generate()


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture
def made(delivered: Courier, tmp_path: Path) -> Created:
    people = [Person("Anna Example", "officer", "anna", identity=IDENTITY)]
    return new_declaration(delivered.pack, delivered.kit, tmp_path / "BE 2016", people)


def test_an_archive_opens_to_read_and_its_files_cannot_be_written(made: Created, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as filling:
        with pytest.raises(NotSent):
            archive(filling, target)
        assert not target.exists()
        for state in (State.IN_REVIEW, State.RELEASED, State.EXPORTED):
            filling.declaration.move(state, filling.person)
        kept = archive(filling, target)
        with pytest.raises(FolderTaken):
            archive(filling, target)
    assert kept.files == sum(path.is_file() for path in target.rglob("*"))
    assert all(path.stat().st_mode & 0o222 == 0 for path in (target, *target.rglob("*")))
    with open_filling(target, slot=made.slots[0], identity=IDENTITY, readonly=True) as copy:
        assert copy.declaration.state is State.EXPORTED
    assert delete_declaration(target, typed="archive").left == ()
    assert not target.exists()


def test_a_declaration_goes_only_when_its_name_is_typed_and_nobody_has_it_open(made: Created) -> None:
    with pytest.raises(NotConfirmed):
        delete_declaration(made.folder, typed="yes")
    opened = open_filling(made.folder, slot=made.slots[0], identity=IDENTITY)
    with pytest.raises(InUse):
        delete_declaration(made.folder, typed="BE 2016")
    close_safely(opened)
    assert delete_declaration(made.folder, typed="BE 2016").files > 4
    assert not made.folder.exists()


def test_files_of_somebody_else_stay_and_are_named(made: Created, tmp_path: Path) -> None:
    (made.folder / "notes.txt").write_text("somebody's")
    left = delete_declaration(made.folder, typed="BE 2016").left
    assert left == (made.folder / "notes.txt",)
    assert (made.folder / "notes.txt").read_text() == "somebody's"
    with pytest.raises(StillOpen):
        delete_declaration(made.folder, typed="BE 2016")
