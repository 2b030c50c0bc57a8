"""Writing a file that travels: it appears whole under its name or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from readmission.bundle.rejections import NotWritable
from readmission.bundle.secret_file import sync_folder

Target: TypeAlias = Path | BinaryIO


@contextmanager
def writing(target: Target) -> Iterator[BinaryIO]:
    """A stream whose bytes stand under the target's name when the block ends without an exception; raises NotWritable."""
    if not isinstance(target, Path):
        yield target
        return
    new = target.with_name(f".{target.name}.{secrets.token_hex(8)}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with new.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(target.parent)
    except OSError as error:
        raise NotWritable(target.name, why=error.strerror or type(error).__name__) from error
