"""Reads a file that somebody sent, in a process of its own with little memory and little time.

Whatever the file is, the answer is a book or a FileRefused, and this process goes on.
"""

import atexit
import json
import os
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

from readmission.sheets.child import ARGUMENT, CELLS, PAGES, READY, SECONDS
from readmission.sheets.grid import Book, book_of
from readmission.sheets.guard import MAX_BYTES
from readmission.sheets.limits import TIME_IS_UP
from readmission.sheets.refused_files import BY_CODE, CannotRead, Excess, ReadingStopped, TookTooLong, TooLarge

# The child counts its own work; these end a child that does not work at all.
WAITING_SECONDS: Final = 8.5
START_SECONDS: Final = 20.0

# A process that was started before a file was chosen and waits for one; it takes its time while somebody is looking for the file.
_ahead: Final[deque["subprocess.Popen[bytes]"]] = deque(maxlen=1)


@dataclass(frozen=True, slots=True)
class Pages:
    """The texts of a document's pages, the pages (from 1) that are pictures only, and what the document says about itself."""

    texts: tuple[str, ...]
    pictures: tuple[int, ...]
    said: str


def start_ahead() -> None:
    """Start the process that will read the next file; whoever reads one does not wait for it then."""
    if not _ahead:
        _ahead.append(_started(""))


def stop_ahead() -> None:
    """End the process that waits for a file, if there is one."""
    while _ahead:
        with _ahead.pop() as process:
            process.kill()


atexit.register(stop_ahead)


def read_book(path: Path, usual: str = "") -> Book:
    """The cells of a file; raises a FileRefused that names the file, or OSError where there is none.

    `usual` is the code page of texts that do not say theirs.
    """
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge(path.name, what=Excess.BYTES)
    return read_bytes(path.read_bytes(), path.name, usual)


def read_bytes(data: bytes, name: str, usual: str = "") -> Book:
    """The cells of a file's bytes; raises a FileRefused that names the file."""
    return book_of(name, _found(CELLS, usual, data, name))


def read_pages(data: bytes, name: str) -> Pages:
    """The texts of a PDF's bytes; raises a FileRefused that names the file."""
    found = _found(PAGES, "", data, name)
    return Pages(tuple(found["pages"]), tuple(found["pictures"]), found["said"])


def _found(wanted: bytes, usual: str, data: bytes, name: str) -> dict[str, Any]:
    answer = _asked(b"%s %s\n%s" % (wanted, usual.encode(), data), name, SECONDS[wanted])
    try:
        found: dict[str, Any] = json.loads(answer.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise ReadingStopped(name) from None
    if "refused" in found:
        raise BY_CODE[found["refused"]](name, **found["details"])
    return found


def _asked(data: bytes, name: str, seconds: float) -> bytes:
    with _waiting() or _started(name) as process:
        starting = Timer(START_SECONDS, process.kill)
        try:
            assert process.stdout is not None
            starting.start()
            ready = process.stdout.read(len(READY))
            starting.cancel()
            if ready != READY:
                raise CannotRead(name)
            answer, _ = process.communicate(data, timeout=WAITING_SECONDS + seconds)
        except subprocess.TimeoutExpired:
            raise TookTooLong(name, seconds=seconds) from None
        finally:
            starting.cancel()
            process.kill()
            process.wait()
    if process.returncode == TIME_IS_UP:
        raise TookTooLong(name, seconds=seconds)
    if process.returncode != 0:
        raise ReadingStopped(name)
    return bytes(answer)


def _waiting() -> "subprocess.Popen[bytes] | None":
    while _ahead:
        process = _ahead.pop()
        if process.poll() is None:
            return process
        with process:
            pass  # it was ended by somebody else
    return None


def _started(name: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own program
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise CannotRead(name) from None


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        # A terminal's program has pipes on every system: it starts itself, and the window the one that stands beside it.
        own = Path(sys.executable)
        return [str(own.with_name(own.stem.removesuffix("-window")).with_suffix(own.suffix)), ARGUMENT]
    return [sys.executable, "-P", "-m", "readmission.sheets.child"]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    source = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (source, environment.get("PYTHONPATH", ""))))
    return environment
