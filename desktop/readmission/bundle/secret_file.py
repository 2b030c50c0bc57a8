"""Small secret files (slots, key files) on disk: written whole or not at all, and readable by their owner alone."""

import os
import secrets
from pathlib import Path
from typing import Final

from readmission.bundle.refusals import SecretFileUnusable
from readmission.errors import Phrase

MAX_SECRET_FILE_BYTES: Final = 256 * 1024

_OWNER_ONLY: Final = 0o600


def write_secret(path: Path, data: bytes) -> None:
    """Put a file in its place, durably and in one step; what stood there is replaced; raises SecretFileUnusable."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    try:
        try:
            _write_new(new, data)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise _unusable(path, error) from error


def read_secret(path: Path) -> bytes:
    """The content of a small file; raises SecretFileUnusable."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SECRET_FILE_BYTES + 1)
    except OSError as error:
        raise _unusable(path, error) from error
    if len(data) > MAX_SECRET_FILE_BYTES:
        raise SecretFileUnusable(path.name, why=Phrase("it is too large"))
    return data


def remove_secret(path: Path) -> None:
    """Take a file away, durably; raises SecretFileUnusable."""
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise _unusable(path, error) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable where the system has a way to; raises OSError."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _OWNER_ONLY), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _unusable(path: Path, error: OSError) -> SecretFileUnusable:
    return SecretFileUnusable(path.name, why=error.strerror or type(error).__name__)
