"""Backups make themselves, are whole declarations, and come back only into a new folder, with a look at them first."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readmission.answers.model import BLANK, Cell, Place
from readmission.bundle.identity import Identity
from readmission.store.refusals import DatabaseDamaged
from readmission.tasks.attach import attach, remove
from readmission.tasks.backups import (
    BackupFailed,
    DeclarationGone,
    Settings,
    SettingsRefused,
    back_up,
    back_up_to,
    backups_in,
    choose_settings,
    close_safely,
    due,
    places_of,
    settings_of,
)
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.new import Created, FolderTaken, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.restore import preview_restore, restore
from ui.rehearsed import Courier, copy_of, courier

IDENTITY = Identity.generate()
NOTE = Place.parse("A.A1_02")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def original(delivered: Courier, tmp_path_factory: pytest.TempPathFactory) -> Created:
    people = [Person("Anna Example", "officer", "anna", identity=IDENTITY)]
    return new_declaration(delivered.pack, delivered.kit, tmp_path_factory.mktemp("original") / "BE 2016", people)


@pytest.fixture
def made(original: Created, tmp_path: Path) -> Created:
    return copy_of(original, tmp_path)


@pytest.fixture
def filling(made: Created) -> Iterator[Filling]:
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as opened:
        yield opened


def write(filling: Filling, text: str) -> None:
    filling.enter({NOTE: Cell(value=text)}, why="test")


def test_a_backup_opens_like_the_declaration_itself(filling: Filling, made: Created) -> None:
    write(filling, "Immigration Office")
    (backup,) = back_up(filling).folders
    write(filling, "Police")
    with open_filling(backup, slot=made.slots[0], identity=IDENTITY, readonly=True) as copy:
        assert copy.answers.cell(NOTE) == Cell(value="Immigration Office")
        assert copy.declaration.verify().entries < filling.declaration.head.entries


def test_without_new_work_no_second_backup_is_made(filling: Filling) -> None:
    assert len(back_up(filling).folders) == 1
    assert back_up(filling).folders == ()
    write(filling, "new work")
    assert len(back_up(filling).folders) == 1


def test_the_oldest_go_and_the_chosen_number_stays(filling: Filling) -> None:
    choose_settings(filling.folder, Settings(minutes=5, keep=3))
    for number in range(5):
        write(filling, f"text {number}")
        back_up(filling)
    kept = backups_in(filling.folder / "backups")
    assert len(kept) == 3
    assert kept[0].entries == filling.declaration.head.entries


def test_a_backup_is_due_after_work_and_the_chosen_time(filling: Filling) -> None:
    settings = Settings(minutes=10)
    assert due(filling, settings)
    back_up(filling)
    later = datetime.now(UTC) + timedelta(minutes=11)
    assert not due(filling, settings, later)
    write(filling, "work")
    assert not due(filling, settings)
    assert due(filling, settings, later)


def test_a_second_medium_gets_a_copy_and_its_absence_is_said_while_the_first_is_made(filling: Filling, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    choose_settings(filling.folder, Settings(second=str(stick)))
    done = back_up(filling)
    assert len(done.folders) == 1
    assert [type(refusal) for refusal in done.refusals] == [BackupFailed]
    assert not stick.exists()
    stick.mkdir()
    done = back_up(filling)
    assert not done.refusals
    assert [backup.folder for backup in backups_in(places_of(filling.folder, settings_of(filling.folder))[1])] == list(
        done.folders
    )


def test_closing_makes_the_backup_of_the_day(made: Created) -> None:
    opened = open_filling(made.folder, slot=made.slots[0], identity=IDENTITY)
    write(opened, "end of the day")
    assert len(close_safely(opened).folders) == 1
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as again:
        assert again.answers.cell(NOTE) == Cell(value="end of the day")


def test_settings_that_are_not_ours_or_out_of_range_are_refused(filling: Filling) -> None:
    with pytest.raises(SettingsRefused):
        choose_settings(filling.folder, Settings(minutes=0))
    with pytest.raises(SettingsRefused):
        choose_settings(filling.folder, Settings(second="relative/place"))
    choose_settings(filling.folder, Settings(minutes=7))
    (filling.folder / "backups" / "settings.json").write_text("{}")
    with pytest.raises(SettingsRefused):
        settings_of(filling.folder)


def test_a_preview_says_when_by_whom_how_many_and_what_differs(filling: Filling, made: Created) -> None:
    write(filling, "Immigration Office")
    (backup,) = back_up(filling).folders
    write(filling, "Police")
    filling.enter({Place.parse("A.A1_03"): Cell(value="police@example.org")})
    shown = preview_restore(backup, slot=made.slots[0], opener=Opener(identity=IDENTITY), now=filling)
    assert shown.person == "Anna Example"
    assert shown.moment.startswith(f"{datetime.now(UTC):%Y-%m-%d}")
    assert shown.compared
    assert [(difference.place, difference.there, difference.now) for difference in shown.differences] == [
        (NOTE, Cell(value="Immigration Office"), Cell(value="Police")),
        (Place.parse("A.A1_03"), BLANK, Cell(value="police@example.org")),
    ]


def test_a_preview_lists_the_attached_files_and_which_of_them_differ(filling: Filling, made: Created, tmp_path: Path) -> None:
    at = Place("B", (filling.round.countries[0],), "B14_04")
    filling.enter({Place("B", at.key, "B0_01"): Cell("Y"), Place("B", at.key, "B14_01"): Cell("Y")})
    for name, content in (("kept.csv", "a;b\n1;2\n"), ("gone.csv", "a;b\n3;4\n"), ("new.csv", "a;b\n5;6\n")):
        (tmp_path / name).write_text(content)
    attach(filling, tmp_path / "kept.csv", at)
    gone = attach(filling, tmp_path / "gone.csv", at, "of March").attachment
    (backup,) = back_up(filling).folders
    remove(filling, gone)
    attach(filling, tmp_path / "new.csv", at)
    shown = preview_restore(backup, slot=made.slots[0], opener=Opener(identity=IDENTITY), now=filling)
    named = [[one.name for one in files] for files in (shown.attached, shown.only_there, shown.only_now)]
    assert named == [["gone.csv", "kept.csv"], ["gone.csv"], ["new.csv"]]
    assert not shown.differences


def test_a_backup_comes_back_into_a_new_folder_and_never_on_top(filling: Filling, made: Created, tmp_path: Path) -> None:
    write(filling, "Immigration Office")
    (backup,) = back_up(filling).folders
    opener = Opener(identity=IDENTITY)
    with pytest.raises(FolderTaken):
        restore(backup, made.folder, slot=made.slots[0], opener=opener)
    restored = restore(backup, tmp_path / "again", slot=made.slots[0], opener=opener)
    with open_filling(restored, slot=made.slots[0], identity=IDENTITY) as copy:
        assert copy.answers.cell(NOTE) == Cell(value="Immigration Office")
        write(copy, "goes on")


def test_a_damaged_backup_is_refused_and_leaves_nothing(filling: Filling, made: Created, tmp_path: Path) -> None:
    (backup,) = back_up(filling).folders
    database = backup / "answers.db"
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)
    with pytest.raises(DatabaseDamaged):
        restore(backup, tmp_path / "again", slot=made.slots[0], opener=Opener(identity=IDENTITY))
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob("*unfinished*"))


def test_a_damaged_declaration_does_not_keep_its_backup_from_being_shown(made: Created, tmp_path: Path) -> None:
    opened = open_filling(made.folder, slot=made.slots[0], identity=IDENTITY)
    write(opened, "before the damage")
    (backup,) = close_safely(opened).folders
    (made.folder / "answers.db").write_bytes(b"nothing of it left" * 1000)
    shown = preview_restore(backup, slot=made.slots[0], opener=Opener(identity=IDENTITY), now=made.folder)
    assert shown.answers
    assert not shown.compared
    assert shown.not_compared is not None


def test_a_backup_goes_to_a_place_of_ones_own_choice(filling: Filling, tmp_path: Path) -> None:
    made = back_up_to(filling, tmp_path / "elsewhere")
    assert made is not None
    assert back_up_to(filling, tmp_path / "elsewhere") is None


def test_a_declaration_that_is_open_to_read_only_is_backed_up_too(made: Created) -> None:
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY, readonly=True) as opened:
        before = (made.folder / "answers.db").read_bytes()
        assert len(back_up(opened).folders) == 1
        assert (made.folder / "answers.db").read_bytes() == before


def test_a_declaration_that_was_moved_while_it_was_open_leaves_nothing_in_its_old_place(made: Created, tmp_path: Path) -> None:
    filling = open_filling(made.folder, slot=made.slots[0], identity=IDENTITY)
    choose_settings(made.folder, Settings(second=str(tmp_path)))
    write(filling, "Immigration Office")
    found = made.folder.rename(made.folder.with_name("moved"))
    with pytest.raises(DeclarationGone):
        back_up_to(filling, tmp_path / "stick")
    closed = close_safely(filling)
    assert [type(refusal) for refusal in closed.refusals] == [DeclarationGone]
    assert closed.folders == ()
    assert not made.folder.exists()
    assert not (tmp_path / "stick").exists()
    # What was saved before is where the folder is now.
    with open_filling(found, slot=made.slots[0], identity=IDENTITY) as opened:
        assert opened.answers.cell(NOTE) == Cell(value="Immigration Office")
        assert back_up(opened).folders
