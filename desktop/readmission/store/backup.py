"""A complete copy of a declaration's database, made by the database itself while it is open, and checked before it counts."""

import os
from pathlib import Path

from readmission.answers.journal import Head
from readmission.store import history
from readmission.store.connection import Database, explained
from readmission.store.folder import sync_folder
from readmission.store.refusals import AlreadyThere, MediumReadOnly


def write_backup(database: Database, target: Path) -> Head:
    """Write a copy that opens with the same key; it has its name only once it was checked and is on the disk."""
    if target.exists():
        raise AlreadyThere(str(target))
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise MediumReadOnly(str(target.parent)) from error
    try:
        # What was opened to read refuses even to write elsewhere; a connection of its own may, and still cannot touch the file.
        source = database.fresh() if database.readonly else database.bare()
        with explained(unfinished), source as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        head = _checked(database, unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return head


def _checked(database: Database, copy: Path) -> Head:
    with copy.open("rb+") as stream:
        os.fsync(stream.fileno())
    found = database.copy_at(copy)
    try:
        return history.verify(found)
    finally:
        found.close()
