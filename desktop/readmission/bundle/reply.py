"""Replies: a receipt or a correction request, signed by the Commission and sealed for the one declaration that it answers."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Final

from readmission import canonical
from readmission.bundle.age import open_sealed, sealing
from readmission.bundle.assembly import assemble
from readmission.bundle.container import container_chunks
from readmission.bundle.domain import Role
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Kind, Manifest, Subject
from readmission.bundle.pack import signer_entry
from readmission.bundle.receive import VerifiedBundle, count_recipients
from readmission.bundle.rejections import ReplyNotOurs, WrongAudience, WrongRecipients
from readmission.bundle.trust import Anchors, VerifiedSigner
from readmission.bundle.verifying import Source, Verified, check_digests, open_parts, reading, verify_parts
from readmission.bundle.writing import Target, writing
from readmission.canonical import Json

MAX_REPLY_BYTES: Final = 1 << 24
CONTENT: Final = "reply.json"
RECEIPT_FORMAT: Final = "readmission-receipt/1"
CORRECTION_FORMAT: Final = "readmission-correction/1"


class VerifiedReply(Verified):
    """A genuine reply to something that was sent from here."""

    @property
    def subject(self) -> Subject:
        """Receipt or correction request."""
        return self.manifest.subject

    @property
    def content(self) -> bytes:
        """The canonical text of what it says."""
        return self.read(CONTENT)

    @property
    def signer(self) -> VerifiedSigner:
        """Who signed it at the Commission."""
        return self.signers[0]


def receipt_content(bundle: VerifiedBundle, *, outcome: str, counts: Mapping[str, int]) -> bytes:
    """What a receipt says; the same for the same bundle, outcome and counts."""
    manifest = bundle.manifest
    counted: dict[str, Json] = dict(counts)
    return canonical.write(
        {
            "format": RECEIPT_FORMAT,
            "bundle": bundle.manifest_sha512,
            "state": manifest.state,
            "round": manifest.round.id if manifest.round else "",
            "sequence": manifest.sequence,
            "outcome": outcome,
            "counts": counted,
            "signers": [signer.person for signer in bundle.signers],
        }
    )


def correction_content(manifest: Manifest, digest: str, *, requests: Sequence[tuple[Sequence[str], str]], deadline: str) -> bytes:
    """What a correction request says of a bundle: which cells, what to do about them, and until when (ISO date)."""
    asked: list[Json] = [{"places": list(places), "text": text} for places, text in requests]
    return canonical.write(
        {
            "format": CORRECTION_FORMAT,
            "bundle": digest,
            "state": manifest.state,
            "round": manifest.round.id if manifest.round else "",
            "sequence": manifest.sequence,
            "deadline": deadline,
            "requests": asked,
        }
    )


def write_reply(
    target: Target, *, draft: Manifest, content: bytes, recipient: Recipient, keys: SigningKeys, now: datetime
) -> str:
    """Sign and seal a reply; returns the SHA-512 of its manifest."""
    assembly = assemble(replace(draft, signers=(signer_entry(keys, Role.COMMISSION.value),)), {CONTENT: content})
    with writing(target) as stream, sealing(stream, [recipient]) as sealed:
        for chunk in container_chunks(assembly.signed_by(keys, now=now)):
            sealed.write(chunk)
    return assembly.manifest_sha512


def open_reply(
    source: Source,
    identities: Sequence[Identity],
    *,
    anchors: Anchors,
    state: str,
    now: datetime,
    answers: Collection[str],
) -> VerifiedReply:
    """The reply in a file, if it answers one of the bundles named by their manifests; raises the reason why it is refused."""
    stack = ExitStack()
    with reading(source, stack) as stream:
        sealed_for = count_recipients(stream, MAX_REPLY_BYTES)
        parts = open_parts(open_sealed(stream, identities), Kind.REPLY, max_bytes=MAX_REPLY_BYTES)
        manifest, signers = verify_parts(parts, kind=Kind.REPLY, role=Role.COMMISSION, anchors=anchors, now=now)
        if manifest.audience.id != state:
            raise WrongAudience
        if sealed_for != 1 or not set(manifest.audience.keys) <= {identity.recipient.id for identity in identities}:
            raise WrongRecipients
        if manifest.answers not in answers:
            raise ReplyNotOurs
        check_digests(parts.container, parts.signed)
        return VerifiedReply(parts, manifest, signers, stack)
