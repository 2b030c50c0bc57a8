"""The files of a package and their tar: a path, what is there, and nothing of the machine that built it."""

import hashlib
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from freeze import EPOCH

# The end of an archive is two empty records.
END: Final = bytes(2 * tarfile.BLOCKSIZE)
# A text of many megabytes as its parts, so that none is copied.
Pieces = list[bytes | memoryview]
EXECUTABLE: Final = 0o755
READABLE: Final = 0o644


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, a link or (with neither) a folder, by its path below the root."""

    path: PurePosixPath
    data: bytes | Path | None = None
    link: str = ""
    mode: int = READABLE

    @property
    def content(self) -> bytes:
        """The bytes of a file."""
        return self.data.read_bytes() if isinstance(self.data, Path) else self.data or b""


def file(path: str, data: bytes | Path, mode: int = READABLE) -> Entry:
    """A file."""
    return Entry(PurePosixPath(path), data, mode=mode)


def link(path: str, target: str) -> Entry:
    """A symbolic link."""
    return Entry(PurePosixPath(path), link=target)


def of_folder(folder: Path, below: str, leave_out: Iterable[str] = ()) -> Iterator[Entry]:
    """All files and links of a folder; only programs are executable."""
    for path in sorted(folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if any(inside.match(pattern) or inside.is_relative_to(pattern) for pattern in leave_out):
            continue
        if path.is_symlink():
            yield link(f"{below}/{inside}", str(path.readlink()))
        elif path.is_file():
            yield file(f"{below}/{inside}", path, EXECUTABLE if inside.parent == PurePosixPath() else READABLE)


def with_folders(entries: Iterable[Entry], present: Iterable[PurePosixPath] = ()) -> list[Entry]:
    """The entries, each after the folders that it lies in; `present` are there already."""
    seen = {PurePosixPath(), *present}
    ordered: list[Entry] = []
    for entry in entries:
        for parent in reversed(entry.path.parents):
            if parent not in seen:
                seen.add(parent)
                ordered.append(Entry(parent, mode=EXECUTABLE))
        ordered.append(entry)
    return ordered


def folders_of(entries: Iterable[Entry]) -> set[PurePosixPath]:
    """Every folder among the entries."""
    return {parent for entry in entries for parent in entry.path.parents}


def archive(entries: Iterable[Entry]) -> bytes:
    """The tar records of entries, without the end of an archive."""
    return b"".join(_record(entry) for entry in entries)


def digests(entries: Iterable[Entry], algorithm: str) -> dict[str, str]:
    """The digest of each file by its path."""
    files = (entry for entry in entries if entry.data is not None)
    return {str(entry.path): hashlib.new(algorithm, entry.content, usedforsecurity=False).hexdigest() for entry in files}


def _record(entry: Entry) -> bytes:
    info = tarfile.TarInfo(f"./{entry.path}" if entry.path.parts else ".")
    info.mtime, info.uname, info.gname = EPOCH, "root", "root"
    content = b""
    if entry.link:
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.link, 0o777
    elif entry.data is None:
        info.type, info.mode, info.name = tarfile.DIRTYPE, entry.mode, f"{info.name}/"
    else:
        content = entry.content
        info.size, info.mode = len(content), entry.mode
    return info.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE)
