"""At the year's end: a closed copy to be read only, and the deletion of a declaration that is no longer needed."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.steps import PROGRAM
from readmission.bundle.manifest_text import moment_text
from readmission.errors import Phrase, TaskError
from readmission.store.folder import BACKUP_FOLDER, DECLARATION_DATABASE, DECLARATION_FILE, LOCK_FILE
from readmission.store.lock import Holder, WriterLock
from readmission.store.state import State
from readmission.tasks.attached_files import ATTACHMENTS, present_files, sweep
from readmission.tasks.backups import BackupFailed, copy_beside
from readmission.tasks.fill import Filling
from readmission.tasks.new import FolderTaken
from readmission.tasks.open import SLOTS
from readmission.tasks.review import RELEASE

_READ_ONLY: Final = 0o400
_READ_AND_ENTER: Final = 0o500
_OWNER: Final = 0o700
# The slots go first: whatever interrupts a deletion, what is left of the declaration opens for nobody.
_ORDER: Final = (SLOTS, BACKUP_FOLDER, ATTACHMENTS, RELEASE)
_FILES: Final = (*(DECLARATION_DATABASE + ending for ending in ("", "-wal", "-shm", "-journal")), DECLARATION_FILE)


class NotSent(TaskError):
    """A declaration that was never sent is not put away."""

    code: ClassVar[str] = "TA-73"
    happened: ClassVar[str] = "The declaration is “{state}”; only one that was exported is archived."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Export it first, or keep a backup instead."


class NotConfirmed(TaskError):
    """A deletion is confirmed by typing the name of the folder."""

    code: ClassVar[str] = "TA-74"
    happened: ClassVar[str] = "“{typed}” is not the name of the folder."
    unharmed: ClassVar[str] = "Nothing was deleted."
    remedy: ClassVar[str] = "Type the name exactly as it is written: {name}"


class StillOpen(TaskError):
    """An open declaration, or a folder that holds none, is not deleted."""

    code: ClassVar[str] = "TA-75"
    happened: ClassVar[str] = "The folder cannot be deleted ({why})."
    unharmed: ClassVar[str] = "Nothing was deleted."
    remedy: ClassVar[str] = "Close the declaration everywhere and try again."


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive: its folder, how many files it has and their size in bytes."""

    folder: Path
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many files were deleted, and what was left because it does not belong to a declaration."""

    files: int
    left: tuple[Path, ...]


def archive(filling: Filling, target: Path) -> Archived:
    """Copy a declaration that was sent, checked, into a new folder whose files can be read and no longer written."""
    if filling.declaration.state not in (State.EXPORTED, State.RECEIVED):
        raise NotSent(str(filling.folder), state=filling.declaration.state)
    if target.exists():
        raise FolderTaken(str(target))
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.mkdir(mode=_OWNER, parents=True)
        filling.declaration.backup(unfinished / DECLARATION_DATABASE)
        if (filling.folder / RELEASE).is_dir():
            shutil.copytree(filling.folder / RELEASE, unfinished / RELEASE)
        copy_beside(filling.folder, unfinished, present_files(filling.answers.attachments.values()))
        unfinished.replace(target)
        if not filling.declaration.readonly:
            sweep(filling)
    except OSError as error:
        raise BackupFailed(str(target), why=error.strerror or type(error).__name__) from error
    finally:
        if unfinished.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
    files = [path for path in target.rglob("*") if path.is_file()]
    for path in files:
        path.chmod(_READ_ONLY)
    for path in (target, *(path for path in target.rglob("*") if path.is_dir())):
        path.chmod(_READ_AND_ENTER)
    return Archived(target, len(files), sum(path.stat().st_size for path in files))


def delete_declaration(folder: Path, *, typed: str) -> Deleted:
    """Delete a closed declaration with its slots, backups, attachments and release; files of others stay, and are named."""
    if typed != folder.resolve().name:
        raise NotConfirmed(str(folder), typed=typed, name=folder.resolve().name)
    if not (folder / DECLARATION_FILE).is_file():
        raise StillOpen(str(folder), why=Phrase("it holds no declaration"))
    try:
        folder.chmod(_OWNER)
        lock = WriterLock.take(
            folder / LOCK_FILE, Holder(PROGRAM, socket.gethostname(), os.getpid(), moment_text(datetime.now(UTC)))
        )
        try:
            count = _delete_parts(folder)
        finally:
            lock.release()
        left = tuple(sorted(folder.iterdir()))
        if not left:
            folder.rmdir()
        return Deleted(count, left)
    except OSError as error:
        raise StillOpen(str(folder), why=error.strerror or type(error).__name__) from error


def _delete_parts(folder: Path) -> int:
    count = 0
    # An archive is deleted too: its folders must be writable again first.
    for name in _ORDER:
        for path in (folder / name, *(folder / name).rglob("*")):
            if path.is_dir() and not path.is_symlink():
                path.chmod(_OWNER)
    for path in (*(folder / name for name in _ORDER), *(folder / name for name in _FILES)):
        for file in _files(path):
            if os.name == "nt":
                file.chmod(_OWNER)
            file.unlink()
            count += 1
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
    return count


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir() and not path.is_symlink():
        yield from [inner for inner in path.rglob("*") if not inner.is_dir() or inner.is_symlink()]
    elif path.exists() or path.is_symlink():
        yield path
