"""What the terminal needs to open the things of a rehearsal that is closed by an identity: a password."""

from pathlib import Path

from readmission.bundle.keyfile import write_keyfile
from readmission.bundle.slots import add_password_slot, open_slot, slots
from readmission.tasks.keys import open_keys
from readmission.tasks.open import SLOTS
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.stage import PASSWORD, Stage

SLOT = "1-terminal"


def let_in(stage: Stage, declaration: Path, folder: Path) -> list[str]:
    """Give the officer a password too; the options with which a command opens the declaration."""
    place = declaration / SLOTS
    if SLOT not in {slot.name for slot in slots(place)}:
        add_password_slot(place, open_slot(place, OFFICER_SLOT, stage.opener.secret), SLOT, PASSWORD)
    return ["--as", SLOT, "--password-file", str(password_file(folder))]


def desk_keys(stage: Stage, folder: Path) -> Path:
    """The desk's keys in a file that opens by the password."""
    target = folder / "desk.key"
    target.write_bytes(write_keyfile(open_keys(stage.desk_keys, stage.opener), password=PASSWORD))
    return target


def password_file(folder: Path) -> Path:
    """The password as a file."""
    target = folder / "password"
    target.write_text(f"{PASSWORD}\n")
    return target
