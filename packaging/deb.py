"""Debian packages from one compressed base: the common files once, and for each package a block with what is its own."""

import lzma
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import ar
import xz_blocks
from tree import END, EXECUTABLE, Entry, Pieces, archive, digests, file, folders_of, with_folders

# A block for each of the two processors that a build may use.
BLOCKS: Final = 2


@dataclass(frozen=True)
class Base:
    """What several packages share: its compressed records, the folders they make, the digests and the size of its files."""

    stream: bytes
    folders: frozenset[PurePosixPath]
    md5: dict[str, str]
    size: int


@dataclass(frozen=True, slots=True)
class Control:
    """The fields of a package."""

    package: str
    version: str
    summary: str
    description: str
    depends: tuple[str, ...]
    maintainer: str
    recommends: tuple[str, ...] = ()
    # Packages of which only one may be installed at a time provide this name; each takes the place of the others. They are named
    # one by one: dpkg refuses a package that provides a name with which one that is there conflicts.
    stands_for: str = ""
    others: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def text(self, installed: int) -> str:
        """The control file; `installed` in bytes."""
        fields = {
            "Package": self.package,
            "Version": self.version,
            "Architecture": "amd64",
            "Maintainer": self.maintainer,
            "Installed-Size": str(-(-installed // 1024)),
            "Depends": ", ".join(self.depends),
            "Recommends": ", ".join(self.recommends),
            "Section": "misc",
            "Priority": "optional",
        }
        fields["Provides"] = self.stands_for
        fields |= dict.fromkeys(("Conflicts", "Replaces"), ", ".join(self.others))
        fields |= self.extra
        lines = "".join(f" {line}\n" if line else " .\n" for line in self.description.splitlines())
        return "".join(f"{name}: {value}\n" for name, value in fields.items() if value) + f"Description: {self.summary}\n{lines}"


ROOT_FOLDER: Final = Entry(PurePosixPath(), mode=EXECUTABLE)


def make_base(entries: list[Entry]) -> Base:
    """Compress what packages share; the entries are in the order in which they are laid down."""
    ordered = with_folders(entries)
    middle = len(ordered) // BLOCKS + 1
    parts = [archive(ordered[at : at + middle]) for at in range(0, len(ordered), middle)]
    size = sum(len(entry.content) for entry in entries)
    return Base(xz_blocks.compress(parts, BLOCKS), frozenset(folders_of(ordered)), digests(entries, "md5"), size)


def make_deb(base: Base, own: list[Entry], control: Control) -> Pieces:
    """A package of the base and its own files, in pieces of which the base is not copied."""
    block = archive(with_folders(own, base.folders)) + END
    data = xz_blocks.pieces([base.stream, xz_blocks.compress_part(block)])
    sums = sorted((base.md5 | digests(own, "md5")).items())
    installed = base.size + sum(len(entry.content) for entry in own)
    members = [
        ROOT_FOLDER,
        file("control", control.text(installed).encode()),
        file("md5sums", "".join(f"{digest}  {path}\n" for path, digest in sums).encode()),
    ]
    packed = lzma.compress(archive(members) + END, check=lzma.CHECK_CRC64)
    return ar.archive({"debian-binary": [b"2.0\n"], "control.tar.xz": [packed], "data.tar.xz": data})
