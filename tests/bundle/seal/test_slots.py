"""Slots: each person opens the same key, and nothing that goes wrong takes a slot away."""

import os
import stat
from pathlib import Path
from typing import Final

import pytest

from readmission.bundle import password, secret_file
from readmission.bundle.age import seal_bytes
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import (
    IdentityRefused,
    NotForUs,
    PasswordRefused,
    SealContentDamaged,
    SealNotAllowed,
    SecretFileUnusable,
    SlotDamaged,
    SlotExists,
    SlotMissing,
    SlotNameRefused,
    WrongPassword,
)
from readmission.bundle.slots import (
    RECOVERY,
    Slot,
    SlotKind,
    add_identity_slot,
    add_password_slot,
    change_password,
    create_slots,
    open_recovery,
    open_slot,
    remove_slot,
    renew_recovery,
    slots,
)

KEY: Final = bytes(range(32))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap derivation, where the work factor is not what a test is about; no option of the program does this."""
    monkeypatch.setattr(password, "WORK_FACTOR_LOG2", 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_slots(tmp_path / "slots", KEY)
    return tmp_path / "slots"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_printed_recovery_text_opens_the_key(tmp_path: Path) -> None:
    printed = create_slots(tmp_path / "slots", KEY)
    assert open_recovery(tmp_path / "slots", printed) == KEY
    assert slots(tmp_path / "slots") == [Slot(RECOVERY, SlotKind.IDENTITY)]


def test_the_recovery_text_may_be_typed_in_groups_and_small_letters(tmp_path: Path) -> None:
    printed = create_slots(tmp_path / "slots", KEY).lower()
    typed = "  ".join(printed[start : start + 6] for start in range(0, len(printed), 6)) + "\n"
    assert open_recovery(tmp_path / "slots", typed) == KEY


def test_a_slip_in_the_recovery_text_is_called_a_slip(tmp_path: Path) -> None:
    printed = create_slots(tmp_path / "slots", KEY)
    with pytest.raises(IdentityRefused):
        open_recovery(tmp_path / "slots", printed[:-1] + ("Q" if printed[-1] != "Q" else "P"))


def test_a_password_at_full_strength_opens_the_key(folder: Path) -> None:
    add_password_slot(folder, KEY, "anna", "correct horse")
    assert open_slot(folder, "anna", "correct horse") == KEY


@pytest.mark.usefixtures("quick")
def test_each_person_opens_the_same_key(folder: Path, ours: Identity, theirs: Identity) -> None:
    add_password_slot(folder, KEY, "anna", "correct horse")
    add_identity_slot(folder, KEY, "person-2", ours.recipient)
    assert slots(folder) == [
        Slot("anna", SlotKind.PASSWORD),
        Slot("person-2", SlotKind.IDENTITY),
        Slot(RECOVERY, SlotKind.IDENTITY),
    ]
    assert open_slot(folder, "anna", "correct horse") == open_slot(folder, "person-2", ours) == KEY
    with pytest.raises(NotForUs):
        open_slot(folder, "person-2", theirs)


@pytest.mark.usefixtures("quick")
def test_a_hundred_wrong_passwords_change_nothing(folder: Path) -> None:
    add_password_slot(folder, KEY, "anna", "correct horse")
    before = content(folder)
    for number in range(100):
        with pytest.raises(WrongPassword):
            open_slot(folder, "anna", f"guess {number}")
        with pytest.raises(WrongPassword):
            change_password(folder, "anna", f"guess {number}", "mine now")
    assert content(folder) == before


@pytest.mark.usefixtures("quick")
def test_a_new_password_rewrites_one_slot_and_leaves_the_key(folder: Path, ours: Identity) -> None:
    add_password_slot(folder, KEY, "anna", "old")
    add_identity_slot(folder, KEY, "ben", ours.recipient)
    before = content(folder)
    change_password(folder, "anna", "old", "new")
    changed = {name for name, data in content(folder).items() if before[name] != data}
    assert changed == {"anna.age"}
    assert open_slot(folder, "anna", "new") == KEY
    with pytest.raises(WrongPassword):
        open_slot(folder, "anna", "old")


@pytest.mark.usefixtures("quick")
def test_a_new_password_that_cannot_be_used_keeps_the_old_one(folder: Path) -> None:
    add_password_slot(folder, KEY, "anna", "old")
    with pytest.raises(PasswordRefused):
        change_password(folder, "anna", "old", "")
    assert open_slot(folder, "anna", "old") == KEY


def test_a_password_and_an_identity_do_not_open_each_others_slots(folder: Path, ours: Identity) -> None:
    add_identity_slot(folder, KEY, "ben", ours.recipient)
    with pytest.raises(SealNotAllowed):
        open_slot(folder, "ben", "a password")


def test_a_renewed_recovery_text_replaces_the_printed_one(tmp_path: Path) -> None:
    folder = tmp_path / "slots"
    first = create_slots(folder, KEY)
    second = renew_recovery(folder, KEY)
    assert open_recovery(folder, second) == KEY
    with pytest.raises(NotForUs):
        open_recovery(folder, first)


def test_a_removed_slot_opens_no_more(folder: Path, ours: Identity) -> None:
    add_identity_slot(folder, KEY, "ben", ours.recipient)
    remove_slot(folder, "ben")
    with pytest.raises(SlotMissing):
        open_slot(folder, "ben", ours)
    with pytest.raises(SlotMissing):
        remove_slot(folder, "ben")


def test_the_recovery_slot_cannot_be_removed_or_taken(folder: Path, ours: Identity) -> None:
    before = content(folder)
    with pytest.raises(SlotNameRefused):
        remove_slot(folder, RECOVERY)
    with pytest.raises(SlotNameRefused):
        add_identity_slot(folder, KEY, RECOVERY, ours.recipient)
    assert content(folder) == before


def test_slots_that_exist_are_never_replaced_by_new_ones(folder: Path, ours: Identity, theirs: Identity) -> None:
    add_identity_slot(folder, KEY, "ben", ours.recipient)
    before = content(folder)
    with pytest.raises(SlotExists):
        create_slots(folder, bytes(32))
    with pytest.raises(SlotExists):
        add_identity_slot(folder, bytes(32), "ben", theirs.recipient)
    assert content(folder) == before


NAMES: Final = {
    "nothing": "",
    "a path out": "../anna",
    "a full path": "/tmp/anna",
    "a backslash": "a\\b",
    "a drive": "c:anna",
    "capital letters": "Anna",
    "a blank": "anna b",
    "a letter that is not ASCII": "änna",
    "a full stop first": ".anna",
    "a full stop last": "anna.",
    "a hyphen first": "-anna",
    "a device of Windows": "con",
    "a device of Windows with an ending": "lpt1.anna",
    "forty-one letters": "a" * 41,
    "a line end": "anna\n",
    "U+0000": "an\0na",
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_cannot_be(what: str, folder: Path, ours: Identity) -> None:
    with pytest.raises(SlotNameRefused):
        add_identity_slot(folder, KEY, NAMES[what], ours.recipient)
    with pytest.raises(SlotMissing):
        open_slot(folder, NAMES[what], ours)
    assert list(content(folder)) == ["recovery.age"]


@pytest.mark.parametrize("name", ["a", "anna", "person-12", "anna.b", "7", "a" * 40, "console"])
def test_a_name_can_be(name: str, folder: Path, ours: Identity) -> None:
    add_identity_slot(folder, KEY, name, ours.recipient)
    assert open_slot(folder, name, ours) == KEY


@pytest.mark.parametrize("text", [b"", KEY, KEY.hex().encode(), KEY.hex().upper().encode() + b"\n", KEY.hex().encode() + b"\n\n"])
def test_a_slot_that_holds_no_key_is_damaged(text: bytes, folder: Path, ours: Identity) -> None:
    (folder / "ben.age").write_bytes(seal_bytes(text, [ours.recipient]))
    with pytest.raises(SlotDamaged):
        open_slot(folder, "ben", ours)


def test_a_damaged_slot_is_listed_as_unreadable_and_says_so_when_opened(folder: Path, ours: Identity) -> None:
    add_identity_slot(folder, KEY, "ben", ours.recipient)
    path = folder / "ben.age"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SealContentDamaged):
        open_slot(folder, "ben", ours)
    path.write_bytes(b"")
    assert Slot("ben", SlotKind.UNREADABLE) in slots(folder)


def test_what_is_no_slot_is_not_listed(folder: Path) -> None:
    for name in (".anna.age.0123.new", "Anna.age", "readme.txt", "anna.age.bak"):
        (folder / name).write_bytes(b"x")
    assert [slot.name for slot in slots(folder)] == [RECOVERY]


def test_a_folder_that_is_not_there_has_no_slots(tmp_path: Path) -> None:
    assert slots(tmp_path / "nowhere") == []


def test_a_key_of_another_length_is_a_mistake_of_the_caller(folder: Path, ours: Identity) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        add_identity_slot(folder, bytes(16), "ben", ours.recipient)


def test_the_folder_and_its_files_are_their_owners_alone(folder: Path, ours: Identity) -> None:
    old = os.umask(0)
    try:
        add_identity_slot(folder, KEY, "ben", ours.recipient)
    finally:
        os.umask(old)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.usefixtures("quick")
def test_a_write_that_fails_keeps_the_old_slot_and_leaves_no_other_file(
    step: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_password_slot(folder, KEY, "anna", "old")
    before = content(folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync" if step == "fsync" else "pathlib.Path.replace", fail)
    with pytest.raises(SecretFileUnusable, match="No space left"):
        change_password(folder, "anna", "old", "new")
    monkeypatch.undo()
    assert content(folder) == before


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "slots").write_bytes(b"a file where the folder should be")
    with pytest.raises(SecretFileUnusable):
        create_slots(tmp_path / "slots", KEY)


def test_a_file_that_is_far_too_large_is_not_read(folder: Path, ours: Identity) -> None:
    (folder / "ben.age").write_bytes(bytes(secret_file.MAX_SECRET_FILE_BYTES + 1))
    with pytest.raises(SecretFileUnusable):
        open_slot(folder, "ben", ours)
