"""Archives that run where they are unpacked: no administrator, nothing written beside the program, one compressed base."""

from pathlib import PurePosixPath

import xz_blocks
from deb import Base
from tree import END, Entry, Pieces, archive, with_folders


def make_portable(base: Base, own: list[Entry]) -> Pieces:
    """An archive of the base and a state's own files, in pieces of which the base is not copied."""
    block = archive(with_folders(own, base.folders | {PurePosixPath()})) + END
    return xz_blocks.pieces([base.stream, xz_blocks.compress_part(block)])
