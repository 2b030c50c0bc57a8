"""Files that appear whole or not at all, and never on top of somebody's work."""

import os
import tempfile
from pathlib import Path
from typing import ClassVar

from readmission.errors import TaskError


class FileTaken(TaskError):
    """A file of that name is there already."""

    code: ClassVar[str] = "TA-05"
    happened: ClassVar[str] = "There is a file of this name already."
    unharmed: ClassVar[str] = "It was not touched, and nothing was written."
    remedy: ClassVar[str] = "Choose another name, or move the file away first."


class FileNotWritten(TaskError):
    """The disk, the folder or the medium did not take the file."""

    code: ClassVar[str] = "TA-06"
    happened: ClassVar[str] = "The file could not be written ({why})."
    unharmed: ClassVar[str] = "No half-written file was left, and the declaration is as it was."
    remedy: ClassVar[str] = "Check free space and rights of the folder, or choose another place."


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, and never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileNotWritten(str(path), why=error.strerror or type(error).__name__) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet."""
    if path.exists():
        raise FileTaken(str(path))
    write_whole(path, data)
