"""The files of attachments beside the database: each an age file for the declaration's own identity, named by what is in it.

A file is on the disk before the journal names it, so what the journal names is there; a file that no step names is what an
interruption left. Nothing is deleted while undo or an earlier line of the journal may still need it.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

from readmission.answers.attachment import Attachment
from readmission.answers.journal import EntryKind
from readmission.bundle.age import open_sealed, sealing
from readmission.bundle.secret_file import sync_folder
from readmission.bundle.writing import writing
from readmission.errors import ReadmissionError, TaskError
from readmission.tasks.fill import Filling
from readmission.tasks.own_identity import own_identity

ATTACHMENTS: Final = "attachments"
ENDING: Final = ".age"


class AttachmentLost(TaskError):
    """The file of an attachment is gone or is not what was attached."""

    code: ClassVar[str] = "TA-59"
    happened: ClassVar[str] = "The attached file “{name}” at {at} is missing or damaged."
    unharmed: ClassVar[str] = "The answers and the other files are as they were."
    remedy: ClassVar[str] = "Attach it again, remove it, or bring it back from a backup."


def file_of(folder: Path, sha512: str) -> Path:
    """Where the file with a content lies in a declaration's folder."""
    return folder / ATTACHMENTS / f"{sha512}{ENDING}"


def digest_of(content: bytes) -> str:
    """The SHA-512 that names a content."""
    return hashlib.sha512(content).hexdigest()


def keep(filling: Filling, content: bytes) -> None:
    """Put a file on the disk, durably, unless it is there."""
    sha512 = digest_of(content)
    path = file_of(filling.folder, sha512)
    if _read(filling, sha512) != content:
        new = not path.parent.is_dir()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with writing(path) as stream, sealing(stream, [own_identity(filling).recipient]) as sealed:
            sealed.write(content)
        if new:
            sync_folder(filling.folder)


def content_of(filling: Filling, attachment: Attachment) -> bytes:
    """The bytes of an attachment; raises AttachmentLost unless they are what was attached."""
    content = _read(filling, attachment.sha512)
    if content is None:
        raise AttachmentLost(name=attachment.name, at=attachment.place)
    return content


def named_files(filling: Filling) -> frozenset[str]:
    """The names of the files that the journal speaks of, at whatever time."""
    entries = filling.declaration.journal()
    return frozenset(f"{entry.place.rpartition(' ')[2]}{ENDING}" for entry in entries if entry.kind is EntryKind.ATTACHMENT)


def present_files(attachments: Iterable[Attachment]) -> frozenset[str]:
    """The names of the files of attachments."""
    return frozenset(f"{attachment.sha512}{ENDING}" for attachment in attachments)


def sweep(filling: Filling) -> int:
    """Delete what no line of the journal names, and say how many files that were; for the end of a year, when nobody attaches."""
    folder, named = filling.folder / ATTACHMENTS, named_files(filling)
    left = [path for path in folder.iterdir() if path.name not in named] if folder.is_dir() else []
    for path in left:
        path.unlink()
    return len(left)


def _read(filling: Filling, sha512: str) -> bytes | None:
    try:
        with file_of(filling.folder, sha512).open("rb") as stream:
            content = open_sealed(stream, [own_identity(filling)]).read()
    except (OSError, ReadmissionError):
        return None
    return content if digest_of(content) == sha512 else None
