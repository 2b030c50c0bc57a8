"""Power cuts, simulated: a program's writes are recorded, and what was not yet synced is lost, torn or kept by chance.

Between two syncs a disk may have written anything in any order. Each write that was not synced is kept (45 %), torn at the edge of a
sector of 512 bytes (15 %) or lost (40 %). Files made, removed and renamed reach the disk in their order, and certainly when their
folder is synced, as on disks with a journal of their own.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

SECTOR: Final = 512
KEPT: Final = 0.45
TORN: Final = 0.15

_CALLS: Final = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_LINE: Final = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)(?:<(.*?)>)?(?: .*)?")
_DESCRIPTOR: Final = re.compile(r"\d+<([^>]*)>")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """A system call about a file: its name, the paths it is about, what it writes and a number."""

    name: str
    paths: tuple[str, ...]
    data: bytes = b""
    number: int = 0
    flags: str = ""


@dataclass(slots=True)
class File:
    """A file on the disk: what is certainly there, and the writes that may be."""

    synced: bytes = b""
    pending: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        """Everything written is certain."""
        self.synced = self.content(None)
        self.pending = []

    def content(self, chance: Random | None) -> bytes:
        """The bytes after a cut, or, without chance, as the program sees them."""
        content = bytearray(self.synced)
        for call in self.pending:
            data = call.data
            drawn = chance.random() if chance else 0.0
            if drawn >= KEPT + TORN:
                continue
            if call.name == "ftruncate":
                del content[call.number :]
                content.extend(bytes(call.number - len(content)))
                continue
            if chance and drawn >= KEPT:
                data = data[: chance.randrange(0, len(data) + 1, SECTOR)]
            content.extend(bytes(max(0, call.number - len(content))))
            content[call.number : call.number + len(data)] = data
        return bytes(content)


class Disk:
    """A folder on a disk whose power may be cut after any call."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._seen: dict[str, File] = {}
        self._certain: dict[str, File] = {}
        self._pending: list[tuple[str, str, File | None]] = []
        self._ends: dict[str, int] = {}

    def take(self, call: Call) -> None:
        """Let a call happen."""
        if not any(path.startswith(self._folder) for path in call.paths):
            return
        path = call.paths[0]
        if call.name == "openat":
            self._opened(path, call)
        elif call.name in {"write", "pwrite64", "ftruncate"} and path in self._seen:
            self._written(path, call)
        elif call.name in {"fsync", "fdatasync"}:
            self._synced(path)
        elif call.name in {"unlink", "unlinkat"} and path in self._seen:
            del self._seen[path]
            self._pending.append((path, "", None))
        elif call.name.startswith("rename"):
            self._seen[call.paths[1]] = file = self._seen.pop(path)
            self._pending += [(call.paths[1], "", file), (path, "", None)]

    def cut(self, target: Path, chance: Random) -> None:
        """Write out what is on the disk when the power is cut now."""
        names = dict(self._certain)
        for path, _, file in self._pending[: chance.randint(0, len(self._pending))]:
            _name(names, path, file)
        for path, file in names.items():
            # The shared memory of SQLite lives in memory only, and its file is made anew.
            if not path.endswith("-shm"):
                place = target / Path(path).relative_to(self._folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.content(chance))

    def _opened(self, path: str, call: Call) -> None:
        self._ends[path] = 0
        if path not in self._seen and "O_CREAT" in call.flags:
            self._seen[path] = File()
            self._pending.append((path, "", self._seen[path]))
        elif path in self._seen and "O_TRUNC" in call.flags:
            self._seen[path].pending.append(Call("ftruncate", (path,)))

    def _written(self, path: str, call: Call) -> None:
        if call.name == "write":
            start = self._ends[path]
            self._ends[path] = start + len(call.data)
            call = Call("write", call.paths, call.data, start)
        self._seen[path].pending.append(call)

    def _synced(self, path: str) -> None:
        if path in self._seen:
            self._seen[path].sync()
            return
        rest = []
        for entry in self._pending:
            if str(Path(entry[0]).parent) == path:
                _name(self._certain, entry[0], entry[2])
            else:
                rest.append(entry)
        self._pending = rest


def _name(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def record(module: str, *arguments: str, log: Path) -> list[Call]:
    """Run a module of the tests and return its calls about files, in order."""
    strace = shutil.which("strace")
    if strace is None:
        raise RuntimeError("strace is not installed; `make test` installs it: apt-get install strace")
    # strace cannot be asked for all bytes, only for more than there ever are in one write.
    command = [
        strace,
        "-xx",
        "-y",
        "-s",
        "10000000",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(log),
        sys.executable,
        "-m",
        module,
        *arguments,
    ]
    paths = ":".join(path for path in sys.path if path)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"}
    )
    if done.returncode:
        raise RuntimeError(f"the recorded program failed: {done.stderr[-2000:]}")
    with log.open(encoding="ascii") as stream:
        return list(_calls(stream))


def _calls(lines: Iterator[str]) -> Iterator[Call]:
    for line in lines:
        match = _LINE.match(line)
        if match is None or int(match[3]) < 0:
            continue
        name, inside, result, opened = match.groups()
        strings = [_bytes(text) for text in _STRING.findall(inside)]
        if name == "openat":
            yield Call(name, (_text(opened or ""),), flags=inside)
        elif name.startswith(("unlink", "rename")):
            yield Call(name, tuple(string.decode() for string in strings))
        else:
            descriptor = _DESCRIPTOR.match(inside)
            last = inside.rsplit(", ", 1)[-1]
            data = strings[0][: int(result)] if strings else b""
            number = int(last) if name in {"pwrite64", "ftruncate"} else 0
            yield Call(name, (_text(descriptor[1] if descriptor else ""),), data, number)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _text(text: str) -> str:
    return re.sub(r"(?:\\x[0-9a-f]{2})+", lambda match: _bytes(match[0]).decode("utf-8", "surrogateescape"), text)
