"""What an attacker does with a bundle: take it apart, put it together differently, sign without the program's checks."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from bundle.trust.world import MEMBERS, World
from readmission.bundle.age import open_bytes, seal_bytes
from readmission.bundle.asic import signature_name
from readmission.bundle.assembly import assemble
from readmission.bundle.container import Container, container_chunks, measure
from readmission.bundle.identity import Recipient
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Manifest
from readmission.bundle.signing import sign


def taken_apart(world: World, file: Path) -> dict[str, bytes]:
    """The members of a bundle in their order, by a receiver who may read but not sign."""
    return members_of(open_bytes(file.read_bytes(), [world.receiving]))


def members_of(plain: bytes) -> dict[str, bytes]:
    """The members of a container in their order."""
    container = Container(io.BytesIO(plain))
    return {name: container.read(name, max_bytes=1 << 26) for name in container.names}


def put_together(parts: Mapping[str, bytes]) -> bytes:
    """A container of any members, well formed but for what they say."""
    return b"".join(container_chunks([measure(name, text) for name, text in parts.items()]))


def sealed(plain: bytes, recipients: Sequence[Recipient]) -> io.BytesIO:
    """A sealed file of any content."""
    return io.BytesIO(seal_bytes(plain, recipients))


def signed_without_checks(
    draft: Manifest,
    signers: Sequence[SigningKeys],
    world: World,
    members: Mapping[str, bytes] = MEMBERS,
    types: Mapping[str, str] | None = None,
) -> bytes:
    """A container of any manifest that any keys sign, in any number."""
    assembly = assemble(draft, dict(members), types or {})
    parts = {member.name: b"".join(member.chunks()) for member in assembly.unsigned()}
    for position, keys in enumerate(signers):
        numbers = (2 * position + 1, 2 * position + 2)
        signatures = sign(assembly.listing(numbers[0]), assembly.listing(numbers[1]), keys, now=world.now)
        parts |= {signature_name(number): text for number, text in zip(numbers, signatures, strict=True)}
    return put_together(parts)
