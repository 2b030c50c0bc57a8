"""One writer at a time: a small file that names who is writing, where and since when.

The file is made so that only one process can make it. On the same computer the operating system also knows whether the writer is
still alive, so that the file of a program that was killed is taken over at once; of another computer nothing is known, and its
file stands until someone removes it.
"""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readmission import canonical
from readmission.store.refusals import InUse, MediumReadOnly

if sys.platform != "win32":
    import fcntl

# Another program can only come in between while two of them take over the same file; each round lets one of them win.
_ATTEMPTS: Final = 100

_NOBODY: Final = "?"

# Windows would write other line ends than it is told, and whoever reads the file would find no name in it.
_BINARY: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is writing: a person's number (0 when nobody said), computer, process and time."""

    person: int
    host: str
    pid: int
    since: str

    def text(self) -> bytes:
        """What stands in the file."""
        return canonical.write({"host": self.host, "person": self.person, "pid": self.pid, "since": self.since})


def writer_of(path: Path) -> Holder | None:
    """Who says in the file that they are writing; None where nobody does."""
    try:
        who = _described(path.read_bytes(), path)
    except OSError:
        return None
    person, pid = who["person"], who["pid"]
    return Holder(
        person if isinstance(person, int) else 0, str(who["host"]), pid if isinstance(pid, int) else 0, str(who["since"])
    )


class WriterLock:
    """The right to write, until it is released or the process ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @staticmethod
    def take(path: Path, holder: Holder) -> "WriterLock":
        """Become the writer; raises InUse naming who is, or MediumReadOnly."""
        for _ in range(_ATTEMPTS):
            descriptor = _make(path)
            if descriptor is not None:
                if _hold(descriptor) is not False and _is_at(descriptor, path):
                    os.write(descriptor, holder.text())
                    os.fsync(descriptor)
                    return WriterLock(path, descriptor)
                os.close(descriptor)
            else:
                _remove_if_left_behind(path, holder.host)
        raise InUse(str(path.parent), **_described(b"", path))

    def release(self) -> None:
        """Let others write."""
        if sys.platform == "win32":
            os.close(self._descriptor)
            self._path.unlink(missing_ok=True)
            return
        # Removed while it is held: nobody can take it over and then see it vanish.
        if _is_at(self._descriptor, self._path):
            self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


def _make(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    except FileExistsError:
        return None
    except OSError as error:
        raise MediumReadOnly(str(path.parent)) from error


def _remove_if_left_behind(path: Path, host: str) -> None:
    """Remove the file of a writer of this computer that is gone; raises InUse when it may still be there."""
    try:
        descriptor = os.open(path, os.O_RDWR | _BINARY)
    except FileNotFoundError:
        return
    except OSError as error:
        raise MediumReadOnly(str(path.parent)) from error
    try:
        text = os.read(descriptor, 4096)
        who = _described(text, path)
        # A file without a name is of a program that was interrupted while making it; the name is written at once.
        elsewhere = who["host"] not in {host, _NOBODY}
        alive = _alive(descriptor, who["pid"])
        if alive or elsewhere:
            raise InUse(str(path.parent), **who)
        if sys.platform != "win32" and _is_at(descriptor, path):
            path.unlink()
    finally:
        os.close(descriptor)
    if sys.platform == "win32":
        _remove_unless_open(path, who)


def _alive(descriptor: int, pid: object) -> bool:
    if sys.platform == "win32":
        return False  # decided by removing: the file of a living writer is open and stays
    held = _hold(descriptor)
    if held is not None:
        return not held
    if not isinstance(pid, int):
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _hold(descriptor: int) -> bool | None:
    """Whether the file is now held by us; None where the disk cannot tell."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _remove_unless_open(path: Path, who: dict[str, object]) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError as error:
        raise InUse(str(path.parent), **who) from error


def _described(text: bytes, path: Path) -> dict[str, object]:
    who: dict[str, object] = {"host": _NOBODY, "person": 0, "pid": "?", "since": "?"}
    # A writer may just be writing its name; that someone is there is all that counts.
    with suppress(canonical.NotCanonical):
        who.update(canonical.read_object(text))
    return who | {"lock": str(path)}
