"""The folder of a declaration or an assessment: the small file that people open, and the database beside it.

The small file is canonical JSON, written once and last, so that a folder without it was never finished. It holds a digest of the
random key, which tells a wrong key from a damaged database and gives nothing away.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readmission import canonical
from readmission.errors import Phrase
from readmission.store.connection import Schema
from readmission.store.refusals import AlreadyThere, MediumReadOnly, NotOurs, WrongKey

DECLARATION_FILE: Final = "declaration.readmission"
DECLARATION_DATABASE: Final = "answers.db"
ASSESSMENT_FILE: Final = "assessment.readmission"
ASSESSMENT_DATABASE: Final = "assessment.db"
LOCK_FILE: Final = "writer.lock"
BACKUP_FOLDER: Final = "backups"

_KEY_LABEL: Final = b"readmission: which key\n"
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Marker:
    """What the small file says: the kind of folder, the version of its schema, which key, and facts that never change."""

    kind: str
    schema: str
    key: str
    facts: tuple[tuple[str, str], ...] = ()

    def text(self) -> bytes:
        """The file."""
        facts: dict[str, canonical.Json] = dict(self.facts)
        return canonical.write({"facts": facts, "format": self.kind, "key": self.key, "schema": self.schema})


def marker_of(schema: Schema, key: bytes, **facts: str) -> Marker:
    """The marker of a new folder."""
    return Marker(schema.name, ".".join(map(str, schema.version)), _which(key), tuple(sorted(facts.items())))


def prepare_folder(folder: Path, *names: str) -> None:
    """Make the folder, or accept one that holds none of these files; only its owner can enter a new one."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise AlreadyThere(str(folder)) from None
    except OSError as error:
        raise MediumReadOnly(str(folder)) from error
    for name in names:
        if any((folder / (name + ending)).exists() for ending in _BESIDE):
            raise AlreadyThere(str(folder / name))


def write_marker(path: Path, marker: Marker) -> None:
    """Write the small file, once, and make sure that it and the folder's list of files are on the disk."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise AlreadyThere(str(path)) from None
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(marker.text())
        stream.flush()
        os.fsync(descriptor)
    sync_folder(path.parent)


def read_marker(path: Path, schema: Schema, key: bytes) -> Marker:
    """The small file of a folder, its kind and the key checked; the database itself checks the version."""
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotOurs(str(path.parent), wanted=schema.noun, why=Phrase("{name} is missing", name=path.name)) from None
    except OSError as error:
        raise MediumReadOnly(str(path)) from error
    try:
        content = canonical.read_object(text)
    except canonical.NotCanonical:
        raise NotOurs(str(path.parent), wanted=schema.noun, why=Phrase("{name} is not readable", name=path.name)) from None
    facts = content.get("facts")
    if content.get("format") != schema.name or not isinstance(facts, dict):
        raise NotOurs(str(path.parent), wanted=schema.noun, why=Phrase("{name} is of another kind", name=path.name))
    if content.get("key") != _which(key):
        raise WrongKey(str(path.parent))
    return Marker(
        schema.name, str(content.get("schema")), _which(key), tuple((name, str(value)) for name, value in facts.items())
    )


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's list of files is on the disk; Windows does it by itself and offers no way to ask."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _which(key: bytes) -> str:
    return hashlib.sha512(_KEY_LABEL + key).hexdigest()
