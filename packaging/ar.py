"""The outer layer of a .deb: a few members one after the other (deb(5), ar(5))."""

from typing import Final

from freeze import EPOCH
from tree import Pieces

_MAGIC: Final = b"!<arch>\n"


def archive(members: dict[str, Pieces]) -> Pieces:
    """The members in their order, in pieces that are not copied; each member is given in pieces too."""
    return [_MAGIC, *(piece for name, pieces in members.items() for piece in _member(name, pieces))]


def _member(name: str, pieces: Pieces) -> Pieces:
    size = sum(len(piece) for piece in pieces)
    head = f"{name:<16}{EPOCH:<12}{0:<6}{0:<6}{100644:<8}{size:<10}`\n".encode("ascii")
    return [head, *pieces, b"\n" * (size % 2)]
