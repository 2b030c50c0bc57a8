"""Reads the cases of the vectors folder."""

import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VECTORS: Final = Path(__file__).parent / "vectors"


@dataclass(frozen=True, slots=True)
class Case:
    """One vector."""

    name: str
    expect: str
    payload_sha256: str
    identities: tuple[str, ...]
    passwords: tuple[str, ...]
    file_key: bytes
    data: bytes


def read_case(path: Path) -> Case:
    """The case of a file."""
    head, _, data = path.read_bytes().partition(b"\n\n")
    lines: dict[str, list[str]] = defaultdict(list)
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        lines[key].append(value)
    if lines["compressed"] == ["zlib"]:
        data = zlib.decompress(data)
    return Case(
        name=path.name,
        expect=lines["expect"][0],
        payload_sha256="".join(lines["payload"]),
        identities=tuple(lines["identity"]),
        passwords=tuple(lines["passphrase"]),
        file_key=bytes.fromhex("".join(lines["file key"])),
        data=data,
    )


def cases(folder: str) -> dict[str, Case]:
    """All cases of a folder by name."""
    return {path.name: read_case(path) for path in sorted((VECTORS / folder).iterdir())}
