"""Opening a container in the one safe order: structure, lists, signatures, manifest, digests; content only then.

    structure   `container`: one possible text for its members
    lists       all ASiCManifests list the same, and exactly the members that are there
    signatures  both algorithms, pinned root, time, not withdrawn; the role that may sign this kind; distinct persons
    manifest    its digest, its format, and that it names these signers, this domain and these members
    digests     every member, in one pass

What comes out of here is verified or does not exist. Nothing is written anywhere.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Final, Self, TypeAlias

from readmission.bundle.asic import MAX_LISTING_BYTES, SignedMember, listing_name, read_listings, signature_name
from readmission.bundle.assembly import JSON_TYPE, member_order
from readmission.bundle.cades import MAX_SIGNATURE_BYTES
from readmission.bundle.container import MANIFEST, MAX_CONTAINER_BYTES, META, Container, stream_of
from readmission.bundle.domain import Role
from readmission.bundle.manifest import Kind, Manifest
from readmission.bundle.manifest_rules import signatures_of
from readmission.bundle.manifest_text import MAX_MANIFEST_BYTES, read_manifest
from readmission.bundle.rejections import (
    MemberChanged,
    MembersDiffer,
    NotAContainer,
    NotReadable,
    SignaturesMissing,
    SignersDiffer,
    WrongDomain,
    WrongRole,
    WrongState,
)
from readmission.bundle.signing import SignaturePair, require_distinct, verify_pair
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.errors import Phrase

Source: TypeAlias = Path | BinaryIO

MAX_SMALL_BYTES: Final = 1 << 28


@contextmanager
def reading(source: Source, stack: ExitStack) -> Iterator[BinaryIO]:
    """A stream to read from; a file we opened is closed at once when reading fails, else with the stack; raises NotReadable."""
    with ExitStack() as mine:
        try:
            if isinstance(source, Path):
                if not source.is_file():
                    raise NotReadable(source.name, why=Phrase("it is no file"))
                yield mine.enter_context(source.open("rb"))
            else:
                yield source
        except OSError as error:
            raise NotReadable(source.name if isinstance(source, Path) else "", why=error.strerror or "no reason") from error
        stack.push(mine.pop_all())


@dataclass(frozen=True, slots=True)
class Parts:
    """A container whose structure and lists are in order; who signed it is still unknown."""

    container: Container
    signed: Mapping[str, SignedMember]
    pairs: tuple[SignaturePair, ...]

    def read(self, name: str, *, max_bytes: int) -> bytes:
        """A small member, as it was signed by whoever signed it; raises MemberChanged."""
        if name not in self.signed:
            raise MembersDiffer(name)
        text = self.container.read(name, max_bytes=max_bytes)
        if hashlib.sha512(text).hexdigest() != self.signed[name].sha512:
            raise MemberChanged(name)
        return text


def open_parts(stream: BinaryIO, kind: Kind, *, max_bytes: int = MAX_CONTAINER_BYTES) -> Parts:
    """The first two steps."""
    container = Container(stream, max_bytes=max_bytes)
    count = signatures_of(kind)
    signed = read_signed(container, count, signatures=count)
    signatures = [container.read(signature_name(number), max_bytes=MAX_SIGNATURE_BYTES) for number in range(1, count + 1)]
    texts = [container.read(listing_name(number), max_bytes=MAX_LISTING_BYTES) for number in range(1, count + 1)]
    pairs = (
        SignaturePair(
            texts[first],
            signatures[first],
            texts[first + 1],
            signatures[first + 1],
            signature_name(first + 1),
            signature_name(first + 2),
        )
        for first in range(0, count, 2)
    )
    return Parts(container, signed, tuple(pairs))


def read_signed(container: Container, listings: int, *, signatures: int) -> Mapping[str, SignedMember]:
    """What the lists of a container list, when that is exactly what it holds."""
    numbers = range(1, listings + 1)
    expected = {*map(listing_name, numbers), *(signature_name(number) for number in range(1, signatures + 1))}
    if {name for name in container.names if name.startswith(META)} != expected:
        raise SignaturesMissing
    texts = {number: container.read(listing_name(number), max_bytes=MAX_LISTING_BYTES) for number in numbers}
    signed = {member.path: member for member in read_listings(texts)}
    if signed.keys() | expected != set(container.names) or MANIFEST not in signed:
        raise MembersDiffer
    if container.names != member_order(tuple(signed), listings)[: len(container.names)]:
        raise NotAContainer(why=Phrase("its members stand in another order"))
    return MappingProxyType(signed)


class Verified:
    """A file that travels, verified; its members are read from where it lies, and checked once more as they are read."""

    def __init__(self, parts: Parts, manifest: Manifest, signers: tuple[VerifiedSigner, ...], stack: ExitStack) -> None:
        self._parts = parts
        self._stack = stack
        self.manifest = manifest
        self.manifest_sha512 = parts.signed[MANIFEST].sha512
        self.signers = signers

    def __enter__(self) -> Self:
        """Itself; leaving closes it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /) -> None:
        self.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all parts."""
        return tuple(entry.path for entry in self.manifest.files)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises MembersDiffer when there is none of this name."""
        return self._parts.read(name, max_bytes=MAX_SMALL_BYTES)

    def open(self, name: str) -> BinaryIO:
        """A part as a stream, which raises MemberChanged at its end if the file was exchanged meanwhile."""
        return stream_of(_checked(self._parts, name))

    def close(self) -> None:
        """Close the file."""
        self._stack.close()


def verify_parts(
    parts: Parts, *, kind: Kind, role: Role, anchors: Anchors, now: datetime
) -> tuple[Manifest, tuple[VerifiedSigner, ...]]:
    """The third and fourth step: the manifest and the persons who signed it."""
    signers = tuple(verify_pair(pair, anchors=anchors, now=now) for pair in parts.pairs)
    if any(signer.role is not role for signer in signers):
        raise WrongRole
    require_distinct(signers)
    manifest = read_manifest(parts.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES), kind)
    if manifest.domain is not anchors.domain:
        raise WrongDomain(MANIFEST)
    check_signers(manifest, signers)
    check_files(manifest, parts.container, parts.signed)
    return manifest, signers


def check_signers(manifest: Manifest, signers: Sequence[VerifiedSigner]) -> None:
    """Refuse signers that the manifest does not name in this order, or of another state; raises SignersDiffer or WrongState."""
    named = [(entry.person, entry.ec, entry.ml_dsa) for entry in manifest.signers]
    if named != [(signer.person, signer.ec, signer.ml_dsa) for signer in signers]:
        raise SignersDiffer(MANIFEST)
    if any(signer.state != manifest.state for signer in signers):
        raise WrongState(MANIFEST)


def check_files(manifest: Manifest, container: Container, signed: Mapping[str, SignedMember]) -> None:
    """Refuse a manifest that describes other members than those that were signed; raises MembersDiffer."""
    described = {entry.path: (entry.type, entry.sha512, entry.size) for entry in manifest.files}
    present = {path: (member.type, member.sha512, container.size(path)) for path, member in signed.items()}
    if present.pop(MANIFEST)[0] != JSON_TYPE or described != present:
        raise MembersDiffer(MANIFEST)


def check_digests(container: Container, signed: Mapping[str, SignedMember]) -> None:
    """The last step: refuse a member that is not the one that was signed; raises MemberChanged."""
    for path, member in signed.items():
        if container.sha512(path) != member.sha512:
            raise MemberChanged(path)


def _checked(parts: Parts, name: str) -> Iterator[bytes]:
    if name not in parts.signed:
        raise MembersDiffer(name)
    digest = hashlib.sha512()
    for chunk in parts.container.chunks(name):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != parts.signed[name].sha512:
        raise MemberChanged(name)
