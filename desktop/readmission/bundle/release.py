"""Release: content and manifest are written once and sealed; each signer signs exactly these bytes; sealing only adds the signatures.

`release/content.age` holds the container without signatures, for the declaration's own identity; beside it lie the signature files.
So the folder can be copied to the second signer's machine, and only the signature files come back.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from readmission.bundle.age import new_file_key, open_sealed, sealing
from readmission.bundle.asic import MAX_LISTING_BYTES, listing_name, signature_name
from readmission.bundle.assembly import assemble
from readmission.bundle.certificates import certificate_digest
from readmission.bundle.container import MANIFEST, META, Container, Content, Member, container_chunks, measure
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Kind, Manifest
from readmission.bundle.manifest_rules import signatures_of
from readmission.bundle.manifest_text import MAX_MANIFEST_BYTES, read_manifest
from readmission.bundle.refusals import AlreadyFrozen, ApprovalMissing, NotASigner, RecipientsDiffer, ReleaseDamaged
from readmission.bundle.secret_file import read_secret, remove_secret, write_secret
from readmission.bundle.signing import SignaturePair, own_certificates, read_pair, require_distinct, sign, verify_pair
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.bundle.verifying import Parts, Verified, check_digests, check_files, check_signers, read_signed, reading
from readmission.bundle.writing import writing
from readmission.errors import Phrase

CONTENT: Final = "content.age"
_LISTINGS: Final = signatures_of(Kind.BUNDLE)


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """What was frozen."""

    manifest: Manifest
    manifest_sha512: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Who signed what."""

    person: int
    manifest_sha512: str


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A bundle as it travels; the key of the file is for reading it back once, and is kept nowhere."""

    path: Path
    manifest: Manifest
    manifest_sha512: str
    signers: tuple[VerifiedSigner, ...]
    size: int
    file_key: bytes = field(repr=False, default=b"")


class FrozenRelease(Verified):
    """A frozen release: nobody's word yet, but unchanged since it was frozen."""

    def __init__(self, parts: Parts, manifest: Manifest, stack: ExitStack, folder: Path) -> None:
        super().__init__(parts, manifest, (), stack)
        self.folder = folder

    @property
    def approvals(self) -> tuple[int, ...]:
        """The numbers of those whose signature files lie there; whether they hold is found when the bundle is sealed."""
        return tuple(
            entry.person
            for position, entry in enumerate(self.manifest.signers)
            if all((self.folder / _file(number)).is_file() for number in _numbers(position))
        )

    def listing(self, number: int) -> bytes:
        """The text that the n-th signature signs."""
        return self._parts.container.read(listing_name(number), max_bytes=MAX_LISTING_BYTES)

    def members(self) -> list[Member]:
        """Everything that was frozen, in order."""
        container, signed = self._parts.container, self._parts.signed
        return [
            measure(name, container.read(name, max_bytes=MAX_LISTING_BYTES))
            if name.startswith(META)
            else container.member(name, signed[name].sha512, partial(self.open, name))
            for name in container.names
        ]


def freeze(
    folder: Path,
    *,
    draft: Manifest,
    members: Mapping[str, Content],
    recipient: Recipient,
    types: Mapping[str, str] | None = None,
) -> ReleaseSummary:
    """Write content and manifest once; raises AlreadyFrozen."""
    if (folder / CONTENT).exists():
        raise AlreadyFrozen(folder.name)
    assembly = assemble(draft, members, types or {})
    # What is left of a discarded release signs other content.
    for number in range(1, _LISTINGS + 1):
        if (folder / _file(number)).exists():
            remove_secret(folder / _file(number))
    with writing(folder / CONTENT) as stream, sealing(stream, [recipient]) as sealed:
        for chunk in container_chunks(assembly.unsigned()):
            sealed.write(chunk)
    return ReleaseSummary(assembly.manifest, assembly.manifest_sha512)


def open_release(folder: Path, identity: Identity, *, whole: bool = True) -> FrozenRelease:
    """A frozen release; raises what opening a sealed file raises, and MemberChanged.

    Whoever reads every part anyway says that it need not be `whole` first: each part is checked again as it is read.
    """
    stack = ExitStack()
    with reading(folder / CONTENT, stack) as stream:
        container = Container(open_sealed(stream, [identity]))
        parts = Parts(container, read_signed(container, _LISTINGS, signatures=0), ())
        manifest = read_manifest(parts.read(MANIFEST, max_bytes=MAX_MANIFEST_BYTES), Kind.BUNDLE)
        check_files(manifest, container, parts.signed)
        if whole:
            check_digests(container, parts.signed)
        return FrozenRelease(parts, manifest, stack, folder)


def approve(folder: Path, *, identity: Identity, keys: SigningKeys, now: datetime) -> Approval:
    """Sign a frozen release with both algorithms, writing signature files only; raises NotASigner."""
    certificates = tuple(map(certificate_digest, own_certificates(keys)))
    with open_release(folder, identity) as frozen:
        for position, entry in enumerate(frozen.manifest.signers):
            if (entry.ec, entry.ml_dsa) == certificates:
                numbers = _numbers(position)
                signatures = sign(frozen.listing(numbers[0]), frozen.listing(numbers[1]), keys, now=now)
                for number, signature in zip(numbers, signatures, strict=True):
                    write_secret(folder / _file(number), signature)
                return Approval(entry.person, frozen.manifest_sha512)
    raise NotASigner


def collect_approvals(folder: Path, copied: Path, *, identity: Identity) -> tuple[int, ...]:
    """Bring the signature files back from a copied folder of the same release; returns whose lie here now."""
    with open_release(folder, identity) as frozen, open_release(copied, identity) as other:
        if other.manifest_sha512 != frozen.manifest_sha512:
            raise ReleaseDamaged(copied.name, why=Phrase("it is another release"))
        for position, entry in enumerate(other.manifest.signers):
            if entry.person in other.approvals and entry.person not in frozen.approvals:
                pair = _pair(frozen, position, copied)
                if tuple(map(certificate_digest, read_pair(pair))) != (entry.ec, entry.ml_dsa):
                    raise NotASigner(copied.name)
                for number, signature in zip(_numbers(position), (pair.ec, pair.ml_dsa), strict=True):
                    write_secret(folder / _file(number), signature)
        return frozen.approvals


def seal(
    folder: Path, target: Path, *, identity: Identity, recipients: Sequence[Recipient], anchors: Anchors, now: datetime
) -> SealedBundle:
    """Put content and signatures into one file for exactly the recipients that were signed; raises why it cannot be."""
    with open_release(folder, identity, whole=False) as frozen:
        if tuple(sorted(recipient.id for recipient in recipients)) != frozen.manifest.audience.keys:
            raise RecipientsDiffer(folder.name)
        signers = _approved(frozen, anchors, now)
        signatures = [measure(signature_name(number), read_secret(folder / _file(number))) for number in range(1, _LISTINGS + 1)]
        file_key = new_file_key()
        with writing(target) as stream, sealing(stream, recipients, file_key=file_key) as sealed:
            for chunk in container_chunks([*frozen.members(), *signatures]):
                sealed.write(chunk)
        return SealedBundle(target, frozen.manifest, frozen.manifest_sha512, signers, target.stat().st_size, file_key)


def _approved(frozen: FrozenRelease, anchors: Anchors, now: datetime) -> tuple[VerifiedSigner, ...]:
    """Both signers, by signatures that hold: a bundle that would be refused is not sent."""
    signers = []
    for position, entry in enumerate(frozen.manifest.signers):
        if entry.person not in frozen.approvals:
            raise ApprovalMissing(frozen.folder.name, person=entry.person)
        signers.append(verify_pair(_pair(frozen, position, frozen.folder), anchors=anchors, now=now))
    require_distinct(signers)
    check_signers(frozen.manifest, signers)
    return tuple(signers)


def _pair(frozen: FrozenRelease, position: int, folder: Path) -> SignaturePair:
    ec, ml_dsa = _numbers(position)
    return SignaturePair(
        frozen.listing(ec),
        read_secret(folder / _file(ec)),
        frozen.listing(ml_dsa),
        read_secret(folder / _file(ml_dsa)),
        signature_name(ec),
        signature_name(ml_dsa),
    )


def _numbers(position: int) -> tuple[int, int]:
    return 2 * position + 1, 2 * position + 2


def _file(number: int) -> str:
    return signature_name(number).removeprefix(META)
