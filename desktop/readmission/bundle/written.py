"""Read a bundle back from where it was written, before anybody carries it away.

The sender is no recipient, so the file is opened with the key that sealed it a moment ago; all else is what a receiver checks.
"""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from readmission.bundle.age import open_just_sealed
from readmission.bundle.attachments import check_attachments
from readmission.bundle.container import MAX_CONTAINER_BYTES
from readmission.bundle.domain import Role
from readmission.bundle.identity import Recipient
from readmission.bundle.manifest import Kind
from readmission.bundle.receive import count_recipients
from readmission.bundle.refusals import WrittenWrong
from readmission.bundle.release import SealedBundle
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.bundle.verifying import MAX_SMALL_BYTES, check_digests, open_parts, reading, verify_parts
from readmission.errors import Phrase
from readmission.form.attachments import NO_ATTACHMENTS, AttachmentLimits

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What reading back showed: who signed, for how many it is sealed, and the digests and size of what lies there."""

    path: Path
    size: int
    file_sha512: str
    manifest_sha512: str
    signers: tuple[VerifiedSigner, ...]
    recipients: int


def check_written(
    sealed: SealedBundle,
    recipients: Sequence[Recipient],
    *,
    anchors: Anchors,
    now: datetime,
    attachments: AttachmentLimits = NO_ATTACHMENTS,
) -> CheckedFile:
    """Open what was written as a receiver would; raises WrittenWrong, or why a receiver would refuse it."""
    stack = ExitStack()
    with stack, reading(sealed.path, stack) as stream:
        sealed_for = count_recipients(stream, MAX_CONTAINER_BYTES)
        parts = open_parts(open_just_sealed(stream, sealed.file_key), Kind.BUNDLE)
        manifest, signers = verify_parts(parts, kind=Kind.BUNDLE, role=Role.MINISTRY, anchors=anchors, now=now)
        check_digests(parts.container, parts.signed)
        check_attachments(manifest, lambda name: parts.read(name, max_bytes=MAX_SMALL_BYTES), attachments)
        if manifest != sealed.manifest:
            raise WrittenWrong(sealed.path.name, why=Phrase("another manifest"))
        if manifest.audience.keys != tuple(sorted(recipient.id for recipient in recipients)) or sealed_for != len(recipients):
            raise WrittenWrong(sealed.path.name, why=Phrase("other recipients"))
    size, digest = file_digest(sealed.path)
    return CheckedFile(sealed.path, size, digest, sealed.manifest_sha512, signers, sealed_for)


def file_digest(path: Path) -> tuple[int, str]:
    """The size of a file and its SHA-512 in hexadecimal; raises NotReadable."""
    digest = hashlib.sha512()
    size = 0
    stack = ExitStack()
    with stack, reading(path, stack) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
