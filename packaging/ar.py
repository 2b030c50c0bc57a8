"""The outer layer of a .deb: a few members one after the other (deb(5), ar(5))."""

from typing import Final

from freeze import EPOCH

_MAGIC: Final = b"!<arch>\n"


def archive(members: dict[str, bytes]) -> bytes:
    """The members in their order."""
    return _MAGIC + b"".join(_member(name, data) for name, data in members.items())


def _member(name: str, data: bytes) -> bytes:
    head = f"{name:<16}{EPOCH:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n".encode("ascii")
    return head + data + b"\n" * (len(data) % 2)
