"""Opening a bundle: the seal, the structure, the signatures, the manifest, the receiver's policy, every digest, the attachments.

Other content is only read then. Nothing is written to disk, and whoever gets a `VerifiedBundle` has one that holds in all of this.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from io import SEEK_END
from typing import BinaryIO

from readmission.answers.attachment import Attachment
from readmission.bundle.age import open_sealed
from readmission.bundle.age_header import read_header
from readmission.bundle.attachments import check_attachments
from readmission.bundle.domain import Role
from readmission.bundle.identity import Identity
from readmission.bundle.manifest import Kind, Manifest
from readmission.bundle.policy import Policy
from readmission.bundle.rejections import TooLarge
from readmission.bundle.trust import VerifiedSigner
from readmission.bundle.verifying import (
    MAX_SMALL_BYTES,
    Parts,
    Source,
    Verified,
    check_digests,
    open_parts,
    reading,
    verify_parts,
)


class VerifiedBundle(Verified):
    """A genuine bundle that was meant for this receiver."""

    def __init__(
        self,
        parts: Parts,
        manifest: Manifest,
        signers: tuple[VerifiedSigner, ...],
        stack: ExitStack,
        attachments: tuple[Attachment, ...],
    ) -> None:
        super().__init__(parts, manifest, signers, stack)
        self.attachments = attachments


def open_bundle(source: Source, identities: Sequence[Identity], policy: Policy) -> VerifiedBundle:
    """The bundle in a file; raises the reason why it is refused."""
    stack = ExitStack()
    with reading(source, stack) as stream:
        sealed_for = count_recipients(stream, policy.max_bytes)
        parts = open_parts(open_sealed(stream, identities), Kind.BUNDLE, max_bytes=policy.max_bytes)
        manifest, signers = verify_parts(parts, kind=Kind.BUNDLE, role=Role.MINISTRY, anchors=policy.anchors, now=policy.now)
        policy.check(manifest, [identity.recipient.id for identity in identities], sealed_for)
        check_digests(parts.container, parts.signed)
        assert manifest.round is not None
        limits = policy.rounds[manifest.round.id].attachments
        attachments = check_attachments(manifest, lambda name: parts.read(name, max_bytes=MAX_SMALL_BYTES), limits)
        return VerifiedBundle(parts, manifest, signers, stack, attachments)


def count_recipients(stream: BinaryIO, max_bytes: int) -> int:
    """For how many a file is sealed; raises TooLarge, or that it is no sealed file."""
    if stream.seek(0, SEEK_END) > max_bytes:
        raise TooLarge(limit=max_bytes)
    stream.seek(0)
    count = len(read_header(stream).stanzas)
    stream.seek(0)
    return count
